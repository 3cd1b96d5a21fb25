package io.ringmaster.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ringmaster.actors.port.MediaEffect.StartTone;
import io.ringmaster.media.EngineFixture.Party;
import io.ringmaster.protocol.signal.MediaSignal.PlaybackFinished;
import io.ringmaster.protocol.signal.MediaSignal.PlaybackReady;
import io.ringmaster.protocol.signal.MediaSignal.PlaybackStarted;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ToneTest {

  @Test
  void theRussianRingbackIsOneSecondOfToneInFive() {
    short[] samples = ToneScript.parse("425@-19;5(1/4/1)").samples();
    assertThat(samples).hasSize(40_000);
    assertThat(Sounds.share(425, samples, 0, 8000)).isGreaterThan(0.999);
    assertThat(Sounds.level(samples, 8000, 40_000)).isZero();
    // 0 dBm0 is 3.17 dB below a full-scale sine
    double full = Short.MAX_VALUE / Math.sqrt(2);
    double decibels = 20 * Math.log10(Sounds.level(samples, 0, 8000) / full) + 3.17;
    assertThat(decibels).isCloseTo(-19, within(0.05));
  }

  @Test
  void theAmericanRingbackIsTwoTonesTogether() {
    short[] samples = ToneScript.parse("440@-19,480@-19;6(2/4/1+2)").samples();
    assertThat(samples).hasSize(48_000);
    assertThat(Sounds.share(440, samples, 0, 16_000)).isCloseTo(0.5, within(0.02));
    assertThat(Sounds.share(480, samples, 0, 16_000)).isCloseTo(0.5, within(0.02));
    assertThat(Sounds.level(samples, 16_000, 48_000)).isZero();
  }

  @Test
  void segmentsAndSectionsFollowOneAnother() {
    short[] samples = ToneScript.parse("400,800@-10;1(.25/.25/1,.25/.25/2);.5(*/0/2)").samples();
    assertThat(samples).hasSize(12_000);
    assertThat(Sounds.share(400, samples, 0, 2000)).isGreaterThan(0.99);
    assertThat(Sounds.level(samples, 2000, 4000)).isZero();
    assertThat(Sounds.share(800, samples, 4000, 6000)).isGreaterThan(0.99);
    assertThat(Sounds.level(samples, 6000, 8000)).isZero();
    assertThat(Sounds.share(800, samples, 8000, 12_000)).isGreaterThan(0.99);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "425",
        "425@-19",
        "425@-19;",
        "425@-19;5",
        "425@-19;5(1/4)",
        "425@-19;5(1/4/2)",
        "425@-19;5(0/0/1)",
        "425@-19;0(1/4/1)",
        "5000@-19;5(1/4/1)",
        "NaN@-19;5(1/4/1)",
        "425@-19;1e9(1/4/1)",
        "425@-19;-5(1/4/1)",
        "425@-19;5(1e-9/1e-9/1)",
        "425@x;5(1/4/1)"
      })
  void whatIsNoScriptIsRefusedInWords(String script) {
    assertThatThrownBy(() -> ToneScript.parse(script))
        .isInstanceOf(SoundUnavailable.class)
        .hasMessageContaining("'" + script + "' is no tone script");
  }

  @Test
  void aToneIsToldByTheLengthOfItsCycleAndGoesOnWithoutEnd() {
    try (EngineFixture underTest = new EngineFixture()) {
      Party party = underTest.open("PCMA");
      underTest.perform(party, new StartTone(1, "425@-19;.1(.06/.04/1)"));
      byte[] cycle = Codec.PCMA.encode(ToneScript.parse("425@-19;.1(.06/.04/1)").samples());
      int at = 0;
      for (var packet : party.peer().receive(12, 500)) {
        for (byte code : packet.payload()) assertThat(code).isEqualTo(cycle[at++ % 800]);
      }
      assertThat(at).isEqualTo(12 * 160);
      assertThat(underTest.signals.of(party.call()))
          .containsExactly(new PlaybackReady(1), new PlaybackStarted(1, 100));
      underTest.perform(party, new StartTone(2, "nonsense"));
      underTest.untilTold(
          party,
          new PlaybackFinished(
              2, "'nonsense' is no tone script such as 425@-19;5(1/4/1): it has no cadence"));
    }
  }
}
