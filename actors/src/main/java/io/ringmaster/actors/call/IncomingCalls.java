package io.ringmaster.actors.call;

import io.ringmaster.actors.call.SignallingFact.*;
import io.ringmaster.actors.port.LegMedia;
import io.ringmaster.actors.port.MediaEffect.CloseLeg;
import io.ringmaster.actors.port.MediaEffect.OpenLeg;
import io.ringmaster.actors.port.RtpAddress;
import io.ringmaster.actors.port.SipEffect.Respond;
import io.ringmaster.actors.sdp.OfferAnswer;
import io.ringmaster.protocol.Headers;
import io.ringmaster.protocol.command.SignallingCommand;
import io.ringmaster.protocol.command.SignallingCommand.*;
import io.ringmaster.protocol.signal.CallSignal;
import io.ringmaster.protocol.signal.LifeSignal.*;
import io.ringmaster.protocol.signal.MediaSignal;
import io.ringmaster.protocol.signal.SipSignal.*;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What an incoming call does before it is answered, the same for [IncomingAlerting] and [IncomingProgressing].
final class IncomingCalls {

  private IncomingCalls() {}

  static Decision decide(
      CallDetails call, Invite invite, SignallingCommand command, Moment moment) {
    return switch (command) {
      case AnswerCall(Headers headers, _) -> answer(call, invite, orNone(headers), moment);
      case RingCall(Headers headers) ->
          Decision.accept(new RingingSent(orNone(headers)))
              .then(
                  new Respond(
                      invite.transaction(), call.dialog(), 180, null, orNone(headers), null));
      case StartEarlyMedia(Headers headers) -> earlyMedia(call, invite, orNone(headers), moment);
      case RejectCall(int code, Headers headers) -> reject(call, invite, code, orNone(headers));
      case DeclineCall(int code, Headers headers) -> reject(call, invite, code, orNone(headers));
      case HangUpCall(Headers headers) ->
          Endings.refuse(call, invite, Side.US, 603, null, orNone(headers));
      case SetCustomData(String text) -> Decision.accept(new CustomDataChanged(text));
      case SendInfo _ -> Decision.refuse("sendInfo needs a connected call");
      case AnswerDirect _,
          SendMessage _,
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

  static Decision.Accepted hear(CallDetails call, Invite invite, CallSignal signal) {
    return switch (signal) {
      case InviteReceived again when Endings.isOwn(call, again) -> Decision.nothing();
      case InviteReceived other -> Endings.idTaken(other);
      case CancelReceived(Headers headers, _) ->
          Decision.accept(new CallEnded(Side.FAR_END, 487, Statuses.phrase(487), headers))
              .then(
                  new Respond(invite.transaction(), call.dialog(), 487, null, Headers.NONE, null),
                  new CloseLeg());
      case DeadlinePassed _ -> Endings.refuse(call, invite, Side.CLOCK, 408, null, Headers.NONE);
      case SessionEnded _ -> Endings.refuse(call, invite, Side.US, 480, null, Headers.NONE);
      case SessionRefused(int code, String reason) ->
          Endings.refuse(call, invite, Side.US, code, reason, Headers.NONE);
      case Revived _ ->
          Endings.lost(
              call,
              Endings.refuse(call, invite, Side.NODE_LOSS, 503, Endings.NODE_LOST, Headers.NONE));
      case ByeReceived bye -> byeBeforeAnswer(call, invite, bye);
      case ReInviteReceived early -> Endings.tooEarly(call, early.transaction());
      case InfoReceived early -> Endings.tooEarly(call, early.transaction());
      case MediaSignal media -> call.media().accept(media);
      case AckReceived _,
          AckMissing _,
          ProgressReceived _,
          AnswerReceived _,
          ChallengeReceived _,
          RejectionReceived _,
          RequestFailed _ ->
          Decision.nothing();
    };
  }

  /// A caller may hang up an early dialog by BYE; its INVITE still needs a final response (RFC 3261 section 15.1.2).
  private static Decision.Accepted byeBeforeAnswer(
      CallDetails call, Invite invite, ByeReceived bye) {
    return Decision.accept(new CallEnded(Side.FAR_END, 487, Statuses.phrase(487), bye.headers()))
        .then(
            new Respond(bye.transaction(), call.dialog(), 200, null, Headers.NONE, null),
            new Respond(invite.transaction(), call.dialog(), 487, null, Headers.NONE, null),
            new CloseLeg());
  }

  private static Decision reject(CallDetails call, Invite invite, int code, Headers headers) {
    if (code < 300 || code > 699)
      return Decision.refuse("%d is no final response; reject() takes 300 to 699".formatted(code));
    return Endings.refuse(call, invite, Side.US, code, null, headers);
  }

  private static Decision answer(CallDetails call, Invite invite, Headers headers, Moment moment) {
    var ours = describe(call, invite, moment);
    if (ours.isEmpty())
      return Endings.refuse(call, invite, Side.US, 503, "no RTP port is free", Headers.NONE);
    var accepted =
        Decision.accept(new AnswerSent(headers, ours.get().sdp(), ours.get().media()))
            .then(
                new Respond(
                    invite.transaction(), call.dialog(), 200, null, headers, ours.get().sdp()));
    return ours.get().media() == null ? accepted : accepted.then(new OpenLeg(ours.get().media()));
  }

  private static Decision earlyMedia(
      CallDetails call, Invite invite, Headers headers, Moment moment) {
    if (call.media().isOpen()) return Decision.nothing();
    if (invite.offer() == null)
      return Decision.refuse("the caller's INVITE has no SDP, so there is no early media");
    var ours = describe(call, invite, moment);
    if (ours.isEmpty() || ours.get().media() == null) {
      return Endings.refuse(call, invite, Side.US, 503, "no RTP port is free", Headers.NONE);
    }
    return Decision.accept(new EarlyMediaStarted(headers, ours.get().sdp(), ours.get().media()))
        .then(
            new OpenLeg(ours.get().media()),
            new Respond(invite.transaction(), call.dialog(), 183, null, headers, ours.get().sdp()));
  }

  private record Description(String sdp, @Nullable LegMedia media) {}

  /// Our side of the media: as told already, or an answer, or an offer of our own. Empty when no RTP port is free.
  private static Optional<Description> describe(CallDetails call, Invite invite, Moment moment) {
    var media = call.media();
    if (media.sdp() != null) return Optional.of(new Description(media.sdp(), media.leg()));
    Optional<RtpAddress> rtp = moment.rtp().get();
    if (invite.offer() == null) {
      return rtp.map(address -> new Description(OfferAnswer.offer(call.id(), address, 0), null));
    }
    String offer = invite.offer();
    return rtp.flatMap(address -> OfferAnswer.answer(call.id(), address, 0, offer))
        .map(agreement -> new Description(agreement.sdp(), agreement.media()));
  }

  static Headers orNone(@Nullable Headers headers) {
    return headers == null ? Headers.NONE : headers;
  }
}
