package io.ringmaster.actors.call;

import io.ringmaster.actors.call.MediaFact.ToneTaken;
import io.ringmaster.actors.call.SignallingFact.*;
import io.ringmaster.actors.port.MediaEffect.OpenLeg;
import io.ringmaster.actors.port.SipEffect;
import io.ringmaster.actors.port.SipEffect.Respond;
import io.ringmaster.actors.port.SipEffect.StopAnswering;
import io.ringmaster.actors.sdp.OfferAnswer;
import io.ringmaster.protocol.Headers;
import io.ringmaster.protocol.command.CallCommand;
import io.ringmaster.protocol.command.MediaCommand;
import io.ringmaster.protocol.command.SignallingCommand;
import io.ringmaster.protocol.command.SignallingCommand.*;
import io.ringmaster.protocol.signal.CallSignal;
import io.ringmaster.protocol.signal.LifeSignal.*;
import io.ringmaster.protocol.signal.MediaSignal;
import io.ringmaster.protocol.signal.SipSignal.*;
import io.ringmaster.protocol.sip.ServerTransaction;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/// Both ends can talk.
record Connected(CallDetails call) implements Call {

  /// The longest body of an INFO, in bytes.
  private static final int BODY_LIMIT = 8192;

  /// The phase that the far end's answer leads to.
  static Connected of(CallDetails call, AnswerHeard answer, Instant at) {
    var established = call.with(call.dialog().establishedBy(answer.peer()));
    return new Connected(
        established.with(established.media().agreed(answer.media())).connected(at));
  }

  @Override
  public Decision decide(CallCommand command, Moment moment) {
    return switch (command) {
      case MediaCommand media -> call.media().decide(media, call.id());
      case SignallingCommand signalling -> decide(signalling);
    };
  }

