package io.ringmaster.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.Headers;
import io.ringmaster.protocol.SessionId;
import io.ringmaster.protocol.command.MediaCommand;
import io.ringmaster.protocol.command.OutgoingCall;
import io.ringmaster.protocol.command.SignallingCommand;
import io.ringmaster.protocol.event.CallEvent;
import io.ringmaster.protocol.event.NumberedCallEvent;
import io.ringmaster.protocol.session.ScenarioCommand;
import io.ringmaster.protocol.session.ScriptFailure;
import io.ringmaster.protocol.session.Turn;
import io.ringmaster.protocol.session.TurnInput;
import io.ringmaster.protocol.session.TurnOutcome;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionLogLinesTest {

  private static final Instant AT = Instant.parse("2026-11-22T06:00:00.123Z");
  private static final CallId CALL = new CallId("5-1");

  private final SessionLogLines underTest = new SessionLogLines();

  @Test
  void anEventAndItsCommandsHaveVoxEnginesShapes() {
    assertThat(
            lines(
                new CallEvent.Connected(null, Headers.of("X-A", "secret"), null, null, null, null),
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
            "2026-11-22 06:00:00.123 terminating");
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
    assertThat(
            underTest.of(
                turn(new TurnInput.TimersDue()), new TurnOutcome(List.of(), null, failure)))
        .containsExactly("2026-11-22 06:00:00.123 JS error: a.js:1:2: Error: x");
  }

  @Test
  void loadedScenariosComeFirst() {
    assertThat(underTest.loading(AT, List.of("a", "b")))
        .containsExactly(
            "2026-11-22 06:00:00.123 Loading scenario a",
            "2026-11-22 06:00:00.123 Loading scenario b");
  }

  private static ScenarioCommand hideTones(boolean hide) {
    return new ScenarioCommand.WriteLog(
        "Executing JS command: HideTones with params [" + hide + "]");
  }

  private List<String> lines(CallEvent event, ScenarioCommand... commands) {
    var input = new TurnInput.CallEventRaised(new NumberedCallEvent(CALL, 1, AT, event));
    return underTest.of(turn(input), new TurnOutcome(List.of(commands), null, null));
  }

  private static Turn turn(TurnInput input) {
    return new Turn(new SessionId("5"), 1, AT, 1, 2, input);
  }
}
