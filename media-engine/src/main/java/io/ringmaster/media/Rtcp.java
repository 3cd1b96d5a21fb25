package io.ringmaster.media;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Sender and receiver reports of one leg (RFC 3550 sections 6.4 and 6.5): every 5 s, with one report block at most.
final class Rtcp {

  /// ns.
  static final long INTERVAL = 5_000_000_000L;

  private static final int SENDER_REPORT = 200;
  private static final int RECEIVER_REPORT = 201;
  private static final int SOURCE_DESCRIPTION = 202;
  private static final int LAST_TYPE = 207;

  private final byte[] name;
  private int lastReport;
  private long lastReportAt;

  Rtcp(String canonicalName) {
    name = canonicalName.getBytes(StandardCharsets.US_ASCII);
  }

  static boolean isRtcp(ByteBuffer buffer, int length) {
    if (length < 8 || length >= RtpPacket.CAPACITY) return false;
    int type = buffer.get(1) & 0xFF;
    return (buffer.get(0) & 0xC0) == 0x80 && type >= SENDER_REPORT && type <= LAST_TYPE;
  }

  /// Takes note of what came, for the round-trip fields of our next report.
  void heard(ByteBuffer buffer, int length, long now) {
    if ((buffer.get(1) & 0xFF) != SENDER_REPORT || length < 28) return;
    lastReport = (buffer.getShort(10) & 0xFFFF) << 16 | (buffer.getShort(12) & 0xFFFF);
    lastReportAt = now;
  }

  /// Writes a compound packet into the buffer and flips it.
  ///
  /// @param wallNanos ns since 1970
  void write(
      ByteBuffer buffer,
      OutboundStream out,
      InboundStream in,
      LegCounters counters,
      long now,
      long wallNanos) {
    buffer.clear();
    boolean sender = out.started();
    boolean block = in.started();
    int words = 1 + (sender ? 5 : 0) + (block ? 6 : 0);
    head(buffer, block ? 1 : 0, sender ? SENDER_REPORT : RECEIVER_REPORT, words);
    buffer.putInt(out.ssrc);
    if (sender) {
      long seconds = Math.floorDiv(wallNanos, 1_000_000_000L);
      long fraction = (Math.floorMod(wallNanos, 1_000_000_000L) << 32) / 1_000_000_000L;
      buffer.putInt((int) (seconds + 2_208_988_800L)); // NTP counts from 1900
      buffer.putInt((int) fraction);
      buffer.putInt(out.timestampAt(now));
      buffer.putInt((int) counters.get(LegCounters.Count.PACKETS_OUT));
      buffer.putInt((int) counters.get(LegCounters.Count.OCTETS_OUT));
    }
    if (block) {
      buffer.putInt(in.ssrc());
      int lost = (int) Math.min(in.lost(), 0x7FFFFF);
      buffer.putInt(in.takeFractionLost() << 24 | lost);
      buffer.putInt(in.extendedHighest());
      buffer.putInt(in.jitter());
      buffer.putInt(lastReport);
      buffer.putInt(lastReport == 0 ? 0 : (int) ((now - lastReportAt) * 65536 / 1_000_000_000L));
    }
    describe(buffer, out.ssrc);
    buffer.flip();
  }

  private void describe(ByteBuffer buffer, int ssrc) {
    int octets = 4 + 2 + name.length + 1; // SSRC, item head, text, end of list
    int words = (octets + 3) / 4;
    head(buffer, 1, SOURCE_DESCRIPTION, words);
    int start = buffer.position();
    buffer.putInt(ssrc);
    buffer.put((byte) 1).put((byte) name.length).put(name); // CNAME
    while (buffer.position() < start + 4 * words) buffer.put((byte) 0);
  }

  private static void head(ByteBuffer buffer, int count, int type, int words) {
    buffer.put((byte) (0x80 | count)).put((byte) type).putShort((short) words);
  }
}
