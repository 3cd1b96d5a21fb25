package io.ringmaster.protocol.sip;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A SIP dialog (RFC 3261 section 12) as its call keeps it. Any edge can build the next request from it.
///
/// @param sipCallId the Call-ID header field
/// @param localTag our tag: the id of the call
/// @param remoteTag the far end's tag; null until a response with a tag has come
/// @param local our address: From of requests that we send
/// @param remote the far end's address: To of requests that we send
/// @param remoteTarget the far end's Contact URI; the Request-URI of requests in the dialog. Before an outgoing dialog
///     exists, the URI that is being called
/// @param routeSet Route header values in the order in which they are sent
/// @param localCSeq the CSeq number of the last request that we sent; 0 before the first
/// @param remoteCSeq the CSeq number of the last request that we accepted; -1 before the first
/// @param transport `UDP`, `TCP`, `TLS`, `WS` or `WSS`
/// @param destination `host:port` that requests really go to instead of the address in the URI (an outbound proxy, or the
///     source address of a peer behind NAT); null when the URI or the route decides
public record Dialog(
    String sipCallId,
    String localTag,
    @Nullable String remoteTag,
    NameAddress local,
    NameAddress remote,
    String remoteTarget,
    List<String> routeSet,
    long localCSeq,
    long remoteCSeq,
    String transport,
    @Nullable String destination) {

  public Dialog {
    routeSet = List.copyOf(routeSet);
  }

  public Dialog withLocalCSeq(long cseq) {
    return new Dialog(
        sipCallId,
        localTag,
        remoteTag,
        local,
        remote,
        remoteTarget,
        routeSet,
        cseq,
        remoteCSeq,
        transport,
        destination);
  }

  public Dialog withRemoteCSeq(long cseq) {
    return new Dialog(
        sipCallId,
        localTag,
        remoteTag,
        local,
        remote,
        remoteTarget,
        routeSet,
        localCSeq,
        cseq,
        transport,
        destination);
  }

  /// The dialog after a target refresh (RFC 3261 section 12.2).
  public Dialog withRemoteTarget(String target) {
    return new Dialog(
        sipCallId,
        localTag,
        remoteTag,
        local,
        remote,
        target,
        routeSet,
        localCSeq,
        remoteCSeq,
        transport,
        destination);
  }

  /// The dialog as a response with a To tag shapes it (RFC 3261 section 12.1.2).
  public Dialog establishedBy(PeerIdentity peer) {
    return new Dialog(
        sipCallId,
        localTag,
        peer.tag() == null ? remoteTag : peer.tag(),
        local,
        remote,
        peer.contact() == null ? remoteTarget : peer.contact(),
        peer.routeSet().isEmpty() ? routeSet : peer.routeSet(),
        localCSeq,
        remoteCSeq,
        transport,
        destination);
  }
}
