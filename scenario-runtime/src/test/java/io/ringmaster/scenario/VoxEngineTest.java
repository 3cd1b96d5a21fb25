package io.ringmaster.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.protocol.Headers;
import io.ringmaster.protocol.command.MediaCommand;
import io.ringmaster.protocol.command.OutgoingCall;
import io.ringmaster.protocol.command.SignallingCommand;
import io.ringmaster.protocol.event.AppEvent;
import io.ringmaster.protocol.event.CallEvent;
import io.ringmaster.protocol.session.ScenarioCommand;
import io.ringmaster.protocol.session.ScenarioCommand.PlaceCall;
import io.ringmaster.protocol.session.ScenarioCommand.TerminateSession;
import io.ringmaster.protocol.session.ScriptFailure;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The session's own API: events, data, calls, the end.
@ExtendWith(OnOneHost.class)
class VoxEngineTest {

  private static final AppEvent.Started STARTED =
      new AppEvent.Started("http://a", "https://a", 1, 2, "http://log", 1234, null, "rule");

  private final Stage underTest;
  private final VoxScenarioHost host;

  VoxEngineTest(Stage stage, VoxScenarioHost host) {
    underTest = stage;
    this.host = host;
  }

  @Test
  void filesShareOneGlobalScope() {
    underTest.load(
        "shared = 1; let counted = 41; function next() { return ++counted; }",
        "Logger.write(shared + next());");
    assertThat(underTest.log()).containsExactly("43");
  }

  @Test
  void customDataIsReadableFromTopLevelCode() {
    assertThat(Stage.log(underTest.loading("{\"a\":1}", "Logger.write(VoxEngine.customData());")))
        .containsExactly("{\"a\":1}");
  }

  @Test
  void customDataThatIsSetIsReadBackAndToldToTheHost() {
    underTest.load("VoxEngine.customData('later'); Logger.write(VoxEngine.customData());");
    assertThat(underTest.last().commands())
        .containsExactly(
            new ScenarioCommand.SetSessionData("later"), new ScenarioCommand.WriteLog("later"));
  }

  @Test
  void longCustomDataIsKeptWithAWarning() {
    underTest.load(
        "VoxEngine.customData('ä'.repeat(101)); Logger.write(VoxEngine.customData().length);");
    assertThat(underTest.log())
        .containsExactly(
            "WARNING: VoxEngine.customData: 202 bytes; VoxEngine promises room for 200", "101");
  }

  @Test
  void startedHasItsFieldsAndANumberForSessionId() {
    underTest.load(
        "VoxEngine.addEventListener(AppEvents.Started, (e) =>"
            + " Logger.write([e.name, e.accessURL, e.accessSecureURL, e.accountId, e.applicationId, e.logURL, e.sessionId + 1].join()));");
    underTest.app(STARTED);
    assertThat(underTest.log())
        .containsExactly("Application.Started,http://a,https://a,1,2,http://log,1235");
  }

  @Test
  void callAlertingHandsOverTheCallAndAlwaysHasHeaders() {
    underTest.load(
        "VoxEngine.addEventListener('Application.CallAlerting', (e) => Logger.write([e.call.id(), e.callerid,"
            + " e.destination, e.toURI, e.fromURI, e.displayName, e.headers['X-A'], e.headers['VI-Client-Type']].join()));");
    underTest.alert(Headers.of("X-A", "1"));
    assertThat(underTest.log())
        .containsExactly(underTest.incoming + ",alice,7000,sip:7000@pbx,sip:alice@pbx,Alice,1,");
  }

  @Test
  void listenersRunInOrderAndTheSameFunctionOnlyOnce() {
    underTest.load(
        "const a = () => Logger.write('a'); const b = () => Logger.write('b');"
            + " for (const f of [b, a, b]) VoxEngine.addEventListener(AppEvents.Started, f);");
    underTest.app(STARTED);
    assertThat(underTest.log()).containsExactly("b", "a");
  }

  @Test
  void listenersMayChangeDuringTheirOwnDispatch() {
    underTest.load(
        """
        const first = () => { VoxEngine.removeEventListener(AppEvents.Started, first); Logger.write('first');
          VoxEngine.addEventListener(AppEvents.Started, () => Logger.write('added')); };
        VoxEngine.addEventListener(AppEvents.Started, first);
        VoxEngine.addEventListener(AppEvents.Started, () => Logger.write('second'));
        """);
    underTest.app(STARTED);
    assertThat(underTest.log()).containsExactly("first", "second");
    underTest.app(STARTED);
    assertThat(underTest.log()).containsExactly("second", "added");
  }

  @Test
  void removalWithoutCallbackDropsAllListenersOfTheEvent() {
    underTest.load(
        "VoxEngine.addEventListener(AppEvents.Started, () => Logger.write('a'));"
            + " VoxEngine.addEventListener(AppEvents.Started, () => Logger.write('b')); VoxEngine.removeEventListener(AppEvents.Started);");
    assertThat(underTest.app(STARTED).commands()).isEmpty();
  }