  /// easyProcess answers a leg that may be connected already: that is a quiet no-op.
  private Decision decide(SignallingCommand command) {
    return switch (command) {
      case AnswerCall _, RingCall _, StartEarlyMedia _ -> Decision.nothing();
      case HangUpCall(Headers headers) ->
          Endings.bye(call, Side.US, 200, "", IncomingCalls.orNone(headers));
      case RejectCall _, DeclineCall _ ->
          Decision.refuse("the call is connected already; use hangup()");
      case SetCustomData(String text) -> Decision.accept(new CustomDataChanged(text));
      case SendInfo(String type, String body, Headers headers) ->
          info(type, body, IncomingCalls.orNone(headers));
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

  private Decision info(String type, String body, Headers headers) {
    if (body.getBytes(StandardCharsets.UTF_8).length > BODY_LIMIT) {
      return Decision.refuse("the body of sendInfo is over %d bytes".formatted(BODY_LIMIT));
    }
    return Decision.accept(new InfoSent(type, body, headers))
        .then(new SipEffect.SendInfo(call.nextRequest(), type, body, headers));
  }

  @Override
  public Decision.Accepted hear(CallSignal signal, Moment moment) {
    return switch (signal) {
      case InviteReceived again when Endings.isOwn(call, again) -> Decision.nothing();
      case InviteReceived invite -> Endings.idTaken(invite);
      case ByeReceived bye -> Endings.byeReceived(call, bye);
      case ReInviteReceived late when late.cseq() < call.dialog().remoteCSeq() ->
          outOfOrder(late.transaction());
      case ReInviteReceived invite -> reInvited(invite, moment);
      case InfoReceived late when late.cseq() < call.dialog().remoteCSeq() ->
          outOfOrder(late.transaction());
      case InfoReceived info -> informed(info);
      case AckReceived ack -> Decision.nothing().then(new StopAnswering(ack.cseq()));
      case AckMissing _ ->
          Endings.bye(call, Side.CLOCK, 408, "our answer was never acknowledged", Headers.NONE);
      case RequestFailed failed when failed.status() == 481 || failed.status() == 408 ->
          Endings.bye(
              call,
              Side.FAR_END,
              failed.status(),
              "the far end no longer knows this call",
              Headers.NONE);
      case SessionEnded _ -> Endings.bye(call, Side.US, 200, "", Headers.NONE);
      case Revived _ ->
          Endings.lost(
              call, Endings.bye(call, Side.NODE_LOSS, 503, Endings.NODE_LOST, Headers.NONE));
      case AnswerReceived again -> Endings.answeredAgain(call, again);
      case MediaSignal media -> call.media().accept(media);
      case CancelReceived _,
          ProgressReceived _,
          ChallengeReceived _,
          RejectionReceived _,
          RequestFailed _,
          DeadlinePassed _,
          SessionRefused _ ->
          Decision.nothing();
    };
  }

  /// A request that a later one has overtaken (RFC 3261 section 12.2.2).
  private Decision.Accepted outOfOrder(ServerTransaction transaction) {
    return Decision.nothing()
        .then(new Respond(transaction, call.dialog(), 500, "Out of order", Headers.NONE, null));
  }

  /// A new offer of the far end: hold, another address, a refresh. Without SDP, or when it has been agreed to
  /// before, it gets our last description again.
  private Decision.Accepted reInvited(ReInviteReceived invite, Moment moment) {
    var dialog = call.dialog().withRemoteCSeq(invite.cseq());
    boolean again = invite.cseq() == call.dialog().remoteCSeq();
    if (again || invite.body() == null || !"application/sdp".equalsIgnoreCase(invite.mimeType())) {
      return Decision.nothing()
          .then(
              new Respond(
                  invite.transaction(), dialog, 200, null, Headers.NONE, call.media().sdp()));
    }
    String offer = invite.body();
    return moment
        .rtp()
        .get()
        .flatMap(rtp -> OfferAnswer.answer(call.id(), rtp, call.media().descriptions(), offer))
        .map(agreed ->
            Decision.accept(
                    new OfferRenewed(
                        invite.cseq(), invite.contact(), offer, agreed.sdp(), agreed.media()))
                .then(
                    new OpenLeg(agreed.media()),
                    new Respond(
                        invite.transaction(), dialog, 200, null, Headers.NONE, agreed.sdp())))
        .orElseGet(() ->
            Decision.nothing()
                .then(new Respond(invite.transaction(), dialog, 488, null, Headers.NONE, null)));
  }

  private Decision.Accepted informed(InfoReceived info) {
    var ok = new Respond(info.transaction(), call.dialog(), 200, null, Headers.NONE, null);
    if (info.cseq() == call.dialog().remoteCSeq()) return Decision.nothing().then(ok);
    Optional<Character> digit = InfoDigits.read(info.mimeType(), info.body());
    if (digit.isPresent() && call.media().takesTones(InfoDigits.DTMF_TYPE)) {
      return Decision.accept(new ToneTaken(digit.get(), InfoDigits.DTMF_TYPE, info.cseq()))
          .then(ok);
    }
    return Decision.accept(new InfoHeard(info.cseq(), info.mimeType(), info.body(), info.headers()))
        .then(ok);
  }

  @Override
  public Call on(CallFact fact, Instant at) {
    return switch (fact) {
      case CallEnded ended -> Terminated.answered(call, ended, at);
      case OfferRenewed renewed -> renewed(renewed);
      case InfoHeard info -> new Connected(call.with(call.dialog().withRemoteCSeq(info.cseq())));
      case InfoSent _ -> new Connected(call.with(call.nextRequest()));
      case CustomDataChanged(String text) -> new Connected(call.withCustomData(text));
      case ToneTaken(_, _, Long cseq) when cseq != null ->
          new Connected(call.with(call.dialog().withRemoteCSeq(cseq)));
      case MediaFact media -> new Connected(call.with(call.media().on(media)));
      case CallOffered _,
          CallPlaced _,
          RingingSent _,
          EarlyMediaStarted _,
          AnswerSent _,
          AnswerAcknowledged _,
          ProgressHeard _,
          ChallengeAnswered _,
          AnswerHeard _ ->
          unexpected(fact);
    };
  }

  private Connected renewed(OfferRenewed renewed) {
    var dialog = call.dialog().withRemoteCSeq(renewed.cseq());
    if (renewed.contact() != null) dialog = dialog.withRemoteTarget(renewed.contact());
    return new Connected(
        call.with(dialog).with(call.media().described(renewed.sdp()).agreed(renewed.media())));
  }

  @Override
  public State state() {
    return State.CONNECTED;
  }

  @Override
  public Optional<CallDetails> details() {
    return Optional.of(call);
  }
}
