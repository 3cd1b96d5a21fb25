package io.ringmaster.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// Names a call: `<session>-<number>`. It is also our tag in the call's SIP dialog (RFC 3261 section 19.3), so any node
/// that receives an in-dialog request knows the entity to tell without looking anything up.
public record CallId(@JsonValue String value) implements Comparable<CallId> {

  /// @throws IllegalArgumentException when the text is not a session id, a dash and a number from 1 to 999999
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public CallId {
    if (!isValid(value))
      throw new IllegalArgumentException("'%s' is not a call id".formatted(value));
  }

  public static boolean isValid(String text) {
    int dash = text.indexOf('-');
    return dash > 0
        && SessionId.isValid(text.substring(0, dash))
        && text.substring(dash + 1).matches("[1-9][0-9]{0,5}");
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
    int bySession = session().compareTo(other.session());
    return bySession != 0 ? bySession : Integer.compare(number(), other.number());
  }

  @Override
  public String toString() {
    return value;
  }
}
