package io.ringmaster.actors.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.actors.session.SessionFact.*;
import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.Headers;
import io.ringmaster.protocol.command.CommandRef;
import io.ringmaster.protocol.command.MediaCommand;
import io.ringmaster.protocol.command.OutgoingCall;
import io.ringmaster.protocol.command.SignallingCommand;
import io.ringmaster.protocol.event.CallEvent;
import io.ringmaster.protocol.event.NumberedCallEvent;
import io.ringmaster.protocol.session.ScenarioCommand;
import io.ringmaster.protocol.session.ScriptFailure;
import io.ringmaster.protocol.session.TurnInput;
import io.ringmaster.protocol.signal.Route;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TurnLogLinesTest {

  private static final Instant AT = Instant.parse("2026-11-22T06:00:00.123Z");
  private static final CallId CALL = new CallId("5-1");

  private final TurnLogLines underTest = new TurnLogLines();

  @Test
  void anEventAndItsCommandsHaveVoxEnginesShapes() {
    assertThat(
            lines(
                new CallEvent.Connected(
                    null, Headers.of("X-A", "secret"), null, null, null, null, null),
                new ScenarioCommand.CommandCall(CALL, new SignallingCommand.AnswerCall(null, "D")),
                new ScenarioCommand.CommandCall(CALL, new MediaCommand.HandleTones(true, 0)),
                new ScenarioCommand.WriteLog("by the scenario"),
                new ScenarioCommand.PlaceCall(
                    new CallId("5-2"),
                    new OutgoingCall("a@b", null, null, "hidden", null, null, null)),
                new ScenarioCommand.TerminateSession()))
        .containsExactly(
            "2026-11-22 06:00:00.123 Sent event to JS onPhoneEvent with params [{name = Call.Connected ; headers = {X-A = ****** ; } ;"
                + " id = 5-1 ; } ;  ]",
            "2026-11-22 06:00:00.123 Executing JS command: AcceptCall with params [{id = 5-1 ; displayName = D ; } ;  ]",
            "2026-11-22 06:00:00.123 Executing JS command: HandleTones with params [{id = 5-1 ; on = true ; dtmfType = 0 ; } ;  ]",
            "2026-11-22 06:00:00.123 by the scenario",
            "2026-11-22 06:00:00.123 Executing JS command: CallSIP with params [{id = 5-2 ; to = a@b ; password = ****** ; } ;  ]",
            "2026-11-22 06:00:00.123 Terminating request...");
  }

  @Test
  void digitsAreHiddenFromHideTonesOnUntilItIsTakenBack() {
    var tone = new CallEvent.ToneReceived("7", "1");
    assertThat(lines(tone, hideTones(true))).first().asString().contains("tone = 7 ;");
    assertThat(lines(tone, hideTones(false))).first().asString().contains("tone = ****** ;");
    assertThat(lines(tone)).first().asString().contains("tone = 7 ;");
  }

  @Test
  void aFailureIsTheTurnsLastLine() {
    var failure =
        new ScriptFailure(ScriptFailure.Kind.EXCEPTION, "a.js:1:2: Error: x", "a.js", 1, 2, false);
    assertThat(underTest.of(turn(new TurnInput.TimersDue(), List.of(), failure)))
        .containsExactly("2026-11-22 06:00:00.123 JS error: a.js:1:2: Error: x");
  }

  @Test
  void aSessionsLogTellsItsWholeLifeInOrder() {
    var started =
        new SessionStarted(
            new Route("r", Route.Control.SCENARIO, List.of("a")),
            List.of(new PinnedScenario("a", "00")),
            "",
            "token");
    var turn =
        turn(
            new TurnInput.TimersDue(),
            List.of(new ScenarioCommand.WriteLog("by the scenario")),
            null);
    assertThat(
            SessionLogLines.of(
                List.of(
                    new SessionEntry(AT, List.of(started, turn)),
                    new SessionEntry(
                        AT,
                        List.of(
                            new CommandRefused(CALL, new CommandRef(1, 0), "the call has ended"),
                            new TerminationRequested(Cause.SCRIPT_ERROR, "it broke"),
                            new FarewellBegun())),
                    new SessionEntry(AT, List.of(new SessionEnded())))))
        .containsExactly(
            "2026-11-22 06:00:00.123 Loading scenario a",
            "2026-11-22 06:00:00.123 by the scenario",
            "2026-11-22 06:00:00.123 WARNING: call 5-1: the call has ended",
            "2026-11-22 06:00:00.123 Terminating request...",
            "2026-11-22 06:00:00.123 ERROR: it broke",
            "2026-11-22 06:00:00.123 terminating",
            "2026-11-22 06:00:00.123 Terminating (onClose)",
            "2026-11-22 06:00:00.123 JS session error",
            "2026-11-22 06:00:00.123 Session terminated");
  }

  @Test
  void whatIsWrittenWithATurnIsNotDatedAfterIt() {
    var written = AT.plusMillis(6);
    var asks =
        turn(new TurnInput.TimersDue(), List.of(new ScenarioCommand.TerminateSession()), null);
    var lastWords =
        turn(new TurnInput.TimersDue(), List.of(new ScenarioCommand.WriteLog("last words")), null);
    assertThat(
            SessionLogLines.of(
                List.of(
                    new SessionEntry(
                        written,
                        List.of(
                            asks,
                            new TerminationRequested(Cause.SCENARIO, null),
                            new FarewellBegun(),
                            lastWords,
                            new SessionEnded())))))
        .containsExactly(
            "2026-11-22 06:00:00.123 Terminating request...",
            "2026-11-22 06:00:00.123 terminating",
            "2026-11-22 06:00:00.123 Terminating (onClose)",
            "2026-11-22 06:00:00.123 last words",
            "2026-11-22 06:00:00.129 Normal termination",
            "2026-11-22 06:00:00.129 Session terminated");
  }

  private static ScenarioCommand hideTones(boolean hide) {
    return new ScenarioCommand.WriteLog(
        "Executing JS command: HideTones with params [" + hide + "]");
  }

  private List<String> lines(CallEvent event, ScenarioCommand... commands) {
    var input = new TurnInput.CallEventRaised(new NumberedCallEvent(CALL, 1, AT, event));
    return underTest.of(turn(input, List.of(commands), null));
  }

  private static TurnTaken turn(
      TurnInput input, List<ScenarioCommand> commands, @Nullable ScriptFailure failure) {
    return new TurnTaken(1, AT, 1, input, commands, null, failure);
  }
}
