package io.ringmaster.media;

import io.ringmaster.actors.port.LegMedia;
import io.ringmaster.actors.port.RtpAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A far end with real sockets and packets, which knows nothing of the engine's code.
final class RtpPeer implements AutoCloseable {

  static final int EVENT_TYPE = 101;

  /// What arrived.
  @SuppressWarnings("ArrayRecordComponent") // packets are not compared as a whole
  record Packet(
      boolean marker, int payloadType, int sequence, int timestamp, int ssrc, byte[] payload) {}

  final DatagramSocket rtp;
  final DatagramSocket rtcp;
  int sequence = 1000;
  int timestamp = 50_000;
  int ssrc = 0x1234_5678;
  private @Nullable InetSocketAddress engine;

  RtpPeer() {
    this("127.0.0.2");
  }

  RtpPeer(String host) {
    DatagramSocket even = null;
    DatagramSocket odd = null;
    while (odd == null) {
      try {
        InetAddress address = InetAddress.ofLiteral(host);
        even = new DatagramSocket(new InetSocketAddress(address, 0));
        even.setReceiveBufferSize(1 << 20);
        odd = new DatagramSocket(new InetSocketAddress(address, even.getLocalPort() + 1));
      } catch (IOException e) {
        if (even != null) even.close();
      }
    }
    this.rtp = Objects.requireNonNull(even);
    this.rtcp = odd;
  }

  String host() {
    return rtp.getLocalAddress().getHostAddress();
  }

  int port() {
    return rtp.getLocalPort();
  }

  /// The outcome of offer and answer with this peer.
  LegMedia media(String codec) {
    return media(codec, true, true);
  }

  LegMedia media(String codec, boolean sending, boolean receiving) {
    int type = codec.equals("PCMU") ? 0 : 8;
    return new LegMedia(host(), port(), codec, type, EVENT_TYPE, 20, sending, receiving);
  }

  void talkTo(RtpAddress address) {
    engine = new InetSocketAddress(InetAddress.ofLiteral(address.host()), address.port());
  }

  /// Sends one packet of audio, numbered and stamped after the last.
  void send(int payloadType, byte[] payload) {
    sendRaw(packet(false, payloadType, sequence++, timestamp, ssrc, payload));
    timestamp += payload.length;
  }

  /// Sends one packet of a digit without moving the time line of the audio.
  void sendEvent(int event, boolean end, int duration, int atTimestamp) {
    ByteBuffer payload = ByteBuffer.allocate(4);
    payload.put((byte) event).put((byte) (end ? 0x8A : 0x0A)).putShort((short) duration);
    sendRaw(packet(false, EVENT_TYPE, sequence++, atTimestamp, ssrc, payload.array()));
  }

  void sendRaw(byte[] datagram) {
    send(rtp, datagram, to());
  }

  void sendRtcp(byte[] datagram) {
    send(rtcp, datagram, new InetSocketAddress(to().getAddress(), to().getPort() + 1));
  }

  private InetSocketAddress to() {
    InetSocketAddress known = engine;
    if (known == null) throw new IllegalStateException("talkTo first");
    return known;
  }

  private static void send(DatagramSocket socket, byte[] datagram, InetSocketAddress to) {
    try {
      socket.send(new DatagramPacket(datagram, datagram.length, to));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] packet(
      boolean marker, int payloadType, int sequence, int timestamp, int ssrc, byte[] payload) {
    ByteBuffer octets = ByteBuffer.allocate(12 + payload.length);
    octets.put((byte) 0x80).put((byte) (marker ? 0x80 | payloadType : payloadType));
    octets.putShort((short) sequence).putInt(timestamp).putInt(ssrc).put(payload);
    return octets.array();
  }

  /// The next packet within two seconds.
  Packet receive() {
    Packet packet = receive(2000);
    if (packet == null) throw new AssertionError("no RTP arrived within 2 s");
    return packet;
  }

  /// The next packet within so many ms, or null.
  @Nullable Packet receive(int millis) {
    byte[] octets = receiveRaw(rtp, millis);
    return octets == null ? null : parse(octets);
  }

  byte @Nullable [] receiveRtcp(int millis) {
    return receiveRaw(rtcp, millis);
  }

  private static byte @Nullable [] receiveRaw(DatagramSocket socket, int millis) {
    DatagramPacket into = new DatagramPacket(new byte[2048], 2048);
    try {
      socket.setSoTimeout(millis);
      socket.receive(into);
      return Arrays.copyOf(into.getData(), into.getLength());
    } catch (SocketTimeoutException e) {
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<Packet> receive(int count, int eachMillis) {
    List<Packet> packets = new ArrayList<>();
    for (Packet p = receive(eachMillis); p != null; p = receive(eachMillis)) {
      packets.add(p);
      if (packets.size() == count) break;
    }
    return packets;
  }

  private static Packet parse(byte[] octets) {
    ByteBuffer in = ByteBuffer.wrap(octets);
    if (in.get() != (byte) 0x80) throw new AssertionError("not a plain RTP header");
    int second = in.get() & 0xFF;
    int sequence = in.getShort() & 0xFFFF;
    int timestamp = in.getInt();
    int ssrc = in.getInt();
    byte[] payload = new byte[in.remaining()];
    in.get(payload);
    return new Packet((second & 0x80) != 0, second & 0x7F, sequence, timestamp, ssrc, payload);
  }

  @Override
  public void close() {
    rtp.close();
    rtcp.close();
  }
}
