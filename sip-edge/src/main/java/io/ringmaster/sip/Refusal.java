package io.ringmaster.sip;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How the edge answers a request without asking a call.
///
/// @param reason null for the usual phrase
/// @param fields header fields by name
record Refusal(int status, @Nullable String reason, Map<String, String> fields) {

  Refusal {
    fields = Map.copyOf(fields);
  }
}
