package io.ringmaster.protocol.signal;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the routing rules chose for a call or a session.
///
/// @param rule the rule's name; null when scenarios were named without a rule
/// @param control who drives the session
/// @param scenarios the names of the scenarios, in the order in which they load; empty with `control` HTTP
/// @param webhook the URL that the session's events are posted to; null for nowhere, and then no byte of a journal
public record Route(
    @Nullable String rule,
    Control control,
    List<String> scenarios,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String webhook) {

  public enum Control {
    SCENARIO,
    HTTP
  }

  public Route {
    scenarios = List.copyOf(scenarios);
  }

  /// Without a webhook.
  public Route(@Nullable String rule, Control control, List<String> scenarios) {
    this(rule, control, scenarios, null);
  }
}
