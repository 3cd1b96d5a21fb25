package io.ringmaster.media;

import io.ringmaster.media.LegCounters.Count;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/// One socket of a leg, as its selection key knows it.
record Ear(Leg leg, DatagramChannel channel, boolean rtcp) {

  /// So many packets of one socket are read before the others have their turn.
  private static final int BURST = 32;

  /// Reads what has come.
  ///
  /// @param buffer the one of the loop's packet
  void read(ByteBuffer buffer, MediaClock clock) throws IOException {
    for (int i = 0; i < BURST && channel.isOpen(); i++) {
      buffer.clear();
      SocketAddress from = channel.receive(buffer);
      if (from == null) return;
      int length = buffer.position();
      buffer.clear();
      long now = clock.nanos();
      if (!(from instanceof InetSocketAddress source)) leg.counters.increment(Count.STRANGERS);
      else if (rtcp) leg.rtcpArrived(buffer, source, length, now);
      else leg.rtpArrived(source, length, now);
    }
  }
}
