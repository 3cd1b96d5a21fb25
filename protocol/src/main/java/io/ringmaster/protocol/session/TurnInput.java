package io.ringmaster.protocol.session;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.ringmaster.protocol.event.NumberedAppEvent;
import io.ringmaster.protocol.event.NumberedCallEvent;

/// The one thing that a scenario's turn is about. It is journaled with the turn, so the turn can be run again.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public sealed interface TurnInput {

  /// The scenario files are loaded and their top-level code runs.
  record ScenarioLoaded() implements TurnInput {}

  /// Something happened to the session.
  record AppEventRaised(NumberedAppEvent numbered) implements TurnInput {}

  /// Something happened to one of its calls.
  record CallEventRaised(NumberedCallEvent numbered) implements TurnInput {}

  /// An HTTP request from outside, as event `Application.HttpRequest`.
  /// - `request`: names the waiting client in the turn's [ScenarioCommand.AnswerHttp].
  record HttpRequestRaised(String request, NumberedAppEvent numbered) implements TurnInput {}

  /// One or more timers of the scenario are due at the turn's time.
  record TimersDue() implements TurnInput {}

  /// The HTTP request number `request` of this session is over.
  record HttpRequestDone(int request, HttpResult result) implements TurnInput {}
}
