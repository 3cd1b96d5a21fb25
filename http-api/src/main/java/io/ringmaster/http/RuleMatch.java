package io.ringmaster.http;

import io.ringmaster.actors.port.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which rule a number hits, and why those tried before it were passed over.
///
/// @param rule the first whose pattern matches the whole number; null when none does
/// @param passedOver the rules before it, with a sentence each
record RuleMatch(String destination, @Nullable Rule rule, List<PassedOver> passedOver) {

  record PassedOver(String rule, String pattern, int priority, String why) {}

  record Shown(
      String destination,
      boolean matched,
      RuleRoutes.@Nullable Shown rule,
      String why,
      List<PassedOver> passedOver) {}

  /// @param rules in the order in which they are tried
  static RuleMatch of(String destination, List<Rule> rules) {
    var passedOver = new ArrayList<PassedOver>();
    for (var rule : rules) {
      var matcher = Pattern.compile(rule.pattern()).matcher(destination);
      if (matcher.matches()) return new RuleMatch(destination, rule, passedOver);
      String why =
          matcher.reset().find()
              ? "'%s' matches only the part '%s' of '%s', and a pattern must match the whole"
                  .formatted(rule.pattern(), matcher.group(), destination)
              : "'%s' does not match '%s'".formatted(rule.pattern(), destination);
      passedOver.add(new PassedOver(rule.name(), rule.pattern(), rule.priority(), why));
    }
    return new RuleMatch(destination, null, passedOver);
  }

  Shown shown(List<String> warnings) {
    if (rule == null) {
      var why =
          passedOver.isEmpty()
              ? "There are no rules. PUT /v1/rules/NAME makes one."
              : "None of the %d rules matches. A last rule with the pattern '.*' would take what is left."
                  .formatted(passedOver.size());
      return new Shown(destination, false, null, why, passedOver);
    }
    var why =
        "'%s' matches the whole of '%s', and %s"
            .formatted(
                rule.pattern(),
                destination,
                passedOver.isEmpty()
                    ? "no rule is tried before it."
                    : "none of the rules tried before it does (%d).".formatted(passedOver.size()));
    return new Shown(destination, true, RuleRoutes.Shown.of(rule, warnings), why, passedOver);
  }
}
