package io.ringmaster.node.storage;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/// A routing pattern, matched in time proportional to the input. Patterns come from users and run on the thread that takes calls,
/// where the backtracking of `java.util.regex` on `(a+)+$` could hold up every call of the node.
///
/// The price: no look-around, no back references, no possessive quantifiers.
final class LinearPattern {

  /// A dialled number or SIP user longer than this matches no rule.
  static final int LONGEST_INPUT = 256;

  private static final int LONGEST_PATTERN = 1_000;

  /// Repetitions such as `{1,50}` are unrolled, and nested ones multiply: this bounds the memory of one pattern.
  private static final long MOST_REPETITIONS = 10_000;

  private static final java.util.regex.Pattern REPETITION =
      java.util.regex.Pattern.compile("\\{(\\d{1,9})(?:,(\\d{0,9}))?}");

  private final Pattern pattern;

  private LinearPattern(Pattern pattern) {
    this.pattern = pattern;
  }

  /// @throws java.util.regex.PatternSyntaxException when it is no regular expression, or not one that can be matched in linear time
  static LinearPattern of(String text) {
    if (text.length() > LONGEST_PATTERN) {
      throw refused("a routing pattern has at most %d characters".formatted(LONGEST_PATTERN), text);
    }
    if (repetitions(text) > MOST_REPETITIONS) {
      throw refused(
          "the repetitions in it multiply to more than %d; use smaller counts"
              .formatted(MOST_REPETITIONS),
          text);
    }
    try {
      return new LinearPattern(Pattern.compile(text));
    } catch (PatternSyntaxException e) {
      throw refused(
          "routing patterns know no look-around, back references or possessive quantifiers, so that no number can hold up calls; say it with character classes and alternatives (%s)"
              .formatted(e.getDescription()),
          text);
    }
  }

  /// Whether the whole of `destination` matches.
  boolean matches(String destination) {
    return destination.length() <= LONGEST_INPUT && pattern.matches(destination);
  }

  private static long repetitions(String text) {
    long product = 1;
    var repetition = REPETITION.matcher(text);
    while (repetition.find() && product <= MOST_REPETITIONS) {
      String most = repetition.group(2);
      product *=
          Math.max(1, Long.parseLong(most == null || most.isEmpty() ? repetition.group(1) : most));
    }
    return product;
  }

  private static java.util.regex.PatternSyntaxException refused(String why, String text) {
    return new java.util.regex.PatternSyntaxException(why, text, -1);
  }
}
