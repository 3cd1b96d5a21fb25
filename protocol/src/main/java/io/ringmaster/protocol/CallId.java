package io.ringmaster.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// Names a call: `<session>-<number>`. It is also our tag in the call's SIP dialog (RFC 3261 section 19.3), so any node
/// that receives an in-dialog request knows the entity to tell without looking anything up.
public record CallId(@JsonValue String value) implements Comparable<CallId> {

  private static final int MOST_DIGITS = 6;

  /// @throws IllegalArgumentException when the text is not a session id, a dash and a number from 1 to 999999
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public CallId {
    if (!isValid(value))
      throw new IllegalArgumentException("'%s' is not a call id".formatted(value));
  }

  public static boolean isValid(String text) {
    int dash = text.indexOf('-');
    return dash > 0
        && SessionId.isValid(text, 0, dash)
        && Decimals.isPositive(text, dash + 1, text.length(), MOST_DIGITS);
  }

  public SessionId session() {
    return new SessionId(value.substring(0, value.indexOf('-')));
  }

  /// Which call of its session this is, counted from 1.
  public int number() {
    return Integer.parseInt(value.substring(value.indexOf('-') + 1));
  }

  @Override
  public int compareTo(CallId other) {
    int dash = value.indexOf('-');
    int otherDash = other.value.indexOf('-');
    int bySession = Decimals.compare(value, 0, dash, other.value, 0, otherDash);
    if (bySession != 0) return bySession;
    return Decimals.compare(
        value, dash + 1, value.length(), other.value, otherDash + 1, other.value.length());
  }

  @Override
  public String toString() {
    return value;
  }
}
