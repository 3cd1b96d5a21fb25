package io.ringmaster.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/// The RTP side of a phone whose SIP side is another program: keeps every packet it receives, and sends what it is given.
///
/// It reads the header of RFC 3550 section 5.1 by itself, so that nothing of the tested code vouches for it.
public final class RtpEndpoint implements AutoCloseable {

  /// The time of one packet.
  public static final Duration FRAME = Duration.ofMillis(20);

  /// Samples, and bytes of G.711, in one packet.
  public static final int FRAME_SAMPLES = 160;

  private static final int HEADER = 12;

  /// One packet. `at` is `System.nanoTime()` when it was read.
  @SuppressWarnings("ArrayRecordComponent") // nobody here changes a payload or compares packets
  public record Packet(
      long at,
      int payloadType,
      boolean marker,
      int sequence,
      long timestamp,
      int ssrc,
      byte[] payload) {

    static Packet read(long at, byte[] bytes, int length) {
      if (length < HEADER) throw new AssertionError("an RTP packet of %d bytes".formatted(length));
      var in = ByteBuffer.wrap(bytes, 0, length);
      int first = in.get() & 0xFF;
      if (first != 0x80) {
        throw new AssertionError(
            "version, padding, extension and sources: 0x%02x".formatted(first));
      }
      int second = in.get() & 0xFF;
      int sequence = in.getShort() & 0xFFFF;
      long timestamp = in.getInt() & 0xFFFF_FFFFL;
      int ssrc = in.getInt();
      byte[] payload = new byte[in.remaining()];
      in.get(payload);
      return new Packet(at, second & 0x7F, second >= 0x80, sequence, timestamp, ssrc, payload);
    }

    byte[] bytes() {
      return ByteBuffer.allocate(HEADER + payload.length)
          .put((byte) 0x80)
          .put((byte) (payloadType | (marker ? 0x80 : 0)))
          .putShort((short) sequence)
          .putInt((int) timestamp)
          .putInt(ssrc)
          .put(payload)
          .array();
    }
  }

  private final DatagramSocket socket;
  private final Thread reader;
  private final List<Packet> received = new CopyOnWriteArrayList<>();
  private volatile String fault = "";

  private RtpEndpoint(DatagramSocket socket) {
    this.socket = socket;
    this.reader = Thread.ofPlatform().daemon().name("rtp-endpoint").unstarted(this::read);
  }

  /// On a free even port of 127.0.0.1.
  public static RtpEndpoint open() {
    try {
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePorts.first(2));
      var socket = new DatagramSocket(address);
      socket.setSoTimeout(200);
      socket.setReceiveBufferSize(1 << 20);
      var endpoint = new RtpEndpoint(socket);
      endpoint.reader.start();
      return endpoint;
    } catch (SocketException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return socket.getLocalPort();
  }

  /// What has arrived, in the order of arrival.
  ///
  /// @throws AssertionError when something arrived that is not RTP
  public List<Packet> received() {
    if (!fault.isEmpty()) throw new AssertionError(fault);
    return List.copyOf(received);
  }

  /// What has arrived of one payload type.
  public List<Packet> received(int payloadType) {
    return received().stream().filter(packet -> packet.payloadType() == payloadType).toList();
  }

  /// Forgets what has arrived.
  public void forget() {
    received.clear();
  }

  /// Sends packets with the spacing of their timestamps at 8000 Hz, and returns when the last is out. Late packets are sent at once, so the
  /// whole never falls behind.
  public void send(InetSocketAddress to, List<Packet> packets) {
    long begin = System.nanoTime();
    for (int i = 0; i < packets.size(); i++) {
      long due = begin + i * FRAME.toNanos();
      long wait = due - System.nanoTime();
      if (wait > 0) LockSupport.parkNanos(wait);
      send(to, packets.get(i).bytes());
    }
  }

  /// Sends any bytes.
  public void send(InetSocketAddress to, byte[] bytes) {
    try {
      socket.send(new DatagramPacket(bytes, bytes.length, to));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Sound as packets: payload type 0, the marker on the first.
  ///
  /// @param pcmu G.711 mu-law; what is left over after the last whole frame is not sent
  public static List<Packet> packets(
      byte[] pcmu, int firstSequence, long firstTimestamp, int ssrc) {
    var packets = new ArrayList<Packet>();
    for (int i = 0; i + FRAME_SAMPLES <= pcmu.length; i += FRAME_SAMPLES) {
      byte[] payload = new byte[FRAME_SAMPLES];
      System.arraycopy(pcmu, i, payload, 0, FRAME_SAMPLES);
      int n = i / FRAME_SAMPLES;
      packets.add(
          new Packet(
              0,
              0,
              n == 0,
              (firstSequence + n) & 0xFFFF,
              (firstTimestamp + i) & 0xFFFF_FFFFL,
              ssrc,
              payload));
    }
    return packets;
  }

  @Override
  public void close() {
    socket.close();
    try {
      reader.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void read() {
    byte[] bytes = new byte[2048];
    var datagram = new DatagramPacket(bytes, bytes.length);
    while (!socket.isClosed()) {
      try {
        socket.receive(datagram);
        received.add(Packet.read(System.nanoTime(), bytes, datagram.getLength()));
      } catch (SocketTimeoutException e) {
        // looks whether it is still wanted
      } catch (IOException e) {
        if (!socket.isClosed()) fault = e.toString();
      } catch (AssertionError e) {
        fault = String.valueOf(e.getMessage());
      }
    }
  }
}
