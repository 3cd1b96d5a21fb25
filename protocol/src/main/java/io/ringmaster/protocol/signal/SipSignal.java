package io.ringmaster.protocol.signal;

import io.ringmaster.protocol.Headers;
import io.ringmaster.protocol.sip.Dialog;
import io.ringmaster.protocol.sip.PeerIdentity;
import io.ringmaster.protocol.sip.Reason;
import io.ringmaster.protocol.sip.ServerTransaction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What SIP (RFC 3261) has to say to a call. `headers` holds the fields that scenarios may see: `X-*`, `VI-*`,
/// `User-to-User` and `Reason`. `sdp` is the text of an `application/sdp` body; null when there is none.
public sealed interface SipSignal extends CallSignal {

  /// An INVITE outside any dialog has been given to this new call. 100 has been sent.
  /// - `dialog`: the dialog that our answer will establish; its `remoteCSeq` is that of the INVITE.
  /// - `destination`: the dialled number or user. `requestUri`: the whole Request-URI.
  /// - `requestIp`: the address the INVITE came from.
  /// - `scenarios`, `rule`, `control`: what the routing rules chose.
  record InviteReceived(
      ServerTransaction transaction,
      Dialog dialog,
      String destination,
      String requestUri,
      String requestIp,
      Headers headers,
      @Nullable String sdp,
      Route route)
      implements SipSignal {}

  /// The caller gave up before the answer. The CANCEL itself has been answered.
  record CancelReceived(Headers headers, @Nullable Reason reason) implements SipSignal {}

  /// Our 2xx was acknowledged.
  record AckReceived(long cseq, @Nullable String sdp) implements SipSignal {}

  /// Our 2xx was sent again and again for 32 s (64*T1) and never acknowledged.
  record AckMissing(long cseq) implements SipSignal {}

  /// A response from 101 to 199 to our INVITE number `cseq`.
  record ProgressReceived(
      long cseq,
      int status,
      String reason,
      PeerIdentity peer,
      Headers headers,
      @Nullable String sdp)
      implements SipSignal {}

  /// A 2xx to our INVITE (or re-INVITE) number `cseq`. It may come more than once; each wants an ACK.
  record AnswerReceived(
      long cseq,
      int status,
      String reason,
      PeerIdentity peer,
      Headers headers,
      @Nullable String sdp)
      implements SipSignal {}

  /// A 401 or 407 to our INVITE number `cseq`.
  /// - `challenges`: the values of its WWW-Authenticate and Proxy-Authenticate fields.
  record ChallengeReceived(long cseq, int status, String reason, List<String> challenges)
      implements SipSignal {
    public ChallengeReceived {
      challenges = List.copyOf(challenges);
    }
  }

  /// Any other final response from 300 on to our INVITE number `cseq`, already acknowledged; or 408 when none came
  /// (Timer B), 503 when the INVITE could not be sent.
  record RejectionReceived(long cseq, int status, String reason, Headers headers)
      implements SipSignal {}

  /// The far end hangs up.
  /// - `reasons`: its Reason fields in order.
  record ByeReceived(
      ServerTransaction transaction, long cseq, Headers headers, List<Reason> reasons)
      implements SipSignal {
    public ByeReceived {
      reasons = List.copyOf(reasons);
    }
  }

  /// An INVITE inside the dialog: hold, a new address, a refresh.
  /// - `contact`: its Contact URI. `mimeType`: the Content-Type of `body`, null without one.
  record ReInviteReceived(
      ServerTransaction transaction,
      long cseq,
      @Nullable String contact,
      Headers headers,
      @Nullable String mimeType,
      @Nullable String body)
      implements SipSignal {}

  /// An INFO inside the dialog.
  record InfoReceived(
      ServerTransaction transaction, long cseq, String mimeType, String body, Headers headers)
      implements SipSignal {}

  /// A request of ours other than INVITE has failed, with 408 when nobody answered it.
  record RequestFailed(String method, long cseq, int status, String reason) implements SipSignal {}
}
