package io.ringmaster.node.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.regex.PatternSyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinearPatternTest {

  @ParameterizedTest
  @CsvSource({
    "7000, 7000, true",
    "7000, 70001, false",
    "700, 7000, false",
    "700[0-3], 7003, true",
    "\\+49\\d{4}, +491234, true",
    ".*, alice, true",
    "(?i)alice|bob, BOB, true",
    "a|ab, ab, true",
  })
  void wholeDestinationMustMatch(String pattern, String destination, boolean matches) {
    assertThat(LinearPattern.of(pattern).matches(destination)).isEqualTo(matches);
  }

  @ParameterizedTest
  @ValueSource(strings = {"(a+)+$", "(a|aa)+$", "(.*a){20}", "(a?){30}a{30}", "((a*)*)*b"})
  void patternThatWouldHangABacktrackerIsQuick(String pattern) {
    var underTest = LinearPattern.of(pattern);

    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> {
          for (int i = 0; i < 100; i++) underTest.matches("a".repeat(200) + "!");
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"(?!7)\\d+", "(.)\\1", "a++"})
  void patternThatNeedsBacktrackingIsRefusedWithAReason(String pattern) {
    assertThatThrownBy(() -> LinearPattern.of(pattern))
        .isInstanceOf(PatternSyntaxException.class)
        .hasMessageContaining("no look-around, back references or possessive quantifiers");
  }

  @Test
  void repetitionsThatMultiplyAreRefused() {
    assertThatThrownBy(() -> LinearPattern.of("((a{900}){900}){900}"))
        .isInstanceOf(PatternSyntaxException.class)
        .hasMessageContaining("use smaller counts");
  }

  @Test
  void destinationLongerThanAnyNumberMatchesNothing() {
    assertThat(LinearPattern.of(".*").matches("7".repeat(LinearPattern.LONGEST_INPUT))).isTrue();
    assertThat(LinearPattern.of(".*").matches("7".repeat(LinearPattern.LONGEST_INPUT + 1)))
        .isFalse();
  }
}
