package io.ringmaster.media;

/// Finds the digits in the telephone-events of one stream (RFC 4733): each once, at its first packet that arrives, whichever that is.
///
/// All packets of one event bear the timestamp of its beginning, so a timestamp that was not seen lately is a new digit. Lost first
/// or last packets therefore lose no digit, repeated or reordered ones double none.
final class TelephoneEvents {

  static final int NONE = -1;

  private static final String DIGITS = "0123456789*#ABCD";
  private static final int LONGEST = 0xFFFF;

  // Digits are at least 40 ms apart, so sixteen of them span more than any network reorders.
  private final int[] seen = new int[16];
  private int count;
  private int lastTimestamp;
  private int lastEvent = NONE;

  /// Hears one packet.
  ///
  /// @param event the event code of the packet
  /// @return the event if a new digit begins with this packet, otherwise [#NONE]
  int hear(int timestamp, int event) {
    if (event >= DIGITS.length()) return NONE; // flash, fax tones and other signals
    for (int i = Math.min(count, seen.length) - 1; i >= 0; i--) {
      if (seen[i] == timestamp) return NONE;
    }
    seen[count % seen.length] = timestamp;
    count++;
    // An event too long for its 16 bits of duration goes on in another segment (RFC 4733 section
    // 2.5.1.3).
    boolean segment = event == lastEvent && timestamp - lastTimestamp == LONGEST;
    lastTimestamp = timestamp;
    lastEvent = event;
    return segment ? NONE : event;
  }

  /// A new stream began; its timestamps have nothing to do with those before.
  void forget() {
    count = 0;
    lastEvent = NONE;
  }

  static char digit(int event) {
    return DIGITS.charAt(event);
  }

  /// The event code of a digit, or [#NONE].
  static int event(char digit) {
    return DIGITS.indexOf(Character.toUpperCase(digit));
  }
}
