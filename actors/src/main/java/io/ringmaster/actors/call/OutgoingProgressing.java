package io.ringmaster.actors.call;

import io.ringmaster.actors.call.SignallingFact.*;
import io.ringmaster.protocol.command.CallCommand;
import io.ringmaster.protocol.command.MediaCommand;
import io.ringmaster.protocol.command.OutgoingCall;
import io.ringmaster.protocol.command.SignallingCommand;
import io.ringmaster.protocol.signal.CallSignal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The far end is being alerted, or plays something to us before it answers.
///
/// @param challenged whether we have sent credentials
record OutgoingProgressing(CallDetails call, OutgoingCall placed, boolean challenged)
    implements Call {

  /// The phase that a provisional response leads to.
  static OutgoingProgressing of(
      CallDetails call, OutgoingCall placed, boolean challenged, ProgressHeard progress) {
    var established = call.with(call.dialog().establishedBy(progress.peer()));
    return new OutgoingProgressing(
        established.with(established.media().agreed(progress.media())), placed, challenged);
  }

  @Override
  public Decision decide(CallCommand command, Moment moment) {
    return switch (command) {
      case SignallingCommand signalling -> OutgoingCalls.decide(call, signalling);
      case MediaCommand media -> call.media().decide(media, call.id());
    };
  }

  @Override
  public Decision.Accepted hear(CallSignal signal, Moment moment) {
    return OutgoingCalls.hear(call, placed, challenged, signal);
  }

  @Override
  public Call on(CallFact fact, Instant at) {
    return switch (fact) {
      case ProgressHeard progress -> of(call, placed, challenged, progress);
      case ChallengeAnswered _ ->
          new OutgoingProgressing(call.with(call.nextRequest()), placed, true);
      case AnswerHeard answer -> Connected.of(call, answer, at);
      case CallEnded ended -> Terminated.of(call, ended, at);
      case CustomDataChanged(String text) ->
          new OutgoingProgressing(call.withCustomData(text), placed, challenged);
      case MediaFact media ->
          new OutgoingProgressing(call.with(call.media().on(media)), placed, challenged);
      case CallOffered _,
          CallPlaced _,
          RingingSent _,
          EarlyMediaStarted _,
          AnswerSent _,
          AnswerAcknowledged _,
          OfferRenewed _,
          InfoHeard _,
          InfoSent _ ->
          unexpected(fact);
    };
  }

  @Override
  public Optional<Instant> deadline(Duration answerTimeout) {
    return Optional.of(call.createdAt().plus(AnswerTimeout.of(placed, answerTimeout)));
  }

  @Override
  public State state() {
    return State.PROGRESSING;
  }

  @Override
  public Optional<CallDetails> details() {
    return Optional.of(call);
  }
}
