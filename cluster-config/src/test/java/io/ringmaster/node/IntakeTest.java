package io.ringmaster.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IntakeTest {

  private Optional<String> trouble = Optional.empty();
  private Duration wait = Duration.ZERO;

  private final Intake underTest = new Intake(() -> trouble, () -> wait, Duration.ofSeconds(5));

  @Test
  void callsAreTakenFromOpeningToClosing() {
    assertThat(underTest.refusal()).contains("This node is leaving");
    underTest.open();
    assertThat(underTest.refusal()).isEmpty();
    underTest.close();
    assertThat(underTest.refusal()).contains("This node is leaving");
  }

  @Test
  void callsAreRefusedWhileTheJournalIsAway() {
    underTest.open();
    trouble = Optional.of("the database does not answer");
    assertThat(underTest.refusal()).contains("This node has no journal");
    trouble = Optional.empty();
    assertThat(underTest.refusal()).isEmpty();
  }

  @Test
  void callsAreRefusedWhileAnotherWaitsTooLong() {
    underTest.open();
    wait = Duration.ofSeconds(5);
    assertThat(underTest.refusal()).isEmpty();
    wait = wait.plusMillis(1);
    assertThat(underTest.refusal()).contains("This node is overloaded");
    assertThat(underTest.isOpen()).isTrue();
    wait = Duration.ZERO;
    assertThat(underTest.refusal()).isEmpty();
  }
}
