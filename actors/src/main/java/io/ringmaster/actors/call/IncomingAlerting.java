package io.ringmaster.actors.call;

import io.ringmaster.actors.call.SignallingFact.*;
import io.ringmaster.protocol.command.CallCommand;
import io.ringmaster.protocol.command.MediaCommand;
import io.ringmaster.protocol.command.SignallingCommand;
import io.ringmaster.protocol.signal.CallSignal;
import io.ringmaster.protocol.signal.Route;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Somebody calls, and the scenario has not yet said what becomes of it.
record IncomingAlerting(CallDetails call, Invite invite, Route route) implements Call {

  @Override
  public Decision decide(CallCommand command, Moment moment) {
    return switch (command) {
      case SignallingCommand signalling -> IncomingCalls.decide(call, invite, signalling, moment);
      case MediaCommand media -> call.media().decide(media, call.id());
    };
  }

  @Override
  public Decision.Accepted hear(CallSignal signal, Moment moment) {
    return IncomingCalls.hear(call, invite, signal);
  }

  @Override
  public Call on(CallFact fact, Instant at) {
    return switch (fact) {
      case RingingSent _ -> new IncomingProgressing(call, invite);
      case EarlyMediaStarted(_, String sdp, var media) ->
          new IncomingProgressing(call.with(call.media().described(sdp).agreed(media)), invite);
      case AnswerSent(_, String sdp, var media) ->
          new Answering(call.with(call.media().described(sdp).agreed(media)), state(), at);
      case CallEnded ended -> Terminated.refused(call, invite, ended, at);
      case CustomDataChanged(String text) ->
          new IncomingAlerting(call.withCustomData(text), invite, route);
      case MediaFact media ->
          new IncomingAlerting(call.with(call.media().on(media)), invite, route);
      case CallOffered _,
          CallPlaced _,
          AnswerAcknowledged _,
          ProgressHeard _,
          ChallengeAnswered _,
          AnswerHeard _,
          OfferRenewed _,
          InfoHeard _,
          InfoSent _ ->
          unexpected(fact);
    };
  }

  @Override
  public Optional<Instant> deadline(Duration answerTimeout) {
    return Optional.of(call.createdAt().plus(answerTimeout));
  }

  @Override
  public State state() {
    return State.ALERTING;
  }

  @Override
  public Optional<CallDetails> details() {
    return Optional.of(call);
  }
}
