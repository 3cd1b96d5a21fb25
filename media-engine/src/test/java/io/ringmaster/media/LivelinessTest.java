package io.ringmaster.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringmaster.actors.port.MediaEffect.OpenLeg;
import io.ringmaster.actors.port.MediaEffect.StartPlayback;
import io.ringmaster.media.EngineFixture.Party;
import io.ringmaster.protocol.signal.MediaSignal.FirstAudioPacket;
import io.ringmaster.protocol.signal.MediaSignal.PlaybackReady;
import io.ringmaster.protocol.signal.MediaSignal.RtpResumed;
import io.ringmaster.protocol.signal.MediaSignal.RtpStopped;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LivelinessTest {

  private final VirtualTime time = new VirtualTime();
  private final EngineFixture underTest = new EngineFixture(time, UnaryOperator.identity());
  private final Party party = underTest.open("PCMU");

  @AfterEach
  void close() {
    underTest.close();
  }

  private void pass(Duration duration) {
    time.advance(duration);
    underTest.engine.wake();
    underTest.settle();
    underTest.settle();
  }

  private static byte[] emptyReceiverReport() {
    return ByteBuffer.allocate(8).put((byte) 0x80).put((byte) 201).putShort((short) 1).array();
  }

  @Test
  void silenceOfSevenSecondsIsToldOnceAndSoIsItsEnd() {
    party.send(new byte[160]);
    underTest.untilTold(party, new FirstAudioPacket());
    pass(Duration.ofMillis(6900));
    assertThat(underTest.signals.of(party.call())).containsExactly(new FirstAudioPacket());
    pass(Duration.ofMillis(200));
    underTest.untilTold(party, new RtpStopped());
    pass(Duration.ofSeconds(20));
    party.send(new byte[160]);
    underTest.untilTold(party, new RtpResumed());
    assertThat(underTest.signals.of(party.call()))
        .containsExactly(new FirstAudioPacket(), new RtpStopped(), new RtpResumed());
  }

  @Test
  void aLegThatNeverHeardAnythingDoesNotStop() {
    pass(Duration.ofMinutes(1));
    assertThat(underTest.signals.of(party.call())).isEmpty();
  }

  @Test
  void rtcpAloneKeepsALegAlive() {
    party.send(new byte[160]);
    underTest.untilTold(party, new FirstAudioPacket());
    pass(Duration.ofSeconds(5));
    party.peer().sendRtcp(emptyReceiverReport());
    await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> underTest.engine.statistics(party.call()).orElseThrow().reportsIn() == 1);
    pass(Duration.ofSeconds(5));
    assertThat(underTest.signals.of(party.call())).containsExactly(new FirstAudioPacket());
    pass(Duration.ofSeconds(3));
    underTest.untilTold(party, new RtpStopped());
  }

  @Test
  void nobodyIsMissedWhileTheFarEndIsNotSupposedToSend() {
    party.send(new byte[160]);
    underTest.untilTold(party, new FirstAudioPacket());
    underTest.perform(party, new OpenLeg(party.peer().media("PCMU", false, false)));
    underTest.settle();
    pass(Duration.ofMinutes(1));
    underTest.perform(party, new OpenLeg(party.peer().media("PCMU")));
    underTest.settle();
    pass(Duration.ofSeconds(6));
    assertThat(underTest.signals.of(party.call())).containsExactly(new FirstAudioPacket());
    pass(Duration.ofSeconds(2));
    underTest.untilTold(party, new RtpStopped());
  }

  @Test
  void reportsTellWhatWasReceivedAndLost() {
    party.send(new byte[160]);
    party.peer().sequence += 3;
    party.send(new byte[160]);
    underTest.untilArrived(party, 2);
    pass(Duration.ofMillis(5100));
    byte[] octets = party.peer().receiveRtcp(2000);
    assertThat(octets).isNotNull();
    ByteBuffer report = ByteBuffer.wrap(octets);
    assertThat(report.get(0)).isEqualTo((byte) 0x81);
    assertThat(report.get(1) & 0xFF).isEqualTo(201); // nothing was sent yet
    assertThat(report.getShort(2)).isEqualTo((short) 7);
    assertThat(report.getInt(8)).isEqualTo(party.peer().ssrc);
    assertThat(report.get(12) & 0xFF).isEqualTo(3 * 256 / 5);
    assertThat(report.getInt(12) & 0xFFFFFF).isEqualTo(3);
    assertThat(report.getInt(16)).isEqualTo(party.peer().sequence - 1);
    assertThat(report.get(32) & 0xFF).isEqualTo(0x81);
    assertThat(report.get(33) & 0xFF).isEqualTo(202);
    assertThat(octets).hasSize(32 + 4 * (1 + report.getShort(34)));
    assertThat(underTest.engine.statistics(party.call()).orElseThrow().lost()).isEqualTo(3);
  }

  @Test
  void aSenderTellsWhatItSent() {
    underTest.sound("a.wav", PlaybackTest.wav(new short[320]));
    underTest.perform(party, new StartPlayback(1, "file:a.wav", false));
    underTest.untilTold(party, new PlaybackReady(1));
    underTest.pass(time, Duration.ofMillis(60));
    var packets = party.peer().receive(2, 1000);
    assertThat(packets).hasSize(2);
    pass(Duration.ofSeconds(5));
    byte[] octets = party.peer().receiveRtcp(2000);
    assertThat(octets).isNotNull();
    ByteBuffer report = ByteBuffer.wrap(octets);
    assertThat(report.get(1) & 0xFF).isEqualTo(200);
    assertThat(report.getInt(4)).isEqualTo(packets.getFirst().ssrc());
    assertThat(report.getInt(20)).isEqualTo(2);
    assertThat(report.getInt(24)).isEqualTo(320);
    long unix = (report.getInt(8) & 0xFFFFFFFFL) - 2_208_988_800L;
    assertThat(unix).isBetween(1_700_000_000L, 1_700_000_060L);
    int aged = report.getInt(16) - packets.getLast().timestamp();
    assertThat(aged).isBetween(4 * 8000, 6 * 8000);
  }
}
