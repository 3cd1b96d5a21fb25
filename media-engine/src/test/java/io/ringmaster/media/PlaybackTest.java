package io.ringmaster.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringmaster.actors.port.MediaEffect.OpenLeg;
import io.ringmaster.actors.port.MediaEffect.SendMediaTo;
import io.ringmaster.actors.port.MediaEffect.StartPlayback;
import io.ringmaster.actors.port.MediaEffect.StopPlayback;
import io.ringmaster.media.EngineFixture.Party;
import io.ringmaster.media.RtpPeer.Packet;
import io.ringmaster.protocol.signal.MediaSignal.FirstAudioPacket;
import io.ringmaster.protocol.signal.MediaSignal.PlaybackFinished;
import io.ringmaster.protocol.signal.MediaSignal.PlaybackReady;
import io.ringmaster.protocol.signal.MediaSignal.PlaybackStarted;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PlaybackTest {

  private final EngineFixture underTest = new EngineFixture();

  @AfterEach
  void close() {
    underTest.close();
  }

  /// A sweep, so that no two frames are alike.
  private static short[] sweep(int samples) {
    short[] sweep = new short[samples];
    for (int i = 0; i < samples; i++) {
      sweep[i] = (short) (12_000 * Math.sin(i * i * 2e-6 + i * 0.1));
    }
    return sweep;
  }

  static byte[] wav(short[] samples) {
    ByteBuffer file = ByteBuffer.allocate(44 + 2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
    file.put(WavFile.header(1, 2 * samples.length));
    for (short sample : samples) file.putShort(sample);
    return file.array();
  }

  private void play(Party party, int number, String url, boolean loop) {
    underTest.perform(party, new StartPlayback(number, url, loop));
  }

  private void awaitFinished(Party party, int number) {
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() ->
            underTest.signals.of(party.call(), PlaybackFinished.class).stream()
                .anyMatch(finished -> finished.playback() == number));
  }

  @Test
  void aSoundArrivesBitExactAndItsNewsInOrder() {
    short[] samples = sweep(1650); // 206 ms: the last frame is not full
    underTest.sound("sweep.wav", wav(samples));
    for (String codec : List.of("PCMU", "PCMA")) {
      Party party = underTest.open(codec);
      play(party, 1, "file:sweep.wav", false);
      awaitFinished(party, 1);
      List<Packet> heard = party.peer().receive(100, 50);
      assertThat(heard).hasSize(11);
      Codec law = Codec.valueOf(codec);
      ByteBuffer expected = ByteBuffer.allocate(11 * 160);
      expected.put(law.encode(samples));
      while (expected.hasRemaining()) expected.put(law.silence);
      ByteBuffer received = ByteBuffer.allocate(11 * 160);
      heard.forEach(packet -> received.put(packet.payload()));
      assertThat(received.array()).isEqualTo(expected.array());
      assertThat(heard.getFirst().marker()).isTrue();
      for (int i = 1; i < heard.size(); i++) {
        assertThat(heard.get(i).marker()).isFalse();
        assertThat(heard.get(i).timestamp() - heard.get(i - 1).timestamp()).isEqualTo(160);
      }
      assertThat(underTest.signals.of(party.call()))
          .containsExactly(
              new PlaybackReady(1), new PlaybackStarted(1, 206), new PlaybackFinished(1, null));
    }
  }

  @Test
  void aSoundTakesAsLongAsItIs() {
    VirtualTime time = new VirtualTime();
    try (EngineFixture clocked = new EngineFixture(time, UnaryOperator.identity())) {
      clocked.sound("second.wav", wav(sweep(8000)));
      Party party = clocked.open("PCMU");
      clocked.perform(party, new StartPlayback(1, "file:second.wav", false));
      clocked.untilTold(party, new PlaybackReady(1));
      clocked.pass(time, Duration.ofMillis(500));
      assertThat(party.peer().receive(100, 50).size()).isBetween(24, 26);
      clocked.pass(time, Duration.ofMillis(470));
      assertThat(clocked.signals.of(party.call(), PlaybackFinished.class)).isEmpty();
      clocked.pass(time, Duration.ofMillis(50));
      clocked.untilTold(party, new PlaybackFinished(1, null));
      assertThat(party.peer().receive(100, 50).size()).isBetween(24, 26);
    }
  }

  @Test
  void playbackWaitsForTheLegToOpen() {
    underTest.sound("short.wav", wav(sweep(480)));
    Party party = underTest.reserved("PCMU");
    play(party, 1, "file:short.wav", false);
    await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> underTest.signals.of(party.call()).contains(new PlaybackReady(1)));
    assertThat(party.peer().receive(60)).isNull();
    underTest.perform(party, new OpenLeg(party.peer().media("PCMU")));
    awaitFinished(party, 1);
    assertThat(party.peer().receive(10, 50)).hasSize(3);
  }

  @Test
  void playbackRestsWhileTheCallIsHeldAndGoesOnWhereItStopped() {
    short[] samples = sweep(3200);
    underTest.sound("prompt.wav", wav(samples));
    Party party = underTest.open("PCMU");
    play(party, 1, "file:prompt.wav", false);
    for (int i = 0; i < 5; i++) party.peer().receive();
    underTest.perform(party, new OpenLeg(party.peer().media("PCMU", false, true)));
    underTest.settle();
    List<Packet> before = party.peer().receive(5, 60);
    assertThat(underTest.signals.of(party.call(), PlaybackFinished.class)).isEmpty();
    underTest.perform(party, new OpenLeg(party.peer().media("PCMU")));
    awaitFinished(party, 1);
    assertThat(party.peer().receive(100, 50)).hasSize(20 - 5 - before.size());
  }

  @Test
  void aLoopGoesRoundSeamlesslyAndNeverFinishes() {
    short[] samples = sweep(400); // two and a half frames
    underTest.sound("loop.wav", wav(samples));
    Party party = underTest.open("PCMU");
    play(party, 1, "file:loop.wav", true);
    byte[] codes = Codec.PCMU.encode(samples);
    int at = 0;
    for (Packet packet : party.peer().receive(12, 500)) {
      for (byte code : packet.payload()) {
        assertThat(code).isEqualTo(codes[at++ % codes.length]);
      }
    }
    assertThat(at).isEqualTo(12 * 160);
    assertThat(underTest.signals.of(party.call(), PlaybackFinished.class)).isEmpty();
  }

  @Test
  void stoppedPlaybackIsSilentAndHasNoEnd() {
    underTest.sound("long.wav", wav(sweep(16_000)));
    Party party = underTest.open("PCMU");
    play(party, 1, "file:long.wav", false);
    party.peer().receive();
    underTest.perform(party, new StopPlayback(1));
    underTest.settle();
    party.peer().receive(10, 60);
    assertThat(party.peer().receive(60)).isNull();
    assertThat(underTest.signals.of(party.call()))
        .containsExactly(new PlaybackReady(1), new PlaybackStarted(1, 2000));
  }

  @Test
  void stoppingAnEarlierPlaybackLeavesTheLaterAlone() {
    underTest.sound("a.wav", wav(sweep(800)));
    Party party = underTest.open("PCMU");
    play(party, 1, "file:a.wav", true);
    play(party, 2, "file:a.wav", false);
    underTest.perform(party, new StopPlayback(1));
    awaitFinished(party, 2);
    // The first may have been ready, and even begun, before the second took its place.
    assertThat(underTest.signals.of(party.call()))
        .containsSubsequence(
            new PlaybackReady(2), new PlaybackStarted(2, 100), new PlaybackFinished(2, null))
        .doesNotContain(new PlaybackFinished(1, null));
  }

  @Test
  void aRepeatedEffectDoesNotPlayAgain() {
    underTest.sound("a.wav", wav(sweep(320)));
    Party party = underTest.open("PCMU");
    play(party, 1, "file:a.wav", false);
    play(party, 1, "file:a.wav", false);
    awaitFinished(party, 1);
    play(party, 1, "file:a.wav", false);
    underTest.settle();
    assertThat(party.peer().receive(10, 100)).hasSize(2);
  }

  @Test
  void aPeerTakesThePlaceOfASoundWithoutASeam() {
    underTest.sound("long.wav", wav(sweep(16_000)));
    Party alice = underTest.open("PCMU");
    Party bob = underTest.open("PCMU");
    play(alice, 1, "file:long.wav", false);
    Packet last = alice.peer().receive();
    underTest.perform(bob, new SendMediaTo(alice.call()));
    underTest.settle();
    for (Packet p = alice.peer().receive(30); p != null; p = alice.peer().receive(30)) last = p;
    byte[] voice = new byte[160];
    bob.send(voice);
    Packet relayed = alice.peer().receive();
    assertThat(relayed.payload()).isEqualTo(voice);
    assertThat(relayed.ssrc()).isEqualTo(last.ssrc());
    assertThat(relayed.marker()).isTrue();
    assertThat(relayed.sequence()).isEqualTo((last.sequence() + 1) & 0xFFFF);
    assertThat(relayed.timestamp() - last.timestamp()).isBetween(160, 8000);
    assertThat(underTest.signals.of(alice.call()))
        .containsExactly(new PlaybackReady(1), new PlaybackStarted(1, 2000));

    play(alice, 2, "file:long.wav", false);
    Packet again = alice.peer().receive();
    assertThat(again.sequence()).isEqualTo((relayed.sequence() + 1) & 0xFFFF);
    assertThat(again.timestamp() - relayed.timestamp()).isBetween(160, 8000);
    assertThat(underTest.signals.of(bob.call())).containsExactly(new FirstAudioPacket());
  }

  @Test
  void aFileThatIsNoneOfOursIsNotPlayed() throws Exception {
    Files.write(underTest.data.resolve("secret.wav"), wav(sweep(160)));
    Files.createSymbolicLink(
        underTest.data.resolve("sounds/link.wav"), underTest.data.resolve("secret.wav"));
    List<String> names =
        List.of(
            "../secret.wav", "link.wav", "absent.wav", underTest.data + "/secret.wav", ".", "\0");
    Party party = underTest.open("PCMU");
    for (int i = 0; i < names.size(); i++) {
      play(party, i + 1, "file:" + names.get(i), false);
      awaitFinished(party, i + 1);
      assertThat(underTest.signals.of(party.call()).getLast())
          .isEqualTo(
              new PlaybackFinished(i + 1, "there is no sound file '%s'".formatted(names.get(i))));
    }
    assertThat(party.peer().receive(30)).isNull();
  }
}
