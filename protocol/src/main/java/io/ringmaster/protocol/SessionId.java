package io.ringmaster.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// Names a session: a decimal number below 2^53, so that it is exactly a JavaScript number as well
/// (`Application.Started` hands it to scenarios as one, see the spec of AppEvents).
public record SessionId(@JsonValue String value) implements Comparable<SessionId> {

  private static final long LIMIT = 1L << 53;
  private static final int MOST_DIGITS = 16;

  /// How many bits of an id are below its group.
  private static final int NUMBER_BITS = 41;

  private static final int GROUPS_OF_A_TAG = 4;

  /// Tags are 1 to this.
  public static final int LAST_TAG = (1 << 10) - 1;

  /// @throws IllegalArgumentException when the text is not a decimal number from 1 to 2^53 - 1
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public SessionId {
    if (!isValid(value))
      throw new IllegalArgumentException("'%s' is not a session id".formatted(value));
  }

  /// The id with that number under that tag.
  ///
  /// @param tag 1 to [#LAST_TAG]: the highest bits, by which a node recognises ids of its own drawing
  /// @param number of which the lower 41 bits count; it also chooses, by its lowest two, one of the four groups of the tag. Ids that are
  ///     numbered in the order of their time are neighbours in a journal's index, which makes writing them cheap
  /// @throws IllegalArgumentException when the tag is none
  public static SessionId of(int tag, long number) {
    if (tag < 1 || tag > LAST_TAG)
      throw new IllegalArgumentException("%d is not a tag from 1 to %d".formatted(tag, LAST_TAG));
    long group = (long) tag * GROUPS_OF_A_TAG + (number & (GROUPS_OF_A_TAG - 1));
    return new SessionId(
        Long.toString((group << NUMBER_BITS) | (number & ((1L << NUMBER_BITS) - 1))));
  }

  /// A group of ids: its tag and two bits more, from 4 to 4095. Ids of one group live in one shard.
  public int group() {
    return (int) (asNumber() >>> NUMBER_BITS);
  }

  public static boolean isValid(String text) {
    return isValid(text, 0, text.length());
  }

  /// Whether the text from `from` to before `to` is one.
  static boolean isValid(String text, int from, int to) {
    return Decimals.isPositive(text, from, to, MOST_DIGITS)
        && Long.parseLong(text, from, to, 10) < LIMIT;
  }

  public long asNumber() {
    return Long.parseLong(value);
  }

  /// The id of this session's call number `number`, counted from 1.
  public CallId call(int number) {
    return new CallId(value + "-" + number);
  }

  @Override
  public int compareTo(SessionId other) {
    return Decimals.compare(value, other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
