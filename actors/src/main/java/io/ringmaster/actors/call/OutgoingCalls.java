package io.ringmaster.actors.call;

import io.ringmaster.actors.call.SignallingFact.*;
import io.ringmaster.actors.port.LegMedia;
import io.ringmaster.actors.port.MediaEffect.CloseLeg;
import io.ringmaster.actors.port.MediaEffect.OpenLeg;
import io.ringmaster.actors.port.SipEffect.Authorization;
import io.ringmaster.actors.port.SipEffect.SendAck;
import io.ringmaster.actors.port.SipEffect.SendBye;
import io.ringmaster.actors.port.SipEffect.SendInvite;
import io.ringmaster.actors.sdp.OfferAnswer;
import io.ringmaster.protocol.Headers;
import io.ringmaster.protocol.command.OutgoingCall;
import io.ringmaster.protocol.command.SignallingCommand;
import io.ringmaster.protocol.command.SignallingCommand.*;
import io.ringmaster.protocol.signal.CallSignal;
import io.ringmaster.protocol.signal.LifeSignal.*;
import io.ringmaster.protocol.signal.MediaSignal;
import io.ringmaster.protocol.signal.SipSignal.*;
import java.util.Objects;
import java.util.Optional;

/// What an outgoing call does before it is answered, the same for [OutgoingAlerting] and [OutgoingProgressing].
final class OutgoingCalls {

  private OutgoingCalls() {}

  static Decision decide(CallDetails call, SignallingCommand command) {
    return switch (command) {
      case HangUpCall(Headers headers) ->
          Endings.cancel(call, Side.US, 487, Statuses.phrase(487), IncomingCalls.orNone(headers));
      case SetCustomData(String text) -> Decision.accept(new CustomDataChanged(text));
      case AnswerCall _,
          RingCall _,
          StartEarlyMedia _,
          RejectCall _,
          DeclineCall _,
          AnswerDirect _ ->
          Decision.refuse("%s is for incoming calls".formatted(command.method()));
      case SendInfo _ -> Decision.refuse("sendInfo needs a connected call");
      case SendMessage _,
          TransferCall _,
          HandleBlindTransfer _,
          NotifyBlindTransferSuccess _,
          NotifyBlindTransferFailed _,
          SendReInvite _,
          AcceptReInvite _,
          RejectReInvite _ ->
          Decision.refuse("%s is not supported yet".formatted(command.method()));
    };
  }

  /// - `challenged`: whether credentials have been sent already.
  static Decision.Accepted hear(
      CallDetails call, OutgoingCall details, boolean challenged, CallSignal signal) {
    return switch (signal) {
      case InviteReceived invite -> Endings.idTaken(invite);
      case ProgressReceived progress when progress.cseq() == call.dialog().localCSeq() ->
          progress(progress);
      case AnswerReceived answer when answer.cseq() == call.dialog().localCSeq() ->
          answered(call, answer);
      case ChallengeReceived challenge when challenge.cseq() == call.dialog().localCSeq() ->
          challenged(call, details, challenged, challenge);
      case RejectionReceived rejection when rejection.cseq() == call.dialog().localCSeq() ->
          Decision.accept(
                  new CallEnded(
                      Side.FAR_END, rejection.status(), rejection.reason(), rejection.headers()))
              .then(new CloseLeg());
      case DeadlinePassed _ ->
          Endings.cancel(call, Side.CLOCK, 408, Statuses.phrase(408), Headers.NONE);
      case SessionEnded _ -> Endings.cancel(call, Side.US, 487, Statuses.phrase(487), Headers.NONE);
      case Revived _ ->
          Endings.lost(
              call, Endings.cancel(call, Side.NODE_LOSS, 503, Endings.NODE_LOST, Headers.NONE));
      case ReInviteReceived early -> Endings.tooEarly(call, early.transaction());
      case InfoReceived early -> Endings.tooEarly(call, early.transaction());
      case MediaSignal media -> call.media().accept(media);
      case ByeReceived bye -> Endings.byeReceived(call, bye);
      case ProgressReceived _,
          AnswerReceived _,
          ChallengeReceived _,
          RejectionReceived _,
          CancelReceived _,
          AckReceived _,
          AckMissing _,
          RequestFailed _,
          SessionRefused _ ->
          Decision.nothing();
    };
  }

  /// 180 and 183 are progress; 181, 182 and 199 tell a scenario nothing.
  private static Decision.Accepted progress(ProgressReceived progress) {
    if (progress.status() != 180 && progress.status() != 183) return Decision.nothing();
    Optional<LegMedia> early = Optional.ofNullable(progress.sdp()).flatMap(OfferAnswer::accepted);
    var heard =
        Decision.accept(
            new ProgressHeard(
                progress.status(),
                progress.reason(),
                progress.peer(),
                progress.headers(),
                progress.sdp(),
                early.orElse(null)));
    return early.map(leg -> heard.then(new OpenLeg(leg))).orElse(heard);
  }

  private static Decision.Accepted answered(CallDetails call, AnswerReceived answer) {
    var dialog = call.dialog().establishedBy(answer.peer());
    var ack = new SendAck(dialog, answer.cseq());
    Optional<LegMedia> leg =
        Optional.ofNullable(answer.sdp())
            .flatMap(OfferAnswer::accepted)
            .or(() -> Optional.ofNullable(call.media().leg()));
    return leg.map(agreed ->
            Decision.accept(new AnswerHeard(answer.peer(), answer.headers(), answer.sdp(), agreed))
                .then(ack, new OpenLeg(agreed)))
        .orElseGet(() ->
            Decision.accept(Endings.by(Side.US, 488, "the answer carries no usable SDP"))
                .then(
                    ack,
                    new SendBye(dialog.withLocalCSeq(answer.cseq() + 1), Headers.NONE),
                    new CloseLeg()));
  }

  private static Decision.Accepted challenged(
      CallDetails call, OutgoingCall details, boolean before, ChallengeReceived challenge) {
    String user = details.authUser() == null ? details.callerid() : details.authUser();
    if (before || details.password() == null || user == null) {
      return Decision.accept(
              new CallEnded(Side.FAR_END, challenge.status(), challenge.reason(), Headers.NONE))
          .then(new CloseLeg());
    }
    var authorization =
        new Authorization(
            challenge.challenges(), challenge.status() == 407, user, details.password());
    String sdp = Objects.requireNonNull(call.media().sdp(), "a placed call has described itself");
    return Decision.accept(new ChallengeAnswered(challenge.status(), challenge.challenges()))
        .then(new SendInvite(call.nextRequest(), AnswerTimeout.sent(details), sdp, authorization));
  }
}
