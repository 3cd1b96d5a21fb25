package io.ringmaster.media;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// Whom a leg listens to and sends to, learnt once for each offer and answer (symmetric RTP, RFC 4961; protection after RFC 7362).
///
/// - The address in the SDP is always right: once it has spoken, nobody else is heard.
/// - Until then another address is believed after two packets of one stream in a row, and only the first such address.
/// - We send to a learnt address only where the one in the SDP cannot be the true one: it is not globally routable, or is the same
///   host behind another port. Otherwise a stranger could draw the conversation to himself; he is heard, at most.
final class PeerAddress {

  private final @Nullable InetSocketAddress told;
  private final boolean mayMove;
  private @Nullable InetSocketAddress heard;
  private @Nullable InetSocketAddress sendTo;

  private @Nullable InetSocketAddress candidate;
  private int candidateSsrc;
  private int candidateSequence;

  /// @param told the address of the SDP; null when it named none that is usable
  PeerAddress(@Nullable InetSocketAddress told) {
    this.told = told;
    this.sendTo = told;
    this.mayMove = told == null || !isGlobal(told.getAddress());
  }

  /// The same far end after another offer and answer: it is asked anew, and until it speaks we send where we sent before.
  PeerAddress renewed() {
    PeerAddress next = new PeerAddress(told);
    next.sendTo = sendTo;
    return next;
  }

  /// Where packets go; null while nobody knows.
  @Nullable InetSocketAddress sendTo() {
    return sendTo;
  }

  /// Whether a well-formed packet from there belongs to this leg.
  boolean accepts(InetSocketAddress source, RtpPacket packet) {
    if (source.equals(heard)) return true;
    if (source.equals(told)) {
      heard = source;
      sendTo = source;
      return true;
    }
    if (heard != null) return false;
    boolean inARow =
        source.equals(candidate)
            && packet.ssrc == candidateSsrc
            && packet.sequence == ((candidateSequence + 1) & 0xFFFF);
    candidate = source;
    candidateSsrc = packet.ssrc;
    candidateSequence = packet.sequence;
    if (!inARow) return false;
    heard = source;
    if (mayMove || (told != null && source.getAddress().equals(told.getAddress()))) sendTo = source;
    return true;
  }

  /// Whether that address is one this leg already listens to or was told of.
  boolean knows(InetSocketAddress source) {
    return source.equals(heard) || (heard == null && source.equals(told));
  }

  /// Whether RTCP from that address may be believed: the host is one that we listen to or were told of.
  boolean knowsHost(InetAddress host) {
    return (heard != null && heard.getAddress().equals(host))
        || (told != null && told.getAddress().equals(host));
  }

  private static boolean isGlobal(InetAddress address) {
    if (address.isLoopbackAddress() || address.isSiteLocalAddress()) return false;
    if (address.isLinkLocalAddress() || address.isAnyLocalAddress()) return false;
    byte[] octets = address.getAddress();
    if (octets.length == 16) return (octets[0] & 0xFE) != 0xFC; // unique local, RFC 4193
    return !((octets[0] & 0xFF) == 100 && (octets[1] & 0xC0) == 64); // shared space, RFC 6598
  }
}
