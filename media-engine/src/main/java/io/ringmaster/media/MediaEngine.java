package io.ringmaster.media;

import io.ringmaster.actors.port.CallSignals;
import io.ringmaster.actors.port.Media;
import io.ringmaster.actors.port.MediaEffect;
import io.ringmaster.actors.port.RtpAddress;
import io.ringmaster.protocol.CallId;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The media engine of a node: the public entrance of this room. A few threads own all sockets; calls of one session share one of them,
/// so what one call says reaches another without changing threads.
///
/// Everything asked of it is put into the queue of the call's thread and answered by `MediaSignal`s.
public final class MediaEngine implements Media, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(MediaEngine.class);

  private final String advertisedHost;
  private final PortRange ports;
  private final List<MediaLoop> loops;
  private final Map<CallId, PortPair> bound = new ConcurrentHashMap<>();
  private final SoundLibrary sounds;
  private final RecordingRoom recordings;
  private volatile boolean closed;

  /// Starts the engine.
  ///
  /// @throws IOException when a directory cannot be made or written
  /// @throws IllegalArgumentException when `bindHost` is no IP address
  public MediaEngine(MediaSettings settings, CallSignals signals) throws IOException {
    this(settings, signals, MediaClock.ofSystem());
  }

  MediaEngine(MediaSettings settings, CallSignals signals, MediaClock clock) throws IOException {
    advertisedHost = settings.advertisedHost();
    ports =
        new PortRange(
            InetAddress.ofLiteral(settings.bindHost()), settings.lowPort(), settings.highPort());
    sounds = new SoundLibrary(settings.sounds());
    recordings = new RecordingRoom(settings.recordings(), clock, signals);
    loops =
        IntStream.range(0, settings.eventLoops())
            .mapToObj(i ->
                new MediaLoop(
                    "media-" + i,
                    "ringmaster@" + settings.advertisedHost(),
                    settings.rtpStoppedAfter().toNanos(),
                    clock,
                    RandomGenerator.of("L64X128MixRandom"),
                    signals,
                    sounds,
                    recordings))
            .toList();
    loops.forEach(MediaLoop::start);
  }

  @Override
  public Optional<RtpAddress> reserve(CallId call) {
    return Optional.ofNullable(bound.computeIfAbsent(call, this::bind))
        .map(pair -> new RtpAddress(advertisedHost, pair.port()));
  }

  private @Nullable PortPair bind(CallId call) {
    if (closed) return null;
    PortPair pair = ports.take().orElse(null);
    if (pair == null) LOG.error("{}: every RTP port is taken; widen the range of RTP ports", call);
    else loop(call).execute(() -> loop(call).bind(call, pair));
    return pair;
  }

  @Override
  public void perform(CallId call, MediaEffect effect) {
    if (closed) return;
    MediaLoop loop = loop(call);
    switch (effect) {
      // Forgotten at once, so that whoever asks for an address after this gets a fresh one.
      case MediaEffect.CloseLeg _ -> bound.remove(call);
      // After a move from another node nobody may have asked for an address yet.
      case MediaEffect.OpenLeg _ -> reserve(call);
      case MediaEffect.SendMediaTo(CallId to) -> {
        if (loop(to) != loop) {
          LOG.warn("{} cannot send media to {}: they are not of one session", call, to);
          return;
        }
      }
      case MediaEffect.StopMediaTo _,
          MediaEffect.StartPlayback _,
          MediaEffect.StartTone _,
          MediaEffect.StopPlayback _,
          MediaEffect.StartRecording _,
          MediaEffect.StopRecording _,
          MediaEffect.HandleTones _,
          MediaEffect.SendDigits _ -> {}
    }
    loop.execute(() -> loop.perform(call, effect));
  }

  private MediaLoop loop(CallId call) {
    return loops.get(Math.floorMod(call.session().hashCode(), loops.size()));
  }

  /// The packets of one call's leg so far; empty when it has no leg.
  public Optional<LegStatistics> statistics(CallId call) {
    return Optional.ofNullable(loop(call).statistics(call));
  }

  /// The state of the whole engine.
  public MediaStatistics statistics() {
    LegCounters sum = new LegCounters();
    loops.forEach(loop -> loop.addTo(sum));
    return new MediaStatistics(
        loops.stream().mapToInt(MediaLoop::bound).sum(),
        loops.stream().mapToLong(MediaLoop::faults).sum(),
        sum.snapshot());
  }

  /// Lets all loops look at the clock, which a test has moved by hand.
  void wake() {
    loops.forEach(MediaLoop::wake);
  }

  /// Ends all legs, completes the recordings and frees every port. Blocks until that is done.
  @Override
  public void close() {
    closed = true;
    loops.forEach(MediaLoop::close);
    bound.values().forEach(PortPair::close); // those whose binding was still in a queue
    recordings.close();
    sounds.close();
  }
}
