package io.ringmaster.node;

import io.ringmaster.node.settings.NodeSettings;
import io.ringmaster.node.settings.StartFailure;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/// Looks at the node's ports before anything is started, so that a port in use is one sentence and not half a node.
final class Ports {

  private Ports() {}

  /// @throws StartFailure when one of them cannot be had; port 0 always can
  static void check(NodeSettings settings) {
    tcp(settings.http().host(), settings.http().port(), "HTTP", "--http-port");
    tcp(settings.host(), settings.sip().port(), "SIP", "--sip-port");
    udp(settings.host(), settings.sip().port());
    tcp(settings.host(), settings.cluster().port(), "cluster", "--cluster-port");
  }

  private static void tcp(String host, int port, String what, String option) {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true); // connections of a node that just left may linger
      socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
    } catch (IOException e) {
      throw failure(e, host, port, "TCP", what, option);
    }
  }

  private static void udp(String host, int port) {
    try (var socket = new DatagramSocket(null)) {
      socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
    } catch (IOException e) {
      throw failure(e, host, port, "UDP", "SIP", "--sip-port");
    }
  }

  private static StartFailure failure(
      IOException e, String host, int port, String transport, String what, String option) {
    String reason = String.valueOf(e.getMessage());
    if (reason.contains("assign requested address")) {
      return new StartFailure(
          "the address %s is not one of this machine; give one that is with --host".formatted(host),
          e);
    }
    if (reason.contains("Permission denied")) {
      return new StartFailure(
          "the %s port %d on %s may not be opened by this user; choose one above 1023 with %s"
              .formatted(what, port, host, option),
          e);
    }
    String state = e instanceof BindException ? "is in use" : "cannot be opened (" + reason + ")";
    return new StartFailure(
        "the %s port %d (%s) on %s %s; stop what uses it, or choose another with %s"
            .formatted(what, port, transport, host, state, option),
        e);
  }
}
