package io.ringmaster.media;

import io.ringmaster.actors.port.LegMedia;
import io.ringmaster.protocol.CallId;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the last offer and answer of a leg said, laid out so that the packet path reads plain fields.
final class Agreement {

  private static final Logger LOG = LoggerFactory.getLogger(Agreement.class);

  private static final int USUAL_PACKET_TIME = 20;

  private final CallId call;
  private @Nullable LegMedia media;
  private PeerAddress peer = new PeerAddress(null);

  Codec codec = Codec.PCMU;
  int payloadType;

  /// -1 when telephone-events were not agreed on.
  int eventType = -1;

  /// Of one packet.
  int samples = USUAL_PACKET_TIME * Codec.PER_MILLI;

  /// Whether we may send: the leg is open and the far end does not hold us.
  boolean sending;

  boolean receiving;

  Agreement(CallId call) {
    this.call = call;
  }

  boolean isOpen() {
    return media != null;
  }

  PeerAddress peer() {
    return peer;
  }

  /// Takes a new agreement.
  ///
  /// @return false when it is the present one, or cannot be carried out
  boolean adopt(LegMedia wanted) {
    LegMedia before = media;
    if (wanted.equals(before)) return false;
    Codec known = Codec.named(wanted.codec());
    if (known == null) {
      LOG.warn("{}: no codec {}; the leg stays as it was", call, wanted.codec());
      return false;
    }
    media = wanted;
    boolean samePeer =
        before != null
            && before.remoteHost().equals(wanted.remoteHost())
            && before.remotePort() == wanted.remotePort();
    peer = samePeer ? peer.renewed() : new PeerAddress(addressOf(wanted));
    codec = known;
    payloadType = wanted.payloadType();
    Integer event = wanted.telephoneEventType();
    eventType = event == null ? -1 : event;
    boolean usable = wanted.packetTime() >= 10 && wanted.packetTime() <= 60;
    samples = (usable ? wanted.packetTime() : USUAL_PACKET_TIME) * Codec.PER_MILLI;
    sending = wanted.sending() && wanted.remotePort() != 0;
    receiving = wanted.receiving();
    return true;
  }

  private @Nullable InetSocketAddress addressOf(LegMedia wanted) {
    if (wanted.remotePort() < 1 || wanted.remotePort() > 65535) return null;
    try {
      return new InetSocketAddress(InetAddress.ofLiteral(wanted.remoteHost()), wanted.remotePort());
    } catch (IllegalArgumentException e) {
      LOG.warn("{}: '{}' is no IP address; waiting to learn one", call, wanted.remoteHost());
      return null;
    }
  }

  /// Nothing is agreed any more.
  void end() {
    media = null;
    sending = false;
    receiving = false;
  }
}
