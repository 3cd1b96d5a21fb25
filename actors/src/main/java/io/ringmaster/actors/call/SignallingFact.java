package io.ringmaster.actors.call;

import io.ringmaster.actors.port.LegMedia;
import io.ringmaster.protocol.Headers;
import io.ringmaster.protocol.command.OutgoingCall;
import io.ringmaster.protocol.signal.Route;
import io.ringmaster.protocol.sip.Dialog;
import io.ringmaster.protocol.sip.PeerIdentity;
import io.ringmaster.protocol.sip.ServerTransaction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Facts about the dialog of a call. `sdp` is always our own description, `remoteSdp` the far end's; `media` is what both
/// came to.
public sealed interface SignallingFact extends CallFact {

  /// Somebody calls us.
  record CallOffered(
      ServerTransaction invite,
      Dialog dialog,
      String destination,
      String requestUri,
      String requestIp,
      Headers headers,
      @Nullable String remoteSdp,
      Route route)
      implements SignallingFact {}

  /// We call somebody: the first INVITE.
  record CallPlaced(OutgoingCall details, Dialog dialog, String sdp) implements SignallingFact {}

  record RingingSent(Headers headers) implements SignallingFact {}

  record EarlyMediaStarted(Headers headers, String sdp, LegMedia media) implements SignallingFact {}

  /// We answered.
  /// - `media`: null while the offer is ours (an INVITE without SDP) and the far end's answer comes in the ACK.
  record AnswerSent(Headers headers, String sdp, @Nullable LegMedia media)
      implements SignallingFact {}

  record AnswerAcknowledged(@Nullable String remoteSdp, @Nullable LegMedia media)
      implements SignallingFact {}

  /// A provisional response to our INVITE.
  record ProgressHeard(
      int status,
      String reason,
      PeerIdentity peer,
      Headers headers,
      @Nullable String remoteSdp,
      @Nullable LegMedia media)
      implements SignallingFact {}

  /// A digest challenge, answered by an INVITE with credentials and the next CSeq.
  record ChallengeAnswered(int status, List<String> challenges) implements SignallingFact {
    public ChallengeAnswered {
      challenges = List.copyOf(challenges);
    }
  }

  /// The far end answered.
  record AnswerHeard(PeerIdentity peer, Headers headers, @Nullable String remoteSdp, LegMedia media)
      implements SignallingFact {}

  /// The far end described its side anew, and we agreed.
  record OfferRenewed(
      long cseq, @Nullable String contact, String remoteSdp, String sdp, LegMedia media)
      implements SignallingFact {}

  record InfoHeard(long cseq, String mimeType, String body, Headers headers)
      implements SignallingFact {}

  record InfoSent(String mimeType, String body, Headers headers) implements SignallingFact {}

  record CustomDataChanged(String customData) implements SignallingFact {}

  /// The call is over.
  /// - `code`: what `internalCode` of Disconnected, or `code` of Failed, will say.
  record CallEnded(Side by, int code, String reason, Headers headers) implements SignallingFact {}

  /// Who ended a call.
  enum Side {
    US,
    FAR_END,
    CLOCK,
    NODE_LOSS
  }
}
