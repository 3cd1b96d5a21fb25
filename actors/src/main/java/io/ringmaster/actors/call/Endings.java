package io.ringmaster.actors.call;

import io.ringmaster.actors.call.MediaFact.RecordingBroke;
import io.ringmaster.actors.call.SignallingFact.CallEnded;
import io.ringmaster.actors.call.SignallingFact.Side;
import io.ringmaster.actors.port.MediaEffect.CloseLeg;
import io.ringmaster.actors.port.SipEffect.Respond;
import io.ringmaster.actors.port.SipEffect.SendAck;
import io.ringmaster.actors.port.SipEffect.SendBye;
import io.ringmaster.actors.port.SipEffect.SendCancel;
import io.ringmaster.protocol.Headers;
import io.ringmaster.protocol.signal.SipSignal.AnswerReceived;
import io.ringmaster.protocol.signal.SipSignal.ByeReceived;
import io.ringmaster.protocol.signal.SipSignal.InviteReceived;
import io.ringmaster.protocol.sip.Reason;
import io.ringmaster.protocol.sip.ServerTransaction;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The ways in which a call ends. Shared by the phases; which of them fits is each phase's own decision.
final class Endings {

  /// What a call that cannot be carried over from a lost node is ended with.
  static final String NODE_LOST = "the node that held this call was lost";

  private Endings() {}

  static CallEnded by(Side side, int code, String reason) {
    return new CallEnded(side, code, reason, Headers.NONE);
  }

  /// An unanswered incoming call, by a final response.
  static Decision.Accepted refuse(
      CallDetails call,
      Invite invite,
      Side side,
      int status,
      @Nullable String phrase,
      Headers headers) {
    String reason = phrase == null ? Statuses.phrase(status) : phrase;
    return Decision.accept(by(side, status, reason))
        .then(
            new Respond(invite.transaction(), call.dialog(), status, phrase, headers, null),
            new CloseLeg());
  }

  /// An unanswered outgoing call, by CANCEL. The call is over at once; a 2xx that crosses the CANCEL meets [Terminated].
  static Decision.Accepted cancel(
      CallDetails call, Side side, int code, String reason, Headers headers) {
    return Decision.accept(by(side, code, reason))
        .then(new SendCancel(call.dialog(), headers), new CloseLeg());
  }

  /// A call with a dialog, by BYE.
  static Decision.Accepted bye(
      CallDetails call, Side side, int code, String reason, Headers headers) {
    return Decision.accept(by(side, code, reason))
        .then(new SendBye(call.nextRequest(), headers), new CloseLeg());
  }

  /// The far end's BYE. The cause of its first Reason header, if it has one, becomes the code; without one it is 200.
  static Decision.Accepted byeReceived(CallDetails call, ByeReceived bye) {
    var first = bye.reasons().isEmpty() ? new Reason("", null, null) : bye.reasons().getFirst();
    int code = first.cause() == null ? 200 : first.cause();
    String reason = first.text() == null ? "" : first.text();
    return Decision.accept(new CallEnded(Side.FAR_END, code, reason, bye.headers()))
        .then(
            new Respond(bye.transaction(), call.dialog(), 200, null, Headers.NONE, null),
            new CloseLeg());
  }

  /// One more 2xx to our INVITE. Each wants an ACK; one of another branch (another tag) is hung up, for a call has one far end
  /// (RFC 3261 section 13.2.2.4).
  static Decision.Accepted answeredAgain(CallDetails call, AnswerReceived again) {
    if (call.incoming()) return Decision.nothing();
    if (Objects.equals(call.dialog().remoteTag(), again.peer().tag())) {
      return Decision.nothing().then(new SendAck(call.dialog(), again.cseq()));
    }
    return ackAndBye(call, again);
  }

  /// An answer that nobody wants: acknowledged, as every 2xx must be, and hung up.
  static Decision.Accepted ackAndBye(CallDetails call, AnswerReceived unwanted) {
    var dialog = call.dialog().establishedBy(unwanted.peer());
    return Decision.nothing()
        .then(
            new SendAck(dialog, unwanted.cseq()),
            new SendBye(dialog.withLocalCSeq(unwanted.cseq() + 1), Headers.NONE));
  }

  /// A request that only a connected call can serve, while it is not connected yet (RFC 3261 section 21.4.27).
  static Decision.Accepted tooEarly(CallDetails call, ServerTransaction transaction) {
    return Decision.nothing()
        .then(new Respond(transaction, call.dialog(), 491, null, Headers.NONE, null));
  }

  /// The call ends because its node was lost; a recording that ran there will never be completed.
  static Decision.Accepted lost(CallDetails call, Decision.Accepted ending) {
    return call.media().recording() == null
        ? ending
        : ending.and(new RecordingBroke(call.media().recordings(), NODE_LOST));
  }

  /// Whether this is the very INVITE that the call began with. Until the call responds, it may be told of it more than once.
  static boolean isOwn(CallDetails call, InviteReceived invite) {
    return call.incoming()
        && invite.dialog().sipCallId().equals(call.dialog().sipCallId())
        && Objects.equals(invite.dialog().remoteTag(), call.dialog().remoteTag());
  }

  /// A new INVITE was given an id that is in use. The caller may try again and will draw another.
  static Decision.Accepted idTaken(InviteReceived invite) {
    return Decision.nothing()
        .then(new Respond(invite.transaction(), invite.dialog(), 503, null, Headers.NONE, null));
  }
}
