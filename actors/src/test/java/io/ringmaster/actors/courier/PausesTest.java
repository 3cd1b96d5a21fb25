package io.ringmaster.actors.courier;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.protocol.SessionId;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PausesTest {

  private final Pauses underTest = new Pauses(Duration.ofMillis(500), Duration.ofMinutes(5));

  @ParameterizedTest
  @CsvSource({"1, 500", "2, 1000", "3, 2000", "10, 256000", "11, 300000", "1000000, 300000"})
  void eachFailureDoublesThePauseUpToTheLongest(int failures, long most) {
    assertThat(LongStream.range(0, 500))
        .allSatisfy(n ->
            assertThat(underTest.after(failures, session(n)).toMillis())
                .isBetween(most * 4 / 5, most));
  }

  @ParameterizedTest
  @CsvSource({"1", "7", "40"})
  void sessionsThatFailedTogetherComeBackApart(int failures) {
    assertThat(
            LongStream.range(0, 500)
                .mapToObj(n -> underTest.after(failures, session(n)))
                .distinct())
        .hasSizeGreaterThan(50);
  }

  private static SessionId session(long number) {
    return new SessionId(Long.toString(8_796_093_022_209L + number));
  }
}
