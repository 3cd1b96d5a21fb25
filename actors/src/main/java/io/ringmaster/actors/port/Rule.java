package io.ringmaster.actors.port;

import io.ringmaster.protocol.signal.Route.Control;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A routing rule.
///
/// @param pattern a regular expression that must match the whole dialled number or user; `.*` matches all
/// @param priority the lowest number is tried first; equal ones by name
/// @param webhook where the events of sessions that start by it are posted; null for nowhere
public record Rule(
    String name,
    String pattern,
    List<String> scenarios,
    int priority,
    Control control,
    @Nullable String webhook) {

  /// @throws java.util.regex.PatternSyntaxException when the pattern is no regular expression
  /// @throws IllegalArgumentException when a scenario rule names no scenario
  public Rule {
    scenarios = List.copyOf(scenarios);
    Pattern.compile(pattern);
    if (control == Control.SCENARIO && scenarios.isEmpty()) {
      throw new IllegalArgumentException(
          "rule '%s' needs at least one scenario, or control \"http\"".formatted(name));
    }
  }
}
