package io.ringmaster.actors.session;

import io.ringmaster.actors.session.SessionFact.TurnTaken;
import io.ringmaster.protocol.event.NumberedEvent;
import io.ringmaster.protocol.session.TurnInput;
import java.util.Optional;

/// The events in a session's journal: what its turns were about.
public final class SessionEvents {

  private SessionEvents() {}

  /// The event of a fact; empty when the fact is about none.
  public static Optional<NumberedEvent> of(SessionFact fact) {
    if (!(fact instanceof TurnTaken turn)) return Optional.empty();
    return switch (turn.input()) {
      case TurnInput.AppEventRaised(var event) -> Optional.of(event);
      case TurnInput.CallEventRaised(var event) -> Optional.of(event);
      case TurnInput.HttpRequestRaised(_, var event) -> Optional.of(event);
      case TurnInput.ScenarioLoaded _, TurnInput.TimersDue _, TurnInput.HttpRequestDone _ ->
          Optional.empty();
    };
  }
}
