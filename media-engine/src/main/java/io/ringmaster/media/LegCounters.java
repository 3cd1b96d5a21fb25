package io.ringmaster.media;

import java.util.concurrent.atomic.AtomicLongArray;

/// Counts of one leg, written by its event loop alone and read by anyone. Single writer: no locked instruction per packet.
@SuppressWarnings("EnumOrdinal") // the counts are cells of an array, and are not stored
final class LegCounters {

  enum Count {
    PACKETS_IN,
    PACKETS_OUT,
    OCTETS_IN,
    OCTETS_OUT,
    REPORTS_IN,
    /// Not RTP, or RTP that makes no sense.
    MALFORMED,
    /// From an address that is not the far end's.
    STRANGERS,
    /// Well-formed, but of a payload type that was not agreed, or of a leg that is not open.
    UNEXPECTED,
    /// Of another SSRC, or a wild sequence number.
    IMPLAUSIBLE,
    /// The network would not take it.
    UNSENT,
    LOST,
    /// In samples.
    JITTER
  }

  private static final int SIZE = Count.values().length;

  private final AtomicLongArray cells = new AtomicLongArray(SIZE);

  void add(Count count, long amount) {
    int cell = count.ordinal();
    cells.setOpaque(cell, cells.getPlain(cell) + amount);
  }

  void increment(Count count) {
    add(count, 1);
  }

  void set(Count count, long value) {
    cells.setOpaque(count.ordinal(), value);
  }

  long get(Count count) {
    return cells.getOpaque(count.ordinal());
  }

  /// Adds the counts of a leg that is gone. Jitter is a state and does not add up.
  void absorb(LegCounters other) {
    for (Count count : Count.values()) {
      if (count != Count.JITTER) add(count, other.get(count));
    }
  }

  LegStatistics snapshot() {
    return new LegStatistics(
        get(Count.PACKETS_IN),
        get(Count.PACKETS_OUT),
        get(Count.OCTETS_IN),
        get(Count.OCTETS_OUT),
        get(Count.REPORTS_IN),
        get(Count.MALFORMED),
        get(Count.STRANGERS),
        get(Count.UNEXPECTED),
        get(Count.IMPLAUSIBLE),
        get(Count.UNSENT),
        get(Count.LOST),
        get(Count.JITTER) / (double) Codec.PER_MILLI);
  }
}
