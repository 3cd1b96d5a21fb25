package io.ringmaster.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.util.concurrent.ThreadLocalRandom;

/// Ports for programs that cannot be told to take any free one. Somebody else may take the port in between; below the range of
/// ephemeral ports that is unlikely.
public final class FreePorts {

  private static final int LOWEST = 12_000;
  private static final int HIGHEST = 32_000;

  private FreePorts() {}

  /// A port on 127.0.0.1 that is free for UDP and TCP.
  public static int one() {
    return first(1);
  }

  /// The first of `count` neighbouring ports, an even number, all free for UDP and TCP.
  public static int first(int count) {
    for (int attempt = 0; attempt < 200; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST / 2, HIGHEST / 2) * 2;
      if (areFree(port, count)) return port;
    }
    throw new AssertionError("no %d neighbouring ports are free".formatted(count));
  }

  private static boolean areFree(int first, int count) {
    for (int port = first; port < first + count; port++) {
      if (!isFree(port)) return false;
    }
    return true;
  }

  private static boolean isFree(int port) {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    try (var udp = new DatagramSocket(null);
        var tcp = new ServerSocket()) {
      udp.bind(address);
      tcp.bind(address);
      return true;
    } catch (SocketException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
