package io.ringmaster.media;

import java.util.ArrayDeque;

/// Sends digits as telephone-events (RFC 4733 section 2.5.1), 100 ms each with 100 ms between. While it sends, no audio is sent.
final class DigitSender {

  private static final long MILLI = 1_000_000L;
  private static final int TONE = 100 * Codec.PER_MILLI;
  private static final long GAP = 100 * MILLI;
  private static final long PAUSE = 500 * MILLI;
  private static final int LAST_PACKETS = 3;

  /// -10 dBm0 (RFC 4733 section 2.3.4: 0 to 63, negated).
  private static final int VOLUME = 10;

  private final ArrayDeque<Character> waiting = new ArrayDeque<>();
  private long due;
  private int event = TelephoneEvents.NONE;
  private int timestamp;
  private int duration;
  private int lastPackets;
  private boolean fresh = true;

  void add(String digits) {
    digits.chars().forEach(digit -> waiting.add((char) digit));
  }

  /// Whether there is something left to send.
  boolean active() {
    return event != TelephoneEvents.NONE || !waiting.isEmpty() || !fresh;
  }

  /// Whether a digit is on the wire just now, in place of audio.
  boolean sounding() {
    return event != TelephoneEvents.NONE;
  }

  void tick(LegSender sender, long now) {
    if (!sender.agreed().sending) return;
    if (fresh) {
      fresh = false;
      due = now;
    }
    if (now - due > Player.STALLED) due = now;
    while (due <= now) {
      if (event != TelephoneEvents.NONE) {
        sendPacket(sender, now);
      } else if (waiting.isEmpty()) {
        fresh = true;
        return;
      } else {
        begin(sender, waiting.remove(), now);
      }
    }
  }

  private void begin(LegSender sender, char digit, long now) {
    if (digit == 'p' || digit == 'P') {
      due += PAUSE;
      return;
    }
    event = TelephoneEvents.event(digit);
    if (event == TelephoneEvents.NONE) return;
    duration = 0;
    lastPackets = 0;
    timestamp = sender.out().timestampAt(now);
    sender.out().markNext();
  }

  private void sendPacket(LegSender sender, long now) {
    int samples = sender.agreed().samples;
    duration = Math.min(duration + samples, TONE);
    boolean end = duration == TONE;
    sender.sendEvent(timestamp, event, end, VOLUME, duration, now);
    due += samples * 125_000L;
    if (end && ++lastPackets == LAST_PACKETS) {
      event = TelephoneEvents.NONE;
      due += GAP;
    }
  }
}
