package io.ringmaster.media;

import java.nio.ByteBuffer;

/// One RTP packet (RFC 3550 section 5.1), read in place. The event loop has a single one and reads every packet with it, so
/// nothing of it may be kept past the packet.
final class RtpPacket {

  /// Octets of a header without CSRCs and extension: all that we send.
  static final int HEADER = 12;

  /// More than any network carries unfragmented. A datagram that fills it was cut short, and is not taken.
  static final int CAPACITY = 2048;

  /// The datagram, from index 0.
  final ByteBuffer buffer = ByteBuffer.allocateDirect(CAPACITY);

  boolean marker;
  int payloadType;
  int sequence;
  int timestamp;
  int ssrc;
  int payloadStart;
  int payloadLength;

  /// Reads the header.
  ///
  /// @param length octets of the datagram
  /// @return false when this is not well-formed RTP version 2; the fields then mean nothing
  boolean parse(int length) {
    if (length < HEADER || length >= CAPACITY) return false;
    int first = buffer.get(0) & 0xFF;
    if (first >> 6 != 2) return false;
    int start = HEADER + 4 * (first & 0x0F);
    if ((first & 0x10) != 0) {
      if (start + 4 > length) return false;
      start += 4 + 4 * (buffer.getShort(start + 2) & 0xFFFF);
    }
    int padding = 0;
    if ((first & 0x20) != 0) {
      padding = buffer.get(length - 1) & 0xFF;
      if (padding == 0) return false;
    }
    if (start + padding > length) return false;
    int second = buffer.get(1) & 0xFF;
    marker = (second & 0x80) != 0;
    payloadType = second & 0x7F;
    sequence = buffer.getShort(2) & 0xFFFF;
    timestamp = buffer.getInt(4);
    ssrc = buffer.getInt(8);
    payloadStart = start;
    payloadLength = length - start - padding;
    return true;
  }

  /// Whether the datagram is RTCP that shares the port (RFC 5761 section 4).
  boolean isRtcp(int length) {
    return Rtcp.isRtcp(buffer, length);
  }

  static void writeHeader(
      ByteBuffer buffer,
      int at,
      boolean marker,
      int payloadType,
      int sequence,
      int timestamp,
      int ssrc) {
    buffer.put(at, (byte) 0x80);
    buffer.put(at + 1, (byte) (marker ? payloadType | 0x80 : payloadType));
    buffer.putShort(at + 2, (short) sequence);
    buffer.putInt(at + 4, timestamp);
    buffer.putInt(at + 8, ssrc);
  }
}