  @Test
  void aListenerThatIsNoFunctionFailsWhenItsEventIsRaised() {
    underTest.load("VoxEngine.addEventListener(AppEvents.Started, 'not a function');");
    assertThat(underTest.app(STARTED).failure())
        .satisfies(failure ->
            assertThat(failure.message())
                .contains("Application.Started: a listener must be a function, not string"));
  }

  @Test
  void anExceptionNamesFileLineAndColumnAndKeepsEarlierCommands() {
    underTest.load(
        "VoxEngine.addEventListener(AppEvents.Started, () => {\n  Logger.write('before');\n  undefinedName();\n});");
    var outcome = underTest.app(STARTED);
    assertThat(Stage.log(outcome)).containsExactly("before");
    assertThat(outcome.failure())
        .isEqualTo(
            new ScriptFailure(
                ScriptFailure.Kind.EXCEPTION,
                "main.js:3:3: ReferenceError: undefinedName is not defined",
                "main.js",
                3,
                3,
                false));
  }

  @Test
  void anErrorOfTheApiPointsToItsCaller() {
    underTest.load(
        "VoxEngine.addEventListener(AppEvents.Started, () => {\n  VoxEngine.callSIP(7001);\n});");
    var failure = underTest.app(STARTED).failure();
    assertThat(failure).isNotNull();
    assertThat(failure.file()).isEqualTo("main.js");
    assertThat(failure.line()).isEqualTo(2);
    assertThat(failure.message())
        .endsWith("TypeError: VoxEngine.callSIP: the destination must be a string, not number");
  }

  @Test
  void anUnhandledRejectionIsAFailure() {
    underTest.load(
        "VoxEngine.addEventListener(AppEvents.Started, async () => { Logger.write('x'); throw new Error('lost'); });");
    var outcome = underTest.app(STARTED);
    assertThat(outcome.failure()).isNotNull();
    assertThat(outcome.failure().kind()).isEqualTo(ScriptFailure.Kind.UNHANDLED_REJECTION);
    assertThat(outcome.failure().message()).contains("Error: lost").startsWith("main.js:1:");
    assertThat(Stage.log(outcome)).containsExactly("x");
  }

  @Test
  void aSyntaxErrorIsReportedWhenLoading() {
    var failure = underTest.loading("", "let a = 1;\nlet b = ;").failure();
    assertThat(failure).isNotNull();
    assertThat(failure.kind()).isEqualTo(ScriptFailure.Kind.SYNTAX);
    assertThat(failure.line()).isEqualTo(2);
  }

  @Test
  void callSipPlacesACallWithTheNextNumberBeforeAnyCommandToIt() {
    underTest.load(
        "const c = VoxEngine.callSIP('sip:bob@host', {callerid: 'me', displayName: 'Me', password: 'p', authUser: 'u',"
            + " headers: {'X-Tag': 5}, outProxy: 'proxy:5080'}); c.handleTones(true); const d = VoxEngine.callSIP('carol@host');"
            + " Logger.write([c.id(), c.incoming(), c.number(), c.callerid(), c.displayName(), c.state(), d.number()].join());");
    var first = underTest.session.call(2);
    var second = underTest.session.call(3);
    assertThat(underTest.last().commands())
        .containsExactly(
            new PlaceCall(
                first,
                new OutgoingCall(
                    "sip:bob@host", "me", "Me", "p", "u", Headers.of("X-Tag", "5"), "proxy:5080")),
            new ScenarioCommand.CommandCall(first, new MediaCommand.HandleTones(true, 0)),
            new PlaceCall(
                second, new OutgoingCall("carol@host", null, null, null, null, null, null)),
            new ScenarioCommand.WriteLog(first + ",false,bob,me,Me,ALERTING,carol"));
  }

  @Test
  void callSipTakesThePositionalForm() {
    underTest.load(
        "VoxEngine.callSIP('sips:bob@host', 'me', 'Me', 'p', 'u', {'X-Tag': '5'}, false, 'proxy');");
    assertThat(underTest.last().commands())
        .containsExactly(
            new PlaceCall(
                underTest.session.call(2),
                new OutgoingCall(
                    "sips:bob@host", "me", "Me", "p", "u", Headers.of("X-Tag", "5"), "proxy")));
  }

  @Test
  void callNumbersGoOnFromTheTurn() {
    underTest.load("VoxEngine.callSIP('a@b'); setTimeout(() => VoxEngine.callSIP('c@d'), 10);");
    var outcome = underTest.after(Duration.ofMillis(10));
    assertThat(outcome.commands())
        .extracting(c -> ((PlaceCall) c).call())
        .containsExactly(underTest.session.call(3));
  }

  @Test
  void whatIsNotThereYetThrowsAnErrorThatNamesIt() {
    underTest.load(
        "for (const f of ['callPSTN', 'callUser', 'callConference', 'createURLPlayer', 'createASR'])"
            + " try { VoxEngine[f]('x'); } catch (e) { Logger.write(e instanceof Error && e.message); }"
            + " try { CallList.reportResult({}); } catch (e) { Logger.write(e.message); }");
    assertThat(underTest.log())
        .containsExactly(
            "VoxEngine.callPSTN is not supported yet",
            "VoxEngine.callUser is not supported yet",
            "VoxEngine.callConference is not supported yet",
            "VoxEngine.createURLPlayer is not supported yet",
            "VoxEngine.createASR is not supported yet",
            "CallList.reportResult is not supported yet");
  }

