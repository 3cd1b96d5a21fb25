package io.ringmaster.interop;

import static org.junit.platform.commons.support.AnnotationSupport.findAnnotation;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Looks for the programs of [RequiresPeer].
final class Peers implements ExecutionCondition {

  private static final Map<String, String> PACKAGES =
      Map.of("sipp", "sip-tester", "baresip", "baresip-core");

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    var required = findAnnotation(context.getElement(), RequiresPeer.class);
    var missing =
        required.map(RequiresPeer::value).map(Arrays::asList).orElse(List.of()).stream()
            .filter(program -> find(program).isEmpty())
            .toList();
    if (missing.isEmpty()) return ConditionEvaluationResult.enabled("its peers are installed");
    var advice =
        "%s is not installed; on Debian: apt install %s"
            .formatted(
                String.join(", ", missing),
                String.join(" ", missing.stream().map(p -> PACKAGES.getOrDefault(p, p)).toList()));
    if ("true".equals(System.getenv("CI"))) throw new AssertionError(advice);
    return ConditionEvaluationResult.disabled(advice);
  }

  /// Where on the PATH a program is.
  static Optional<Path> find(String program) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .map(directory -> Path.of(directory, program))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
