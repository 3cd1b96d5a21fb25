package io.ringmaster.actors.call;

import io.ringmaster.protocol.command.CallCommand;
import io.ringmaster.protocol.signal.CallSignal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A call, as the fold of its facts: one record for each phase, and each decides what it will hear of.
public sealed interface Call
    permits Unborn,
        IncomingAlerting,
        IncomingProgressing,
        Answering,
        OutgoingAlerting,
        OutgoingProgressing,
        Connected,
        Terminated {

  /// What a command leads to, or why it cannot be.
  Decision decide(CallCommand command, Moment moment);

  /// What a signal leads to. A phase that has no use for it answers [Decision#nothing].
  Decision.Accepted hear(CallSignal signal, Moment moment);

  /// The fold; no clock, no randomness, no side effect.
  Call on(CallFact fact, Instant at);

  State state();

  /// What every phase but [Unborn] knows.
  Optional<CallDetails> details();

  /// When the call wants to hear `DeadlinePassed`.
  default Optional<Instant> deadline(Duration answerTimeout) {
    return Optional.empty();
  }

  /// The strings of `call.state()`. Which of the first two a ringing call is in, is our reading of VoxEngine.
  enum State {
    ALERTING,
    PROGRESSING,
    CONNECTED,
    TERMINATED
  }

  default Call unexpected(CallFact fact) {
    throw new IllegalStateException("%s cannot follow %s".formatted(fact, this));
  }
}
