package io.ringmaster.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.actors.port.ScenarioSource;
import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.Headers;
import io.ringmaster.protocol.SessionId;
import io.ringmaster.protocol.command.CallCommand;
import io.ringmaster.protocol.event.AppEvent;
import io.ringmaster.protocol.event.CallEvent;
import io.ringmaster.protocol.event.NumberedAppEvent;
import io.ringmaster.protocol.event.NumberedCallEvent;
import io.ringmaster.protocol.session.HttpResult;
import io.ringmaster.protocol.session.ScenarioCommand;
import io.ringmaster.protocol.session.Turn;
import io.ringmaster.protocol.session.TurnInput;
import io.ringmaster.protocol.session.TurnOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// One session on a real host, with the world around it played by a test: it gives turns and keeps the clock.
final class Stage {

  static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private static final AtomicLong SESSIONS = new AtomicLong(1000);

  final SessionId session;
  final CallId incoming;
  final List<Turn> turns = new ArrayList<>();
  final List<TurnOutcome> outcomes = new ArrayList<>();
  private final VoxScenarioHost host;
  private Instant now = NOON;
  private int nextCall = 2;

  Stage(VoxScenarioHost host) {
    this(host, new SessionId(Long.toString(SESSIONS.incrementAndGet())));
  }

  Stage(VoxScenarioHost host, SessionId session) {
    this.host = host;
    this.session = session;
    this.incoming = session.call(1);
  }

  static ScenarioSource file(String name, String source) {
    return new ScenarioSource(name, "0", source);
  }

  /// Loads the files and expects no failure.
  Stage load(String... sources) {
    loading("", sources);
    return sound();
  }

  TurnOutcome loading(String customData, String... sources) {
    var files = new ArrayList<ScenarioSource>();
    for (var source : sources)
      files.add(file(files.isEmpty() ? "main.js" : "more" + files.size() + ".js", source));
    var turn = turn(new TurnInput.ScenarioLoaded());
    return keep(turn, host.load(session, files, customData, turn));
  }

  /// Loads a scenario that has its incoming call in `call` and may use `e` of the alerting event, and lets that call arrive.
  Stage withCall(String body) {
    load(
        "let call; VoxEngine.addEventListener(AppEvents.CallAlerting, (e) => { call = e.call;\n"
            + body
            + "\n});");
    return alert(Headers.NONE);
  }

  Stage alert(Headers headers) {
    app(
        new AppEvent.CallAlerting(
            incoming,
            "alice",
            "7000",
            "sip:7000@pbx",
            "sip:alice@pbx",
            "Alice",
            headers,
            null,
            null,
            null,
            null));
    return this;
  }

  TurnOutcome app(AppEvent event) {
    return take(new TurnInput.AppEventRaised(numbered(event)));
  }

  TurnOutcome http(String request, String method, String path, String content) {
    return take(
        new TurnInput.HttpRequestRaised(
            request, numbered(new AppEvent.HttpRequest(method, path, content, List.of()))));
  }

  TurnOutcome answered(int request, int code, String text) {
    return take(
        new TurnInput.HttpRequestDone(
            request,
            new HttpResult(code, text, List.of(new AppEvent.KeyValue("Server", "test")), null)));
  }

  TurnOutcome on(CallId call, CallEvent event) {
    return take(
        new TurnInput.CallEventRaised(new NumberedCallEvent(call, turns.size(), now, event)));
  }

  TurnOutcome on(CallEvent event) {
    return on(incoming, event);
  }

  TurnOutcome connected(CallId call) {
    on(call, new CallEvent.StateChanged("ALERTING", "CONNECTED"));
    return on(call, new CallEvent.Connected(null, Headers.NONE, null, null, null, null, null));
  }

  TurnOutcome disconnected(CallId call) {
    return on(call, new CallEvent.Disconnected(Headers.NONE, 16, "", 10, 0, "SIP Call"));
  }

  TurnOutcome tone(String digit) {
    return on(new CallEvent.ToneReceived(digit, "1"));
  }

  /// Lets time pass and wakes the session.
  TurnOutcome after(Duration time) {
    now = now.plus(time);
    return take(new TurnInput.TimersDue());
  }

  TurnOutcome take(TurnInput input) {
    var turn = turn(input);
    return keep(turn, host.take(turn));
  }

  TurnOutcome last() {
    return outcomes.getLast();
  }

  /// Expects that the last turn did not fail.
  Stage sound() {
    assertThat(last().failure()).isNull();
    return this;
  }

  /// The text of the last turn's log lines.
  List<String> log() {
    return log(last());
  }

  static List<String> log(TurnOutcome outcome) {
    return outcome.commands().stream()
        .<String>mapMulti((command, sink) -> {
          if (command instanceof ScenarioCommand.WriteLog(var text)) sink.accept(text);
        })
        .toList();
  }

  /// The last turn's commands to the incoming call.
  List<CallCommand> told() {
    return told(incoming);
  }

  List<CallCommand> told(CallId call) {
    return last().commands().stream()
        .<CallCommand>mapMulti((command, sink) -> {
          if (command instanceof ScenarioCommand.CommandCall(var to, var told) && to.equals(call))
            sink.accept(told);
        })
        .toList();
  }

  private NumberedAppEvent numbered(AppEvent event) {
    return new NumberedAppEvent(session, turns.size(), now, event);
  }

  private Turn turn(TurnInput input) {
    return new Turn(session, turns.size(), now, 7L * turns.size() + 1, nextCall, input);
  }

  private TurnOutcome keep(Turn turn, CompletionStage<TurnOutcome> stage) {
    try {
      var outcome = stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
      turns.add(turn);
      outcomes.add(outcome);
      nextCall +=
          (int)
              outcome.commands().stream()
                  .filter(ScenarioCommand.PlaceCall.class::isInstance)
                  .count();
      return outcome;
    } catch (Exception e) {
      throw new AssertionError("the turn had no outcome", e);
    }
  }
}
