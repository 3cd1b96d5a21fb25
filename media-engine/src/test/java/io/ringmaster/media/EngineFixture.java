package io.ringmaster.media;

import static org.awaitility.Awaitility.await;

import io.ringmaster.actors.port.MediaEffect;
import io.ringmaster.actors.port.MediaEffect.OpenLeg;
import io.ringmaster.actors.port.RtpAddress;
import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.SessionId;
import io.ringmaster.protocol.signal.CallSignal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// An engine on 127.0.0.1 with its far ends on 127.0.0.2, and a directory of its own. All of it is gone after `close`.
final class EngineFixture implements AutoCloseable {

  final Path data;
  final Signals signals = new Signals();
  final MediaEngine engine;
  private final SessionId session = new SessionId("4711");
  private final List<RtpPeer> peers = new ArrayList<>();
  private int calls;

  EngineFixture() {
    this(MediaClock.ofSystem(), UnaryOperator.identity());
  }

  EngineFixture(MediaClock clock, UnaryOperator<MediaSettings> change) {
    try {
      data = Files.createTempDirectory("media-engine-test");
      Files.createDirectories(data.resolve("sounds"));
      engine = new MediaEngine(change.apply(MediaSettings.of("127.0.0.1", data)), signals, clock);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// One call and its far end, which knows where to send.
  record Party(CallId call, RtpPeer peer, String codec) {

    int payloadType() {
      return codec.equals("PCMU") ? 0 : 8;
    }

    void send(byte[] payload) {
      peer.send(payloadType(), payload);
    }
  }

  CallId newCall() {
    return session.call(++calls);
  }

  /// A call with ports but not yet an answer.
  Party reserved(String codec) {
    CallId call = newCall();
    RtpPeer peer = new RtpPeer();
    peers.add(peer);
    peer.talkTo(address(call));
    await()
        .atMost(Duration.ofSeconds(5))
        .pollInterval(Duration.ofMillis(1))
        .until(() -> engine.statistics(call).isPresent());
    return new Party(call, peer, codec);
  }

  Party open(String codec) {
    Party party = reserved(codec);
    engine.perform(party.call(), new OpenLeg(party.peer().media(codec)));
    settle();
    return party;
  }

  RtpAddress address(CallId call) {
    return engine.reserve(call).orElseThrow();
  }

  void perform(Party party, MediaEffect effect) {
    engine.perform(party.call(), effect);
  }

  /// Waits until all that was asked before has been done.
  void settle() {
    CallId probe = newCall();
    engine.reserve(probe);
    await()
        .atMost(Duration.ofSeconds(5))
        .pollInterval(Duration.ofMillis(1))
        .until(() -> engine.statistics(probe).isPresent());
    engine.perform(probe, new MediaEffect.CloseLeg());
    await()
        .atMost(Duration.ofSeconds(5))
        .pollInterval(Duration.ofMillis(1))
        .until(() -> engine.statistics(probe).isEmpty());
  }

  /// Waits until the call has been told this.
  void untilTold(Party party, CallSignal signal) {
    await()
        .atMost(Duration.ofSeconds(10))
        .pollInterval(Duration.ofMillis(2))
        .until(() -> signals.of(party.call()).contains(signal));
  }

  /// Waits until the leg has seen so many datagrams, good or bad.
  void untilArrived(Party party, long packets) {
    await()
        .atMost(Duration.ofSeconds(5))
        .pollInterval(Duration.ofMillis(1))
        .until(() -> {
          LegStatistics seen = engine.statistics(party.call()).orElseThrow();
          return seen.packetsIn() + seen.dropped() >= packets;
        });
  }

  /// Moves a virtual clock in steps of 10 ms, each of which the loops take notice of.
  void pass(VirtualTime time, Duration duration) {
    for (long left = duration.toMillis(); left > 0; left -= 10) {
      time.advance(Duration.ofMillis(10));
      engine.wake();
      settle();
      settle(); // the first may end in the middle of a turn of the loop
    }
  }

  Path sound(String name, byte[] content) {
    try {
      return Files.write(data.resolve("sounds").resolve(name), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    engine.close();
    peers.forEach(RtpPeer::close);
    try (Stream<Path> all = Files.walk(data)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
