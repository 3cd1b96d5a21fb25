package io.ringmaster.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.protocol.Headers;
import io.ringmaster.protocol.command.CallCommand;
import io.ringmaster.protocol.command.MediaCommand;
import io.ringmaster.protocol.command.SignallingCommand;
import io.ringmaster.protocol.event.CallEvent;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The Call object, method by method.
@ExtendWith(OnOneHost.class)
class CallTest {

  private final Stage underTest;

  CallTest(Stage stage) {
    underTest = stage;
  }

  static Stream<Arguments> methods() {
    var tag = Headers.of("X-Tag", "1");
    return Stream.of(
        Arguments.of("call.answer()", new SignallingCommand.AnswerCall(null, null)),
        Arguments.of(
            "call.answer({'X-Tag': 1}, {displayName: 'D'})",
            new SignallingCommand.AnswerCall(tag, "D")),
        Arguments.of("call.ring({'X-Tag': '1'})", new SignallingCommand.RingCall(tag)),
        Arguments.of(
            "call.startEarlyMedia({'X-Tag': '1'})", new SignallingCommand.StartEarlyMedia(tag)),
        Arguments.of("call.reject(486)", new SignallingCommand.RejectCall(486, null)),
        Arguments.of(
            "call.decline(603, {'X-Tag': '1'})", new SignallingCommand.DeclineCall(603, tag)),
        Arguments.of("call.hangup({'X-Tag': '1'})", new SignallingCommand.HangUpCall(tag)),
        Arguments.of(
            "call.startPlayback('file:a.wav')",
            new MediaCommand.StartPlayback("file:a.wav", false, false)),
        Arguments.of(
            "call.startPlayback('http://a', {loop: true})",
            new MediaCommand.StartPlayback("http://a", true, false)),
        Arguments.of(
            "call.startPlayback('http://a', false, true)",
            new MediaCommand.StartPlayback("http://a", false, true)),
        Arguments.of("call.stopPlayback()", new MediaCommand.StopPlayback()),
        Arguments.of("call.playProgressTone('RU')", new MediaCommand.PlayProgressTone("RU")),
        Arguments.of("call.record()", new MediaCommand.RecordCall(false, false, false, null)),
        Arguments.of(
            "call.record({stereo: true, hd_audio: true})",
            new MediaCommand.RecordCall(true, true, false, null)),
        Arguments.of("call.handleTones(true)", new MediaCommand.HandleTones(true, 0)),
        Arguments.of(
            "call.handleTones(true, DTMFType.SIP_INFO)", new MediaCommand.HandleTones(true, 3)),
        Arguments.of("call.handleTones(false, '1')", new MediaCommand.HandleTones(false, 1)),
        Arguments.of(
            "call.sendInfo('text/plain', 'hi', {'X-Tag': '1'})",
            new SignallingCommand.SendInfo("text/plain", "hi", tag)),
        Arguments.of("call.sendDigits('12p#')", new MediaCommand.SendDigits("12p#")),
        Arguments.of("call.customData('d')", new SignallingCommand.SetCustomData("d")));
  }

  @ParameterizedTest
  @MethodSource("methods")
  void everyMethodGivesItsCommand(String statement, CallCommand expected) {
    underTest.withCall(statement);
    assertThat(underTest.sound().told()).containsExactly(expected);
    assertThat(underTest.log()).isEmpty();
  }

