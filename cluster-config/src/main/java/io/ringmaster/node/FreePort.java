package io.ringmaster.node;

import io.ringmaster.node.settings.StartFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/// Finds a port where any will do, for those who must know it before they can bind it.
final class FreePort {

  private FreePort() {}

  static int tcp(String host) {
    try (var socket = new ServerSocket(0, 1, InetAddress.getByName(host))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new StartFailure("no TCP port can be had on %s: %s".formatted(host, e.getMessage()), e);
    }
  }
}
