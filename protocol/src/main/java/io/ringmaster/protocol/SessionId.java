package io.ringmaster.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.random.RandomGenerator;

/// Names a session: a decimal number below 2^53, so that it is exactly a JavaScript number as well
/// (`Application.Started` hands it to scenarios as one, see the spec of AppEvents).
public record SessionId(@JsonValue String value) implements Comparable<SessionId> {

  private static final long LIMIT = 1L << 53;

  /// How many bits of an id are drawn at random below its tag.
  private static final int RANDOM_BITS = 43;

  /// Tags are 1 to this.
  public static final int LAST_TAG = (1 << (53 - RANDOM_BITS)) - 1;

  /// @throws IllegalArgumentException when the text is not a decimal number from 1 to 2^53 - 1
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public SessionId {
    if (!isValid(value))
      throw new IllegalArgumentException("'%s' is not a session id".formatted(value));
  }

  /// A fresh id. The entity behind a drawn id refuses to begin twice, so a collision is seen and not merged.
  ///
  /// @param tag 1 to [#LAST_TAG]: the highest bits, by which a node recognises ids of its own drawing
  /// @throws IllegalArgumentException when the tag is none
  public static SessionId draw(int tag, RandomGenerator random) {
    if (tag < 1 || tag > LAST_TAG)
      throw new IllegalArgumentException("%d is not a tag from 1 to %d".formatted(tag, LAST_TAG));
    return new SessionId(
        Long.toString(((long) tag << RANDOM_BITS) | random.nextLong(1L << RANDOM_BITS)));
  }

  /// A group of ids: its tag and two bits more, from 0 to 4095. Ids of one group live in one shard.
  public int group() {
    return (int) (asNumber() >>> (RANDOM_BITS - 2));
  }

  public static boolean isValid(String text) {
    if (text.isEmpty() || text.length() > 16 || text.charAt(0) == '0') return false;
    return text.chars().allMatch(c -> c >= '0' && c <= '9') && Long.parseLong(text) < LIMIT;
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
    return Long.compare(asNumber(), other.asNumber());
  }

  @Override
  public String toString() {
    return value;
  }
}
