package io.ringmaster.actors.session;

import io.ringmaster.actors.session.SessionFact.*;
import io.ringmaster.protocol.SessionId;
import io.ringmaster.protocol.event.AppEvent;
import io.ringmaster.protocol.session.TurnInput;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A session, as the fold of its facts. A phase says which inputs still reach the scenario, what the clock leads to, and which
/// last words are due. Between `Terminating` and `Terminated` at most one outside request is waited for.
public sealed interface Session {

  /// The fold; no clock, no randomness, no side effect.
  Session on(SessionFact fact, Instant at);

  /// The fold of one more line.
  default Session on(SessionEntry entry) {
    var session = this;
    for (var fact : entry.facts()) session = session.on(fact, entry.at());
    return session;
  }

  /// Whether an input still becomes a turn. Others are dropped, and acknowledged where somebody waits.
  boolean takes(TurnInput input);

  /// What the phase itself wants to say next to the scenario.
  default Optional<AppEvent> due() {
    return Optional.empty();
  }

  /// When the phase wants [#onDeadline].
  default Optional<Instant> deadline(SessionSettings settings) {
    return Optional.empty();
  }

  /// When the scenario's earliest timer is due. A session that ends has no timers any more.
  default Optional<Instant> wakeAt() {
    return Optional.empty();
  }

  /// What the passing of the deadline leads to.
  default List<SessionFact> onDeadline() {
    return List.of();
  }

  /// What `VoxEngine.terminate()`, an operator, or a failing script leads to. A second request is ignored.
  default List<SessionFact> terminate(Cause cause, @Nullable String error) {
    return List.of();
  }

  /// What follows by itself once the phase has been entered.
  default List<SessionFact> onward() {
    return List.of();
  }

  /// Whether it is ending or has ended.
  default boolean isOver() {
    return switch (this) {
      case Unborn _, Running _, Idle _ -> false;
      case Draining _, Terminating _, Terminated _ -> true;
    };
  }

  /// The name of the phase on the outside.
  String state();

  /// What every phase but [Unborn] knows.
  Optional<SessionDetails> details();

  default Session unexpected(SessionFact fact) {
    throw new IllegalStateException("%s cannot follow %s".formatted(fact, this));
  }

  /// Before the first fact: no such session.
  record Unborn(SessionId id) implements Session {

    @Override
    public Session on(SessionFact fact, Instant at) {
      return switch (fact) {
        case SessionStarted started -> new Idle(SessionDetails.of(id, started, at), at);
        case TurnTaken _,
            CallPlacedFromOutside _,
            CommandRefused _,
            TerminationRequested _,
            FarewellBegun _,
            SessionEnded _ ->
            unexpected(fact);
      };
    }

    @Override
    public boolean takes(TurnInput input) {
      return false;
    }

    @Override
    public String state() {
      return "UNBORN";
    }

    @Override
    public Optional<SessionDetails> details() {
      return Optional.empty();
    }
  }

  /// At least one call is open.
  record Running(SessionDetails session) implements Session {

    @Override
    public Session on(SessionFact fact, Instant at) {
      return switch (fact) {
        case TurnTaken turn -> live(session.after(turn), at);
        case CallPlacedFromOutside(var call, _) -> new Running(session.withCall(call));
        case TerminationRequested requested -> new Draining(session, requested, at);
        case CommandRefused _ -> this;
        case SessionStarted _, FarewellBegun _, SessionEnded _ -> unexpected(fact);
      };
    }

    @Override
    public boolean takes(TurnInput input) {
      return true;
    }

    @Override
    public List<SessionFact> terminate(Cause cause, @Nullable String error) {
      return List.of(new TerminationRequested(cause, error));
    }

    @Override
    public Optional<Instant> wakeAt() {
      return Optional.ofNullable(session.wakeAt());
    }

    @Override
    public String state() {
      return "RUNNING";
    }

    @Override
    public Optional<SessionDetails> details() {
      return Optional.of(session);
    }
  }

  /// No call is open: the idle clock runs since the last one ended, or since the start.
  record Idle(SessionDetails session, Instant since) implements Session {

    @Override
    public Session on(SessionFact fact, Instant at) {
      return switch (fact) {
        case TurnTaken turn -> {
          var after = session.after(turn);
          yield after.hasOpenCalls() ? new Running(after) : new Idle(after, since);
        }
        case CallPlacedFromOutside(var call, _) -> new Running(session.withCall(call));
        case TerminationRequested requested -> new Draining(session, requested, at);
        case CommandRefused _ -> this;
        case SessionStarted _, FarewellBegun _, SessionEnded _ -> unexpected(fact);
      };
    }

    @Override
    public boolean takes(TurnInput input) {
      return true;
    }

