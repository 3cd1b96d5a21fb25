package io.ringmaster.actors.port;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.ringmaster.protocol.Headers;
import io.ringmaster.protocol.sip.Dialog;
import io.ringmaster.protocol.sip.ServerTransaction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a call wants done in SIP. Each effect carries all that is needed to build the message, so any edge can do it.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public sealed interface SipEffect extends CallEffect {

  /// Sends a response to a request of the far end. Final 2xx responses to INVITE are sent again until [StopAnswering]
  /// or for 32 s, after which the call hears `AckMissing`.
  /// - `transaction`: where the request waits. Possibly on another node.
  /// - `dialog`: its `localTag` goes into To, and Contact is this edge's own.
  /// - `reason`: the reason phrase; null for the usual one. `sdp`: null for no body.
  record Respond(
      ServerTransaction transaction,
      Dialog dialog,
      int status,
      @Nullable String reason,
      Headers headers,
      @Nullable String sdp)
      implements SipEffect {}

  /// The ACK has come: the 2xx of INVITE number `cseq` need not be sent again.
  record StopAnswering(long cseq) implements SipEffect {}

  /// Sends an INVITE with number `dialog.localCSeq`. Before the dialog exists `dialog.remoteTag` is null.
  /// - `authorization`: set after a challenge.
  record SendInvite(
      Dialog dialog, Headers headers, String sdp, @Nullable Authorization authorization)
      implements SipEffect {}

  /// Acknowledges a 2xx to INVITE number `cseq`.
  record SendAck(Dialog dialog, long cseq) implements SipEffect {}

  /// Cancels the INVITE number `dialog.localCSeq`, as soon as SIP allows it (after the first provisional response).
  record SendCancel(Dialog dialog, Headers headers) implements SipEffect {}

  /// Ends the dialog with a BYE numbered `dialog.localCSeq`.
  record SendBye(Dialog dialog, Headers headers) implements SipEffect {}

  /// Sends an INFO numbered `dialog.localCSeq`.
  record SendInfo(Dialog dialog, String mimeType, String body, Headers headers)
      implements SipEffect {}

  /// How to answer a digest challenge (RFC 3261 section 22, RFC 8760).
  ///
  /// @param challenges the WWW-Authenticate or Proxy-Authenticate values of the response
  /// @param proxy true for 407
  record Authorization(List<String> challenges, boolean proxy, String user, String password) {

    public Authorization {
      challenges = List.copyOf(challenges);
    }

    /// Without the password: this text goes into logs.
    @Override
    public String toString() {
      return "Authorization[proxy=%s, user=%s]".formatted(proxy, user);
    }
  }
}
