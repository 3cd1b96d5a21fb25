package io.ringmaster.protocol.signal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the routing rules chose for a call or a session.
///
/// @param rule the rule's name; null when scenarios were named without a rule
/// @param control who drives the session
/// @param scenarios the names of the scenarios, in the order in which they load; empty with `control` HTTP
public record Route(@Nullable String rule, Control control, List<String> scenarios) {

  public enum Control {
    SCENARIO,
    HTTP
  }

  public Route {
    scenarios = List.copyOf(scenarios);
  }
}