  @Test
  void aCallMayHearItself() {
    underTest.withCall("call.sendMediaTo(call); call.stopMediaTo(call)");
    assertThat(underTest.told())
        .containsExactly(
            new MediaCommand.SendMediaTo(underTest.incoming),
            new MediaCommand.StopMediaTo(underTest.incoming));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "call.startPlayback()", "call.startPlayback(5)", "call.sendMediaTo({})",
            "call.sendMediaTo(undefined)", "call.handleTones('yes')",
        "call.reject('486')", "call.reject()", "call.answer('X-A: 1')", "call.sendDigits('1a')",
            "call.sendInfo('text/plain')",
        "call.customData({})", "call.addEventListener(undefined, () => {})",
            "call.playProgressTone()", "call.record(true)"
      })
  void wrongArgumentsThrowATypeErrorThatNamesTheMethod(String statement) {
    underTest.withCall(
        "try { " + statement + " } catch (e) { Logger.write(e.name + ' ' + e.message); }");
    assertThat(underTest.log())
        .hasSize(1)
        .first()
        .asString()
        .startsWith("TypeError Call." + statement.replaceAll("call\\.(\\w+).*", "$1") + ":");
    assertThat(underTest.told()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 299, 700, -1})
  void rejectThrowsOutsideFinalStatuses(int code) {
    underTest.withCall("try { call.reject(" + code + ") } catch (e) { Logger.write(e.name); }");
    assertThat(underTest.log()).containsExactly("RangeError");
  }

  @Test
  void anIncomingCallKnowsWhoCallsWhom() {
    underTest.withCall(
        "Logger.write([call.id(), call.incoming(), call.callerid(), call.displayName(), call.number(), call.clientType(),"
            + " call.vad(), call.state()].join()); Logger.write(call); Logger.write(String(call));");
    assertThat(underTest.log())
        .containsExactly(
            underTest.incoming + ",true,alice,Alice,7000,sip,false,ALERTING",
            "{}",
            "Call(" + underTest.incoming + ", incoming, ALERTING)");
  }

  @Test
  void eventsHaveTheirFieldsAndTheCall() {
    underTest.withCall(
        "call.addEventListener('Call.ToneReceived', (e) => Logger.write([e.call === call, e.name, e.id === call.id(),"
            + " e.tone, e.type == DTMFType.TELEPHONE_EVENT, JSON.stringify(e.headers), e.eventSourceField].join()));");
    underTest.tone("5");
    assertThat(underTest.log()).containsExactly("true,Call.ToneReceived,true,5,true,{},call");
  }

  @Test
  void handlersSeeTheNewStateAlreadyApplied() {
    underTest.withCall(
        "for (const e of ['StateChanged', 'Connected', 'Disconnected'])"
            + " call.addEventListener(CallEvents[e], () => Logger.write(e + ' ' + call.state()));");
    underTest.on(new CallEvent.StateChanged("ALERTING", "PROGRESSING"));
    assertThat(underTest.log()).containsExactly("StateChanged PROGRESSING");
    underTest.on(new CallEvent.Connected(null, Headers.NONE, null, null, null, null, null));
    assertThat(underTest.log()).containsExactly("Connected CONNECTED");
    underTest.disconnected(underTest.incoming);
    assertThat(underTest.log()).containsExactly("Disconnected TERMINATED");
  }

  @Test
  void commandsToACallThatIsOverWarnAndDoNothing() {
    underTest.withCall(
        "call.addEventListener(CallEvents.Disconnected, () => { call.hangup(); call.stopPlayback(); call.answer();"
            + " call.stopMediaTo(call); call.reject(486); });");
    underTest.disconnected(underTest.incoming);
    assertThat(underTest.sound().told()).isEmpty();
    assertThat(underTest.log())
        .hasSize(5)
        .allSatisfy(line -> assertThat(line).startsWith("WARNING: Call."));
  }

  @Test
  void recordStoppedStillArrivesAfterDisconnected() {
    underTest.withCall(
        "call.addEventListener(CallEvents.RecordStopped, (e) => Logger.write(e.url));");
    underTest.disconnected(underTest.incoming);
    underTest.on(new CallEvent.RecordStopped("http://r", "0", 5, null));
    assertThat(underTest.log()).containsExactly("http://r");
  }

  @Test
  void answeringAConnectedCallIsAQuietNoOp() {
    underTest.withCall("call.addEventListener(CallEvents.Connected, () => call.answer());");
    underTest.connected(underTest.incoming);
    assertThat(underTest.last().commands()).isEmpty();
  }

  @Test
  void methodsWorkDetached() {
    underTest.withCall(
        "const { answer, state, id } = call; setTimeout(call.hangup, 100); answer();"
            + " call.addEventListener(CallEvents.PlaybackFinished, call.hangup); Logger.write(state() + id());");
    assertThat(underTest.told()).containsExactly(new SignallingCommand.AnswerCall(null, null));
    assertThat(underTest.log()).containsExactly("ALERTING" + underTest.incoming);
    underTest.after(Duration.ofMillis(100));
    assertThat(underTest.told()).containsExactly(new SignallingCommand.HangUpCall(null));
    underTest.on(new CallEvent.PlaybackFinished(null));
    assertThat(underTest.last().commands()).hasSize(1);
    assertThat(underTest.told()).containsExactly(new SignallingCommand.HangUpCall(null));
  }

  @Test
  void onlyExtensionHeadersAreSent() {
    underTest.withCall("call.answer({'X-A': ['1', 2], From: 'me', 'X-B': undefined});");
    assertThat(underTest.told())
        .containsExactly(
            new SignallingCommand.AnswerCall(
                new Headers(java.util.Map.of("X-A", List.of("1", "2"))), null));
    assertThat(underTest.log())
        .containsExactly("WARNING: Call.answer: header From is not sent; only X-* fields are");
  }

  @Test
  void anOutgoingCallCannotBeAnsweredRungOrRefused() {
    underTest.withCall(
        "const out = VoxEngine.callSIP('a@b'); out.answer(); out.ring(); out.startEarlyMedia(); out.reject(486);");
    assertThat(underTest.sound().told(underTest.session.call(2))).isEmpty();
    assertThat(underTest.log()).hasSize(4);
  }

  @Test
  void oversizedInfoIsNotSent() {
    underTest.withCall(
        "call.sendInfo('text/plain', 'x'.repeat(8193)); call.sendInfo('text/plain', 'x'.repeat(8192));");
    assertThat(underTest.sound().told()).hasSize(1);
    assertThat(underTest.log())
        .containsExactly(
            "WARNING: Call.sendInfo: 8193 bytes; at most 8192 can be sent, so nothing was");
  }

  @Test
  void aWrongDtmfTypeWarnsAndMeansAll() {
    underTest.withCall("call.handleTones(true, 9);");
    assertThat(underTest.told()).containsExactly(new MediaCommand.HandleTones(true, 0));
    assertThat(underTest.log())
        .containsExactly("WARNING: Call.handleTones: 9 is no DTMFType; DTMFType.ALL is taken");
  }

  @Test
  void customDataOfTheSdkIsReadable() {
    underTest.withCall(
        "call.addEventListener(CallEvents.Connected, () => Logger.write(call.customData()));");
    underTest.on(new CallEvent.Connected("from-sdk", Headers.NONE, null, null, null, null, null));
    assertThat(underTest.log()).containsExactly("from-sdk");
  }

  @Test
  void unsupportedMethodsSaySoAndReInviteIsUndefined() {
    underTest.withCall(
        "try { call.say('hello') } catch (e) { Logger.write(e.message); }"
            + " try { call.transferTo({}) } catch (e) { Logger.write(e.message); } Logger.write(typeof call.reInvite);");
    assertThat(underTest.log())
        .containsExactly(
            "Call.say is not supported yet", "Call.transferTo is not supported yet", "undefined");
  }

  @Test
  void eventsOfCallsThatTheScenarioDoesNotKnowAreIgnored() {
    underTest.load("");
    assertThat(underTest.on(underTest.session.call(9), new CallEvent.OnHold()).commands())
        .isEmpty();
    underTest.sound();
  }
}
