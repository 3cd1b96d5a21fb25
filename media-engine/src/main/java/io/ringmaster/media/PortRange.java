package io.ringmaster.media;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Hands out bound port pairs on one address. Safe from any thread.
///
/// Ports are taken in turn, not lowest first: a port just freed rests, so late packets of the last call do not reach the next.
final class PortRange {

  /// Expedited forwarding (RFC 3246), as the octet of the IP header.
  private static final int EXPEDITED = 46 << 2;

  private static final int TRIES_FOR_ANY = 200;

  private final InetAddress host;
  private final int first;
  private final int pairs;
  private final AtomicInteger turn = new AtomicInteger();

  PortRange(InetAddress host, int low, int high) {
    this.host = host;
    this.first = (low + 1) & ~1;
    this.pairs = low == 0 ? 0 : (high - first + 1) / 2;
  }

  /// A pair that is free, or empty when there is none.
  Optional<PortPair> take() {
    int tries = pairs == 0 ? TRIES_FOR_ANY : pairs;
    for (int i = 0; i < tries; i++) {
      int port = pairs == 0 ? 0 : first + 2 * Math.floorMod(turn.getAndIncrement(), pairs);
      Optional<PortPair> pair = bind(port);
      if (pair.isPresent()) return pair;
    }
    return Optional.empty();
  }

  private Optional<PortPair> bind(int wanted) {
    DatagramChannel rtp = null;
    DatagramChannel rtcp = null;
    try {
      rtp = open(wanted);
      int port = ((InetSocketAddress) rtp.getLocalAddress()).getPort();
      if (port % 2 == 0) {
        rtcp = open(port + 1);
        return Optional.of(new PortPair(rtp, rtcp, port));
      }
    } catch (IOException e) {
      // In use by someone else: the next one, then.
    }
    closeQuietly(rtp);
    return Optional.empty();
  }

  private DatagramChannel open(int port) throws IOException {
    boolean six = host.getAddress().length == 16;
    DatagramChannel channel =
        DatagramChannel.open(six ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET);
    try {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.IP_TOS, EXPEDITED);
      return channel.bind(new InetSocketAddress(host, port));
    } catch (IOException e) {
      closeQuietly(channel);
      throw e;
    }
  }

  private static void closeQuietly(@Nullable DatagramChannel channel) {
    if (channel == null) return;
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
