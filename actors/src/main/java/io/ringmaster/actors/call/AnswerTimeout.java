package io.ringmaster.actors.call;

import io.ringmaster.protocol.Headers;
import io.ringmaster.protocol.command.OutgoingCall;
import java.time.Duration;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/// How long an outgoing call may stay unanswered. A scenario says so for one call by a header field among those of its INVITE,
/// `VI-CallTimeout`: 10 to 400 s, and what lies outside is brought inside. It is ours alone and never sent.
final class AnswerTimeout {

  private static final String FIELD = "VI-CallTimeout";
  private static final int SHORTEST = 10;
  private static final int LONGEST = 400;

  private AnswerTimeout() {}

  /// - `usual`: for a call that says nothing, or no number.
  static Duration of(OutgoingCall placed, Duration usual) {
    return orNone(placed.headers())
        .first(FIELD)
        .map(String::strip)
        .filter(text -> text.matches("[+-]?\\d{1,9}(\\.\\d*)?"))
        .map(text -> Math.clamp((long) Double.parseDouble(text), SHORTEST, LONGEST))
        .map(Duration::ofSeconds)
        .orElse(usual);
  }

  /// The fields that go into the INVITE.
  static Headers sent(OutgoingCall placed) {
    var fields = new LinkedHashMap<>(orNone(placed.headers()).fields());
    fields.keySet().removeIf(FIELD::equalsIgnoreCase);
    return new Headers(fields);
  }

  private static Headers orNone(@Nullable Headers headers) {
    return headers == null ? Headers.NONE : headers;
  }
}