    @Override
    public Optional<Instant> deadline(SessionSettings settings) {
      return Optional.of(since.plus(settings.idleTimeout()));
    }

    @Override
    public List<SessionFact> onDeadline() {
      return List.of(new TerminationRequested(Cause.IDLE, null));
    }

    @Override
    public List<SessionFact> terminate(Cause cause, @Nullable String error) {
      return List.of(new TerminationRequested(cause, error));
    }

    @Override
    public Optional<Instant> wakeAt() {
      return Optional.ofNullable(session.wakeAt());
    }

    @Override
    public String state() {
      return "IDLE";
    }

    @Override
    public Optional<SessionDetails> details() {
      return Optional.of(session);
    }
  }

  /// Ending: outside requests in flight are waited for, and their callbacks still run.
  record Draining(SessionDetails session, TerminationRequested why, Instant since)
      implements Session {

    @Override
    public Session on(SessionFact fact, Instant at) {
      return switch (fact) {
        case TurnTaken turn -> new Draining(session.after(turn), why, since);
        case FarewellBegun _ -> new Terminating(session.silenced(), why, at, false);
        case CommandRefused _ -> this;
        case SessionStarted _, CallPlacedFromOutside _, TerminationRequested _, SessionEnded _ ->
            unexpected(fact);
      };
    }

    @Override
    public boolean takes(TurnInput input) {
      return input instanceof TurnInput.HttpRequestDone;
    }

    @Override
    public Optional<Instant> deadline(SessionSettings settings) {
      return Optional.of(since.plus(settings.httpDrainTimeout()));
    }

    @Override
    public List<SessionFact> onward() {
      return session.requests().isEmpty() ? List.of(new FarewellBegun()) : List.of();
    }

    @Override
    public List<SessionFact> onDeadline() {
      return List.of(new FarewellBegun());
    }

    @Override
    public String state() {
      return "DRAINING";
    }

    @Override
    public Optional<SessionDetails> details() {
      return Optional.of(session);
    }
  }

  /// The scenario says its last words.
  ///
  /// @param told whether `Terminating` has been raised; after its one outside request comes `Terminated`
  record Terminating(SessionDetails session, TerminationRequested why, Instant since, boolean told)
      implements Session {

    @Override
    public Session on(SessionFact fact, Instant at) {
      return switch (fact) {
        case TurnTaken turn ->
            new Terminating(session.after(turn), why, since, told || isFarewell(turn));
        case SessionEnded _ -> new Terminated(session.silenced(), why, at);
        case CommandRefused _ -> this;
        case SessionStarted _, CallPlacedFromOutside _, TerminationRequested _, FarewellBegun _ ->
            unexpected(fact);
      };
    }

    /// A turn that was under way when the farewell began is none.
    private static boolean isFarewell(TurnTaken turn) {
      return turn.input() instanceof TurnInput.AppEventRaised(var numbered)
          && numbered.event() instanceof AppEvent.Terminating;
    }

    @Override
    public boolean takes(TurnInput input) {
      return input instanceof TurnInput.HttpRequestDone
          || (input instanceof TurnInput.AppEventRaised(var numbered)
              && (numbered.event() instanceof AppEvent.Terminating
                  || numbered.event() instanceof AppEvent.Terminated));
    }

    @Override
    public Optional<AppEvent> due() {
      if (!told) return Optional.of(new AppEvent.Terminating(why.error()));
      return session.requests().isEmpty()
          ? Optional.of(new AppEvent.Terminated(why.error()))
          : Optional.empty();
    }

    @Override
    public Optional<Instant> deadline(SessionSettings settings) {
      return told && !session.requests().isEmpty()
          ? Optional.of(since.plus(settings.httpDrainTimeout()))
          : Optional.empty();
    }

    /// The one last request took too long: its callback will not run.
    @Override
    public List<SessionFact> onDeadline() {
      return List.of(new SessionEnded());
    }

    @Override
    public String state() {
      return "TERMINATING";
    }

    @Override
    public Optional<SessionDetails> details() {
      return Optional.of(session);
    }
  }

  /// Over.
  record Terminated(SessionDetails session, TerminationRequested why, Instant endedAt)
      implements Session {

    @Override
    public Session on(SessionFact fact, Instant at) {
      return fact instanceof CommandRefused ? this : unexpected(fact);
    }

    @Override
    public boolean takes(TurnInput input) {
      return false;
    }

    @Override
    public String state() {
      return "TERMINATED";
    }

    @Override
    public Optional<SessionDetails> details() {
      return Optional.of(session);
    }
  }

  private static Session live(SessionDetails session, Instant at) {
    return session.hasOpenCalls() ? new Running(session) : new Idle(session, at);
  }
}
