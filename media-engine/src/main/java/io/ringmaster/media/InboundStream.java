package io.ringmaster.media;

/// What a leg receives: one SSRC at a time, its sequence numbers, losses and jitter (RFC 3550 appendices A.1, A.3 and A.8).
final class InboundStream {

  private static final int MAX_DROPOUT = 3000;
  private static final int MAX_MISORDER = 100;

  private boolean started;
  private int ssrc;
  private int baseSequence;
  private int highest;
  private int cycles;
  private long received;
  private int afterJump = -1;

  private boolean candidate;
  private int candidateSsrc;
  private int candidateSequence;

  private int generation;
  private int transit;
  private int jitterTimes16;

  private long expectedAtReport;
  private long receivedAtReport;

  /// Takes note of a packet of the right address and payload type.
  ///
  /// @param audio whether its timestamp is the moment it was made; that of a telephone-event is not
  /// @param now ns
  /// @return false when the packet belongs to another source or a wild sequence number; a new SSRC, or a jump, is believed once
  ///     two packets in a row tell of it
  boolean accept(RtpPacket packet, boolean audio, long now) {
    if (!started) {
      begin(packet);
    } else if (packet.ssrc != ssrc) {
      boolean inARow =
          candidate
              && candidateSsrc == packet.ssrc
              && packet.sequence == ((candidateSequence + 1) & 0xFFFF);
      candidate = true;
      candidateSsrc = packet.ssrc;
      candidateSequence = packet.sequence;
      if (!inARow) return false;
      begin(packet);
    } else if (!follows(packet)) {
      return false;
    }
    received++;
    if (audio) measure(packet.timestamp, now);
    return true;
  }

  private boolean follows(RtpPacket packet) {
    int ahead = (packet.sequence - highest) & 0xFFFF;
    if (ahead < MAX_DROPOUT) {
      if (packet.sequence < highest) cycles++;
      highest = packet.sequence;
    } else if (ahead <= 65536 - MAX_MISORDER) {
      boolean inARow = packet.sequence == afterJump;
      afterJump = (packet.sequence + 1) & 0xFFFF;
      if (!inARow) return false;
      begin(packet);
    }
    afterJump = -1;
    return true;
  }

  private void begin(RtpPacket packet) {
    started = true;
    generation++;
    ssrc = packet.ssrc;
    baseSequence = packet.sequence;
    highest = packet.sequence;
    cycles = 0;
    received = 0;
    afterJump = -1;
    candidate = false;
    transit = 0;
    expectedAtReport = 0;
    receivedAtReport = 0;
  }

  private void measure(int timestamp, long now) {
    int arrival = (int) (now / 125_000); // 8000 Hz
    int newTransit = arrival - timestamp;
    if (transit != 0) {
      int difference = Math.abs(newTransit - transit);
      // A jump of more than a second is a new time base, not jitter.
      if (difference >= 0 && difference < Codec.RATE) {
        jitterTimes16 += difference - ((jitterTimes16 + 8) >> 4);
      }
    }
    transit = newTransit;
  }

  boolean started() {
    return started;
  }

  /// Goes up whenever a new stream begins; timestamps and sequence numbers compare only within one.
  int generation() {
    return generation;
  }

  int ssrc() {
    return ssrc;
  }

  /// The highest sequence number, extended by its turns (RFC 3550 section 6.4.1).
  int extendedHighest() {
    return (cycles << 16) + highest;
  }

  /// Samples.
  int jitter() {
    return jitterTimes16 >> 4;
  }

  /// Packets of the current stream that never came; 0 when duplicates make up for them.
  long lost() {
    return started ? Math.max(0, expected() - received) : 0;
  }

  private long expected() {
    return (long) extendedHighest() - baseSequence + 1;
  }

  /// The share lost since the last asking, in 1/256 (RFC 3550 appendix A.3).
  int takeFractionLost() {
    long expectedNow = expected() - expectedAtReport;
    long lostNow = expectedNow - (received - receivedAtReport);
    expectedAtReport = expected();
    receivedAtReport = received;
    return expectedNow <= 0 || lostNow <= 0 ? 0 : (int) Math.min(255, (lostNow << 8) / expectedNow);
  }
}
