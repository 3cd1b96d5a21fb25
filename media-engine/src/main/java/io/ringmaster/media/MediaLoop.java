package io.ringmaster.media;

import io.ringmaster.actors.port.CallSignals;
import io.ringmaster.actors.port.MediaEffect;
import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.signal.MediaSignal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One thread that owns sockets, legs and a clock. Everything of a leg happens here; others leave work in a queue. Nothing that arrives,
/// and nothing that fails, ends the thread.
final class MediaLoop implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(MediaLoop.class);

  private static final long TICK = 10_000_000L;
  private static final long INSPECTION = 100_000_000L;

  /// How long a call that is only talked of, and has no ports, is remembered, ns.
  private static final long UNBOUND_LIMIT = Duration.ofMinutes(10).toNanos();

  private final MediaClock clock;
  private final CallSignals signals;
  private final SoundLibrary sounds;
  private final RecordingRoom recordings;
  private final RandomGenerator random;
  private final String canonicalName;
  private final long rtpStoppedAfter;

  private final Selector selector;
  private final Thread thread;
  private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final Consumer<SelectionKey> reader = this::read;
  private final RtpPacket packet = new RtpPacket();
  private final ByteBuffer outgoing = ByteBuffer.allocateDirect(RtpPacket.CAPACITY);
  private final Map<CallId, Leg> legs = new HashMap<>();
  private final Map<CallId, LegCounters> counters = new ConcurrentHashMap<>();
  private final LegCounters gone = new LegCounters();
  private final AtomicLong faults = new AtomicLong();
  private final List<Leg> paced = new ArrayList<>();
  private long nextTick;
  private long nextInspection;
  private volatile boolean closing;

  /// @param rtpStoppedAfter ns
  MediaLoop(
      String name,
      String canonicalName,
      long rtpStoppedAfter,
      MediaClock clock,
      RandomGenerator random,
      CallSignals signals,
      SoundLibrary sounds,
      RecordingRoom recordings) {
    this.canonicalName = canonicalName;
    this.rtpStoppedAfter = rtpStoppedAfter;
    this.clock = clock;
    this.random = random;
    this.signals = signals;
    this.sounds = sounds;
    this.recordings = recordings;
    this.nextTick = clock.nanos();
    this.nextInspection = nextTick;
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /// Has something done on the loop's thread, after what was asked before. Safe from any thread.
  void execute(Runnable task) {
    tasks.add(task);
    selector.wakeup();
  }

  void wake() {
    selector.wakeup();
  }

  // ---- what is asked of it (on the loop's thread)

  void bind(CallId call, PortPair ports) {
    Leg leg = leg(call);
    leg.bound(ports);
    try {
      ports.rtp().register(selector, SelectionKey.OP_READ, new Ear(leg, ports.rtp(), false));
      ports.rtcp().register(selector, SelectionKey.OP_READ, new Ear(leg, ports.rtcp(), true));
    } catch (IOException e) {
      throw new UncheckedIOException("listening on RTP port " + ports.port(), e);
    }
    counters.put(call, leg.counters);
  }

  void perform(CallId call, MediaEffect effect) {
    long now = clock.nanos();
    switch (effect) {
      case MediaEffect.OpenLeg(var media) -> leg(call).open(media, now);
      case MediaEffect.CloseLeg() -> close(call, now);
      case MediaEffect.StartPlayback(int playback, String url, boolean loop) ->
          play(leg(call), new Player(playback, loop), url, false);
      case MediaEffect.StartTone(int playback, String script) ->
          play(leg(call), new Player(playback, true), script, true);
      case MediaEffect.StopPlayback(int playback) ->
          ifKnown(call, leg -> leg.stopPlayback(playback));
      case MediaEffect.SendMediaTo(CallId to) -> leg(to).hear(leg(call));
      case MediaEffect.StopMediaTo(CallId to) ->
          ifKnown(call, from -> ifKnown(to, leg -> leg.stopHearing(from)));
      case MediaEffect.StartRecording(int recording, String file, boolean stereo) ->
          leg(call)
              .record(recording, () -> recordings.begin(call, recording, file, stereo, now), now);
      case MediaEffect.StopRecording(int recording) ->
          ifKnown(call, leg -> leg.stopRecording(recording, now));
      case MediaEffect.HandleTones(boolean on, int dtmfType) -> leg(call).handleTones(on, dtmfType);
      case MediaEffect.SendDigits(String digits) -> leg(call).sendDigits(digits);
    }
  }

  private Leg leg(CallId call) {
    return legs.computeIfAbsent(call, id -> new Leg(id, this, clock.nanos()));
  }

  private void ifKnown(CallId call, Consumer<Leg> action) {
    Leg leg = legs.get(call);
    if (leg != null) action.accept(leg);
  }

  private void play(Leg leg, Player player, String what, boolean tone) {
    if (!leg.play(player)) return;
    var loading = tone ? sounds.tone(what) : sounds.load(what);
    var _ =
        loading.whenComplete((sound, failure) ->
            execute(() -> {
              if (sound != null) leg.soundReady(player, sound);
              else leg.soundMissing(player, SoundUnavailable.why(failure));
            }));
  }

  private void close(CallId call, long now) {
    Leg leg = legs.remove(call);
    if (leg == null) return;
    paced.remove(leg);
    counters.remove(call);
    gone.absorb(leg.counters);
    leg.close(now);
  }

  // ---- the thread

  private void run() {
    while (!closing) {
      try {
        turn();
      } catch (Throwable e) {
        fault(e);
        LockSupport.parkNanos(TICK); // should it happen in every turn, do not burn the processor
      }
    }
    long now = clock.nanos();
    for (CallId call : List.copyOf(legs.keySet())) {
      try {
        close(call, now);
      } catch (RuntimeException e) {
        fault(e);
      }
    }
    try {
      selector.close();
    } catch (IOException e) {
      fault(e);
    }
  }

  private void turn() throws IOException {
    long next = paced.isEmpty() ? nextInspection : Math.min(nextTick, nextInspection);
    long wait = next - clock.nanos();
    if (wait <= 0 || !tasks.isEmpty()) selector.selectNow(reader);
    else selector.select(reader, (wait + 999_999) / 1_000_000);
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) guarded(task);
    long now = clock.nanos();
    if (now >= nextTick) tick(now);
    if (now >= nextInspection) {
      nextInspection = now + INSPECTION;
      inspect(now);
    }
  }

  private void read(SelectionKey key) {
    if (!key.isValid() || !(key.attachment() instanceof Ear ear)) return;
    try {
      ear.read(packet.buffer, clock);
    } catch (IOException | RuntimeException e) {
      fault(e);
    }
  }

  /// Ticks lie on a fixed grid, so that a late one does not delay those after it.
  private void tick(long now) {
    long missed = (now - nextTick) / TICK;
    long at = nextTick + missed * TICK;
    nextTick = at + TICK;
    for (int i = paced.size() - 1; i >= 0; i--) {
      Leg leg = paced.get(i);
      boolean more = false;
      try {
        more = leg.tick(at);
      } catch (RuntimeException e) {
        fault(e);
      }
      if (!more) paced.remove(i);
    }
  }

  private void inspect(long now) {
    for (Leg leg : List.copyOf(legs.values())) {
      try {
        if (leg.ports() == null && now - leg.born > UNBOUND_LIMIT) close(leg.call, now);
        else leg.inspect(now);
      } catch (RuntimeException e) {
        fault(e);
      }
    }
  }

  private void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      fault(e);
    }
  }

  private void fault(Throwable e) {
    long count = faults.incrementAndGet();
    if (count <= 100 || count % 1000 == 0) LOG.error("media fault number {}; going on", count, e);
  }

  // ---- what legs ask for

  /// Gives a leg ticks until it has nothing more to send by the clock.
  void pace(Leg leg) {
    if (!paced.contains(leg)) paced.add(leg);
  }

  void say(CallId call, MediaSignal signal) {
    signals.tell(call, signal);
  }

  RtpPacket packet() {
    return packet;
  }

  ByteBuffer outgoing() {
    return outgoing;
  }

  RandomGenerator random() {
    return random;
  }

  String canonicalName() {
    return canonicalName;
  }

  long rtpStoppedAfter() {
    return rtpStoppedAfter;
  }

  long wallNanos() {
    return clock.wallNanos();
  }

  // ---- what others read

  @Nullable LegStatistics statistics(CallId call) {
    LegCounters own = counters.get(call);
    return own == null ? null : own.snapshot();
  }

  int bound() {
    return counters.size();
  }

  long faults() {
    return faults.get();
  }

  void addTo(LegCounters sum) {
    sum.absorb(gone);
    counters.values().forEach(sum::absorb);
  }

  @Override
  public void close() {
    closing = true;
    selector.wakeup();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) Thread.currentThread().interrupt();
  }
}
