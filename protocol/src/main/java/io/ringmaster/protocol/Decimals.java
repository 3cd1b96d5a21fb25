package io.ringmaster.protocol;

/// Positive decimal numbers within a text, looked at where they stand: ids are made and compared many times for every message.
final class Decimals {

  private Decimals() {}

  /// Whether there are 1 to `most` digits from `from` to before `to`, and the first is not 0.
  static boolean isPositive(String text, int from, int to, int most) {
    if (to <= from || to - from > most || text.charAt(from) == '0') return false;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') return false;
    }
    return true;
  }

  /// By their values.
  static int compare(String one, String other) {
    return compare(one, 0, one.length(), other, 0, other.length());
  }

  /// Without zeros in front the longer number is the larger.
  static int compare(String one, int from, int to, String other, int otherFrom, int otherTo) {
    int byLength = Integer.compare(to - from, otherTo - otherFrom);
    for (int i = 0; byLength == 0 && i < to - from; i++) {
      int byDigit = Character.compare(one.charAt(from + i), other.charAt(otherFrom + i));
      if (byDigit != 0) return byDigit;
    }
    return byLength;
  }
}