  @Test
  void terminateWorksAsABareCallbackAndOnlyOnceAndTheRestOfTheBlockRuns() {
    underTest.withCall(
        "call.addEventListener(CallEvents.Disconnected, VoxEngine.terminate);"
            + " call.addEventListener(CallEvents.Disconnected, () => { JSession.close(); Logger.write('after'); });");
    assertThat(underTest.disconnected(underTest.incoming).commands())
        .containsExactly(new TerminateSession(), new ScenarioCommand.WriteLog("after"));
  }

  @Test
  void afterTerminateThereAreNoTimersCallsPlayersOrEvents() {
    underTest.withCall(
        "setInterval(() => Logger.write('tick'), 100);"
            + " call.addEventListener(CallEvents.ToneReceived, () => Logger.write('heard'));"
            + " call.addEventListener(CallEvents.Connected, () => { VoxEngine.terminate(); call.startPlayback('file:a.wav');"
            + " setTimeout(() => {}, 5); const late = VoxEngine.callSIP('a@b'); late.hangup(); Logger.write(late.state()); });");
    underTest.on(new CallEvent.Connected(null, Headers.NONE, null, null, null, null, null));
    assertThat(underTest.last().wakeAt()).isNull();
    assertThat(underTest.told()).isEmpty();
    assertThat(underTest.last().commands())
        .hasOnlyElementsOfTypes(TerminateSession.class, ScenarioCommand.WriteLog.class);
    assertThat(underTest.log()).last().isEqualTo("TERMINATED");
    assertThat(underTest.tone("1").commands()).isEmpty();
    assertThat(underTest.after(Duration.ofSeconds(1)).commands()).isEmpty();
  }

  @Test
  void theTerminatingHandlerMayMakeOneHttpRequestWhoseCallbackRuns() {
    underTest.load(
        "VoxEngine.addEventListener(AppEvents.Terminating, (e) => {"
            + " Net.httpRequest('http://a/1', (r) => Logger.write('done ' + r.code)); Net.httpRequest('http://a/2', () => {});"
            + " setTimeout(() => {}, 1); });"
            + " VoxEngine.addEventListener(AppEvents.Terminated, () => { Logger.write('end'); Net.httpRequest('http://a/3', () => {}); });");
    underTest.app(new AppEvent.Terminating(null));
    assertThat(underTest.last().commands())
        .filteredOn(ScenarioCommand.SendHttpRequest.class::isInstance)
        .extracting(c -> ((ScenarioCommand.SendHttpRequest) c).url())
        .containsExactly("http://a/1");
    assertThat(underTest.last().wakeAt()).isNull();
    underTest.answered(1, 200, "");
    assertThat(underTest.log()).containsExactly("done 200");
    underTest.app(new AppEvent.Terminated(null));
    assertThat(underTest.last().commands()).hasOnlyElementsOfType(ScenarioCommand.WriteLog.class);
    assertThat(underTest.log()).first().isEqualTo("end");
  }

  @Test
  void sendMediaBetweenIsTwoEdgesAndStopMediaBetweenEndsBoth() {
    underTest.withCall(
        "const other = VoxEngine.callSIP('a@b'); VoxEngine.sendMediaBetween(call, other);"
            + " VoxEngine.stopMediaBetween(call, other);");
    var other = underTest.session.call(2);
    assertThat(underTest.told())
        .containsExactly(new MediaCommand.SendMediaTo(other), new MediaCommand.StopMediaTo(other));
    assertThat(underTest.told(other))
        .containsExactly(
            new MediaCommand.SendMediaTo(underTest.incoming),
            new MediaCommand.StopMediaTo(underTest.incoming));
  }

  @Test
  void playSoundAndHangupAnswersPlaysAndEnds() {
    underTest.load("VoxEngine.playSoundAndHangup('file:a.wav');");
    underTest.alert(Headers.NONE);
    assertThat(underTest.told()).containsExactly(new SignallingCommand.AnswerCall(null, null));
    underTest.connected(underTest.incoming);
    assertThat(underTest.told())
        .containsExactly(new MediaCommand.StartPlayback("file:a.wav", false, false));
    assertThat(underTest.on(new CallEvent.PlaybackFinished(null)).commands())
        .containsExactly(new TerminateSession());
  }

  @Test
  void aTurnForAnUnknownSessionFails() {
    assertThat(
            host.take(
                new io.ringmaster.protocol.session.Turn(
                    underTest.session,
                    1,
                    Stage.NOON,
                    1,
                    2,
                    new io.ringmaster.protocol.session.TurnInput.TimersDue())))
        .failsWithin(Duration.ofSeconds(1))
        .withThrowableThat()
        .withMessageContaining("session " + underTest.session + " is not loaded on this node");
  }
}
