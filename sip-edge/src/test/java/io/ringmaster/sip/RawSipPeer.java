package io.ringmaster.sip;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A SIP peer that knows nothing of SIP: it sends text as datagrams and keeps what comes back, in order.
final class RawSipPeer implements AutoCloseable {

  private final DatagramSocket socket;
  private final InetSocketAddress edge;
  private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

  RawSipPeer(int edgePort) throws SocketException {
    socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    edge = new InetSocketAddress(InetAddress.getLoopbackAddress(), edgePort);
    Thread.ofVirtual().start(this::listen);
  }

  private void listen() {
    var buffer = new byte[65_535];
    while (!socket.isClosed()) {
      try {
        var packet = new DatagramPacket(buffer, buffer.length);
        socket.receive(packet);
        received.add(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8));
      } catch (IOException closed) {
        return;
      }
    }
  }

  int port() {
    return socket.getLocalPort();
  }

  /// Sends a message; line ends are made CRLF.
  void send(String text) {
    sendBytes(text.replace("\r\n", "\n").replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  /// Sends a message to another edge than its own.
  void send(String text, int port) {
    var bytes = text.replace("\r\n", "\n").replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    sendBytes(bytes, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  void sendBytes(byte[] bytes) {
    sendBytes(bytes, edge);
  }

  private void sendBytes(byte[] bytes, InetSocketAddress to) {
    try {
      socket.send(new DatagramPacket(bytes, bytes.length, to));
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }

  /// The next message, whatever it is.
  String receive() {
    return receive(Duration.ofSeconds(5));
  }

  String receive(Duration patience) {
    var message = receiveOrNothing(patience);
    if (message.isEmpty()) throw new AssertionError("nothing came within " + patience);
    return message;
  }

  /// The next message, or an empty text when none comes.
  String receiveOrNothing(Duration patience) {
    try {
      var message = received.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
      return message == null ? "" : message;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new AssertionError(stopped);
    }
  }

  /// The next message that begins so; others before it are thrown away.
  String receive(String start) {
    return receive(start, "");
  }

  /// The next message that begins so and holds that; others before it are thrown away.
  String receive(String start, String part) {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (System.nanoTime() < deadline) {
      var message = receiveOrNothing(Duration.ofMillis(500));
      if (message.startsWith(start) && message.contains(part)) return message;
    }
    throw new AssertionError("no '%s' with '%s' came".formatted(start, part));
  }

  /// Takes messages until none has come for this long. Gives up after ten seconds.
  ///
  /// @return what came before the silence
  List<String> drain(Duration silence) {
    var drained = new ArrayList<String>();
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (System.nanoTime() < deadline) {
      var message = receiveOrNothing(silence);
      if (message.isEmpty()) return drained;
      drained.add(message);
    }
    throw new AssertionError("no silence came after " + drained.size() + " messages");
  }

  /// Throws away what has come.
  void forget() {
    received.clear();
  }

  int waiting() {
    return received.size();
  }

  @Override
  public void close() {
    socket.close();
  }
}
