package io.ringmaster.actors.call;

import io.ringmaster.actors.call.SignallingFact.*;
import io.ringmaster.actors.port.MediaEffect.OpenLeg;
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
import java.time.Instant;
import java.util.Optional;

/// We have answered with a 2xx and wait for its ACK. Media may flow already.
record Answering(CallDetails call, State before, Instant answeredAt) implements Call {

  @Override
  public Decision decide(CallCommand command, Moment moment) {
    return switch (command) {
      case MediaCommand media -> call.media().decide(media, call.id());
      case SignallingCommand signalling -> decide(signalling);
    };
  }

  private Decision decide(SignallingCommand command) {
    return switch (command) {
      case AnswerCall _, RingCall _, StartEarlyMedia _ -> Decision.nothing();
      case HangUpCall(Headers headers) ->
          Endings.bye(call, Side.US, 200, "", IncomingCalls.orNone(headers));
      case RejectCall _, DeclineCall _ ->
          Decision.refuse("the call is answered already; use hangup()");
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

  @Override
  public Decision.Accepted hear(CallSignal signal, Moment moment) {
    return switch (signal) {
      case InviteReceived again when Endings.isOwn(call, again) ->
          Decision.nothing()
              .then(
                  new Respond(
                      again.transaction(),
                      call.dialog(),
                      200,
                      null,
                      Headers.NONE,
                      call.media().sdp()));
      case InviteReceived invite -> Endings.idTaken(invite);
      case AckReceived ack -> acknowledged(ack);
      case AckMissing _ ->
          Endings.bye(call, Side.CLOCK, 408, "our answer was never acknowledged", Headers.NONE);
      case ByeReceived bye -> Endings.byeReceived(call, bye);
      case SessionEnded _ -> Endings.bye(call, Side.US, 200, "", Headers.NONE);
      case Revived _ ->
          Endings.lost(
              call, Endings.bye(call, Side.NODE_LOSS, 503, Endings.NODE_LOST, Headers.NONE));
      case ReInviteReceived early -> Endings.tooEarly(call, early.transaction());
      case InfoReceived early -> Endings.tooEarly(call, early.transaction());
      case MediaSignal media -> call.media().accept(media);
      case CancelReceived _,
          ProgressReceived _,
          AnswerReceived _,
          ChallengeReceived _,
          RejectionReceived _,
          RequestFailed _,
          DeadlinePassed _,
          SessionRefused _ ->
          Decision.nothing();
    };
  }

  private Decision.Accepted acknowledged(AckReceived ack) {
    var stop = new StopAnswering(ack.cseq());
    if (call.media().isOpen())
      return Decision.accept(new AnswerAcknowledged(null, null)).then(stop);
    return Optional.ofNullable(ack.sdp())
        .flatMap(OfferAnswer::accepted)
        .map(leg ->
            Decision.accept(new AnswerAcknowledged(ack.sdp(), leg)).then(stop, new OpenLeg(leg)))
        .orElseGet(() ->
            Endings.bye(call, Side.US, 488, "the ACK carries no usable SDP", Headers.NONE)
                .then(stop));
  }

  @Override
  public Call on(CallFact fact, Instant at) {
    return switch (fact) {
      case AnswerAcknowledged(_, var leg) ->
          new Connected(call.with(call.media().agreed(leg)).connected(at));
      case CallEnded ended -> Terminated.answered(call, ended, at);
      case CustomDataChanged(String text) ->
          new Answering(call.withCustomData(text), before, answeredAt);
      case MediaFact media -> new Answering(call.with(call.media().on(media)), before, answeredAt);
      case CallOffered _,
          CallPlaced _,
          RingingSent _,
          EarlyMediaStarted _,
          AnswerSent _,
          ProgressHeard _,
          ChallengeAnswered _,
          AnswerHeard _,
          OfferRenewed _,
          InfoHeard _,
          InfoSent _ ->
          unexpected(fact);
    };
  }

  /// Until the ACK, the call is still what it was to the scenario.
  @Override
  public State state() {
    return before;
  }

  @Override
  public Optional<CallDetails> details() {
    return Optional.of(call);
  }
}
