package io.ringmaster.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnOneHost.class)
class TimersTest {

  private final Stage underTest;

  TimersTest(Stage stage) {
    underTest = stage;
  }

  @Test
  void theHostIsToldOfTheEarliestTimer() {
    underTest.load(
        "setTimeout(() => {}, 500); setTimeout(() => {}, 200); setTimeout(() => {}, 900);");
    assertThat(underTest.last().wakeAt()).isEqualTo(Stage.NOON.plusMillis(200));
    assertThat(underTest.after(Duration.ofMillis(600)).wakeAt())
        .isEqualTo(Stage.NOON.plusMillis(900));
    assertThat(underTest.after(Duration.ofMillis(300)).wakeAt()).isNull();
  }

  @Test
  void oneTurnFiresAllThatAreDueInTheirOrderAtTheTurnsTime() {
    underTest.load(
        "const say = (what) => Logger.write(what + ' ' + new Date().toISOString());"
            + " setTimeout(say, 300, 'c'); setTimeout(say, 100, 'a'); setTimeout(say, 100, 'b'); setTimeout(say, 5000, 'later');");
    underTest.after(Duration.ofMillis(450));
    assertThat(underTest.log())
        .containsExactly(
            "a 2026-11-22T12:00:00.450Z",
            "b 2026-11-22T12:00:00.450Z",
            "c 2026-11-22T12:00:00.450Z");
  }

  @Test
  void aTimerStartedByATimerWaitsForTheNextTurn() {
    underTest.load(
        "let n = 0; const again = () => { Logger.write(++n); setTimeout(again, 0); }; again();");
    assertThat(underTest.after(Duration.ZERO).wakeAt()).isEqualTo(Stage.NOON);
    assertThat(underTest.log()).containsExactly("2");
  }

  @Test
  void aTimerClearedByAnEarlierOneDoesNotFire() {
    underTest.load(
        "setTimeout(() => clearTimeout(second), 10); const second = setTimeout(() => Logger.write('fired'), 10);");
    assertThat(underTest.after(Duration.ofMillis(10)).commands()).isEmpty();
  }

  @Test
  void intervalsRepeatAtLeastEveryHundredMillisecondsUntilCleared() {
    underTest.load(
        "let n = 0; const id = setInterval(() => { Logger.write(++n); if (n === 2) clearInterval(id); }, 1);");
    assertThat(underTest.last().wakeAt()).isEqualTo(Stage.NOON.plusMillis(100));
    assertThat(underTest.after(Duration.ofMillis(100)).wakeAt())
        .isEqualTo(Stage.NOON.plusMillis(200));
    assertThat(underTest.after(Duration.ofMillis(100)).wakeAt()).isNull();
    assertThat(underTest.log()).containsExactly("2");
  }

  @Test
  void aLateIntervalMakesUpForOnePeriodOnly() {
    underTest.load("setInterval(() => Logger.write('tick'), 100);");
    underTest.after(Duration.ofMillis(1050));
    assertThat(underTest.log()).containsExactly("tick");
    assertThat(underTest.last().wakeAt()).isEqualTo(Stage.NOON.plusMillis(1051));
  }

  @Test
  void theHundredAndFirstTimerThrows() {
    underTest.load(
        "for (let i = 0; i < 100; i++) setTimeout(() => {}, 50);"
            + " try { setTimeout(() => {}, 50); } catch (e) { Logger.write(e.message); }");
    assertThat(underTest.log())
        .containsExactly("setTimeout: 100 timers are active; a session may have no more");
    underTest.after(Duration.ofMillis(50));
    underTest.sound();
    assertThat(underTest.last().wakeAt()).isNull();
  }

  @Test
  void oddDelaysAreNoError() {
    underTest.load(
        "setTimeout(() => {}); setTimeout(() => {}, -5); setTimeout(() => {}, 'x'); setTimeout(() => {}, Infinity);"
            + " clearTimeout(undefined); clearTimeout(999);");
    assertThat(underTest.last().wakeAt()).isEqualTo(Stage.NOON);
  }

  @Test
  void promisesOfATimerAreResolvedWithinItsTurn() {
    underTest.load(
        "(async () => { await new Promise((r) => setTimeout(r, 100)); Logger.write('woke'); })();");
    underTest.after(Duration.ofMillis(100));
    assertThat(underTest.log()).containsExactly("woke");
  }
}
