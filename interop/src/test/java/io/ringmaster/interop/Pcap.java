package io.ringmaster.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// RTP that somebody captured once: classic pcap files (little-endian) of Ethernet, IPv4 and UDP, such as those of sipp.
final class Pcap {

  private static final int FILE_HEADER = 24;
  private static final int RECORD_HEADER = 16;
  private static final int ETHERNET_IPV4_UDP = 14 + 20 + 8;

  private Pcap() {}

  static List<RtpEndpoint.Packet> rtp(Path file) {
    try {
      var in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
      if (in.getInt(0) != 0xA1B2C3D4) throw new AssertionError(file + " is not a pcap file");
      var packets = new ArrayList<RtpEndpoint.Packet>();
      int at = FILE_HEADER;
      while (at < in.limit()) {
        int length = in.getInt(at + 8);
        // The Ethernet frame may be padded; the length of the UDP datagram is the true one.
        int udp = in.duplicate().order(ByteOrder.BIG_ENDIAN).getShort(at + RECORD_HEADER + 38);
        byte[] rtp = new byte[udp - 8];
        in.get(at + RECORD_HEADER + ETHERNET_IPV4_UDP, rtp);
        packets.add(RtpEndpoint.Packet.read(0, rtp, rtp.length));
        at += RECORD_HEADER + length;
      }
      return packets;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
