package io.ringmaster.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnOneHost.class)
class ScriptSyntaxTest {

  private final ScriptSyntax underTest;

  ScriptSyntaxTest(VoxScenarioHost host) {
    underTest = host.syntax();
  }

  @Test
  void aGoodSourceHasNoProblemAndDoesNotRun() {
    assertThat(underTest.check("a.js", "for (;;) {} throw new Error('ran');")).isEmpty();
  }

  @Test
  void aProblemHasLineColumnAndMessage() {
    assertThat(underTest.check("a.js", "let a = 1;\nlet b = ;\n"))
        .hasValueSatisfying(problem -> {
          assertThat(problem.line()).isEqualTo(2);
          assertThat(problem.column()).isEqualTo(9);
          assertThat(problem.message()).startsWith("SyntaxError: ");
        });
  }

  @Test
  void returnAtTopLevelIsAProblem() {
    assertThat(underTest.check("a.js", "return 5;")).isPresent();
  }

  @Test
  void earlyErrorsAreFound() {
    assertThat(underTest.check("a.js", "let a; let a;")).isPresent();
  }

  @Test
  void anOverlongSourceIsRefusedAsAWhole() {
    assertThat(underTest.check("a.js", "/".repeat(ScriptSyntax.LONGEST_SOURCE))).isEmpty();
    assertThat(underTest.check("a.js", "/".repeat(ScriptSyntax.LONGEST_SOURCE + 1)))
        .contains(
            new ScriptSyntax.Problem(
                0, 0, "a.js has 262,145 characters; a scenario may have 262,144"));
  }
}
