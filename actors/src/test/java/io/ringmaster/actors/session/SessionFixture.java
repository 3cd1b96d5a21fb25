package io.ringmaster.actors.session;

import io.ringmaster.actors.diagram.Transition;
import io.ringmaster.actors.diagram.TransitionsTaken;
import io.ringmaster.actors.session.SessionFact.*;
import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.Headers;
import io.ringmaster.protocol.SessionId;
import io.ringmaster.protocol.event.AppEvent;
import io.ringmaster.protocol.event.AppEvent.CallAlerting;
import io.ringmaster.protocol.event.CallEvent;
import io.ringmaster.protocol.event.NumberedAppEvent;
import io.ringmaster.protocol.event.NumberedCallEvent;
import io.ringmaster.protocol.session.HttpResult;
import io.ringmaster.protocol.session.ScenarioCommand;
import io.ringmaster.protocol.session.ScenarioCommand.SendHttpRequest;
import io.ringmaster.protocol.session.ScriptFailure;
import io.ringmaster.protocol.session.TurnInput;
import io.ringmaster.protocol.signal.Route;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A session without anything around it: a fold that facts are given to.
final class SessionFixture {

  static final SessionId ID = new SessionId("8796093022209");
  static final CallId CALL = ID.call(1);
  static final CallId SECOND = ID.call(2);
  static final Instant START = Instant.parse("2026-11-22T06:00:00Z");
  static final Route ROUTE = new Route("demo", Route.Control.SCENARIO, List.of("greeting"));
  static final SessionStarted STARTED =
      new SessionStarted(ROUTE, List.of(new PinnedScenario("greeting", "abc")), "data", "token");
  static final SendHttpRequest GET = request(1, "GET");
  static final SessionSettings SETTINGS =
      new SessionSettings(
          Duration.ofSeconds(60),
          Duration.ofHours(2),
          Duration.ofSeconds(90),
          Duration.ofSeconds(1),
          Duration.ofSeconds(30),
          CallLimits.USUAL,
          "http://127.0.0.1:8080");
  static final Headers NONE = Headers.NONE;

  private Session underTest = new Session.Unborn(ID);
  private Instant now = START;

  static SessionFixture given(SessionFact... past) {
    return new SessionFixture().when(past);
  }

  SessionFixture after(Duration passed) {
    now = now.plus(passed);
    return this;
  }

  SessionFixture when(SessionFact... facts) {
    for (var fact : facts) {
      var before = underTest;
      underTest = before.on(fact, now);
      TransitionsTaken.add(Transition.of("Session", before, fact, underTest));
    }
    return this;
  }

  Session session() {
    return underTest;
  }

  SessionDetails details() {
    return underTest.details().orElseThrow();
  }

  Instant now() {
    return now;
  }

  static SendHttpRequest request(int number, String method) {
    return new SendHttpRequest(
        number, method, "http://127.0.0.1:9/x", List.of(), "", 6_000, 90_000);
  }

  static TurnTaken turn(long number, TurnInput input, ScenarioCommand... commands) {
    return new TurnTaken(number, START, 7, input, List.of(commands), null, null);
  }

  static TurnTaken waking(long number, TurnInput input, Instant wakeAt) {
    return new TurnTaken(number, START, 7, input, List.of(), wakeAt, null);
  }

  static TurnTaken failed(long number, TurnInput input, boolean contextLost) {
    return new TurnTaken(number, START, 7, input, List.of(), null, failure(contextLost));
  }

  static ScriptFailure failure(boolean contextLost) {
    return new ScriptFailure(
        ScriptFailure.Kind.EXCEPTION, "boom is not defined", "greeting", 3, 5, contextLost);
  }

  static TurnInput app(AppEvent event) {
    return new TurnInput.AppEventRaised(new NumberedAppEvent(ID, 1, START, event));
  }

  static CallAlerting alerting(CallId call) {
    return new CallAlerting(
        call,
        "carol",
        "7001",
        "sip:7001@127.0.0.1",
        "sip:carol@127.0.0.9",
        "Carol",
        NONE,
        null,
        null,
        null,
        null);
  }

  static TurnInput arrival(CallId call) {
    return app(alerting(call));
  }

  static NumberedCallEvent numbered(CallId call, long seq, CallEvent event) {
    return new NumberedCallEvent(call, seq, START, event);
  }

  static TurnInput event(CallId call, long seq, CallEvent event) {
    return new TurnInput.CallEventRaised(numbered(call, seq, event));
  }

  static CallEvent disconnected() {
    return new CallEvent.Disconnected(NONE, 200, "", 0, 0, "SIP Call");
  }

  static TurnInput done(int request) {
    return new TurnInput.HttpRequestDone(request, new HttpResult(200, "ok", List.of(), null));
  }

  static TerminationRequested requested(Cause cause, @Nullable String error) {
    return new TerminationRequested(cause, error);
  }
}
