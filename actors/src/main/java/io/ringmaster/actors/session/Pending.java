package io.ringmaster.actors.session;

import io.ringmaster.protocol.event.AppEvent;
import io.ringmaster.protocol.event.NumberedAppEvent;
import io.ringmaster.protocol.event.NumberedCallEvent;
import io.ringmaster.protocol.session.HttpResult;
import io.ringmaster.protocol.session.TurnInput;
import java.time.Instant;

/// What waits for its turn. AppEvents get their number when the turn comes.
sealed interface Pending {

  record Load() implements Pending {}

  record App(AppEvent event) implements Pending {}

  record Happening(NumberedCallEvent event) implements Pending {}

  record Asked(String request, AppEvent.HttpRequest event) implements Pending {}

  record Timers() implements Pending {}

  record Done(int request, HttpResult result) implements Pending {}

  default TurnInput input(SessionDetails session, Instant at) {
    return switch (this) {
      case Load _ -> new TurnInput.ScenarioLoaded();
      case App(AppEvent event) -> new TurnInput.AppEventRaised(numbered(session, at, event));
      case Happening(NumberedCallEvent event) -> new TurnInput.CallEventRaised(event);
      case Asked(String request, AppEvent event) ->
          new TurnInput.HttpRequestRaised(request, numbered(session, at, event));
      case Timers _ -> new TurnInput.TimersDue();
      case Done(int request, HttpResult result) -> new TurnInput.HttpRequestDone(request, result);
    };
  }

  private static NumberedAppEvent numbered(SessionDetails session, Instant at, AppEvent event) {
    return new NumberedAppEvent(session.id(), session.appEvents() + 1, at, event);
  }
}
