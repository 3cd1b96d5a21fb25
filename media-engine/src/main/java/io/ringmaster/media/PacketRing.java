package io.ringmaster.media;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/// Packets on their way from one event loop to one writer: a ring of octets of fixed size. When the writer is so far behind that it is
/// full (about 3 s of both directions) packets are dropped, and become silence.
final class PacketRing {

  private static final int SIZE = 1 << 16;
  private static final int HEAD = 12;

  private final ByteBuffer octets = ByteBuffer.allocate(SIZE + HEAD + RtpPacket.CAPACITY);
  private final AtomicLong written = new AtomicLong();
  private final AtomicLong taken = new AtomicLong();

  /// Takes one packet. For one thread.
  ///
  /// @return false when the ring is full
  boolean offer(
      long position, boolean heard, Codec codec, ByteBuffer source, int start, int length) {
    long at = written.getPlain();
    int entry = HEAD + length;
    // An entry lies in one piece and may reach past the size of the ring, into the reserve behind
    // it; the next one then starts at 0.
    int index = (int) (at % SIZE);
    long next = index + entry >= SIZE ? at - index + SIZE : at + entry;
    if (Math.max(next, at + entry) - taken.getAcquire() > SIZE) return false;
    octets.putLong(index, position);
    octets.putInt(index + 8, length << 2 | (heard ? 2 : 0) | (codec == Codec.PCMA ? 1 : 0));
    octets.put(index + HEAD, source, start, length);
    written.setRelease(next);
    return true;
  }

  interface Taker {

    /// Takes one packet.
    ///
    /// @param codes the octets `start` to `start + length` of it
    void take(long position, boolean heard, Codec codec, ByteBuffer codes, int start, int length);
  }

  /// Hands over all that is there. For one other thread.
  void drain(Taker taker) {
    long at = taken.getPlain();
    long limit = written.getAcquire();
    while (at < limit) {
      int index = (int) (at % SIZE);
      int meta = octets.getInt(index + 8);
      int length = meta >>> 2;
      Codec codec = (meta & 1) == 0 ? Codec.PCMU : Codec.PCMA;
      taker.take(octets.getLong(index), (meta & 2) != 0, codec, octets, index + HEAD, length);
      int entry = HEAD + length;
      at = index + entry >= SIZE ? at - index + SIZE : at + entry;
      taken.setRelease(at);
    }
  }
}
