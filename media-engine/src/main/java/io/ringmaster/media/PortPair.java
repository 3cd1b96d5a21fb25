package io.ringmaster.media;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.DatagramChannel;

/// The two bound sockets of a leg: RTP on an even port, RTCP on the next (RFC 3550 section 11).
///
/// @param port of RTP
record PortPair(DatagramChannel rtp, DatagramChannel rtcp, int port) implements AutoCloseable {

  @Override
  public void close() {
    try (rtcp) {
      rtp.close();
    } catch (IOException e) {
      throw new UncheckedIOException("closing RTP port " + port, e);
    }
  }
}
