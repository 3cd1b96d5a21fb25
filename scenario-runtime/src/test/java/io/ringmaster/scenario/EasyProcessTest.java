package io.ringmaster.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.Headers;
import io.ringmaster.protocol.command.MediaCommand;
import io.ringmaster.protocol.command.SignallingCommand;
import io.ringmaster.protocol.event.CallEvent;
import io.ringmaster.protocol.session.ScenarioCommand.CommandCall;
import io.ringmaster.protocol.session.ScenarioCommand.PlaceCall;
import io.ringmaster.protocol.session.ScenarioCommand.TerminateSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Rule by rule as the media semantics list them.
@ExtendWith(OnOneHost.class)
class EasyProcessTest {

  private final Stage underTest;
  private final CallId first;
  private final CallId second;

  EasyProcessTest(Stage stage) {
    underTest = stage;
    first = stage.incoming;
    second = stage.session.call(2);
  }

  @BeforeEach
  void bridge() {
    underTest.withCall(
        "globalThis.other = VoxEngine.callSIP('bob@host'); VoxEngine.easyProcess(call, other,"
            + " (a, b) => Logger.write('joined ' + (a === call) + (b === other)));");
    underTest.sound();
  }

  @Test
  void mediaIsBoundAtOnce() {
    assertThat(underTest.last().commands()).hasSize(3).first().isInstanceOf(PlaceCall.class);
    assertThat(underTest.last().commands().subList(1, 3))
        .containsExactly(
            new CommandCall(first, new MediaCommand.SendMediaTo(second)),
            new CommandCall(second, new MediaCommand.SendMediaTo(first)));
  }

  @Test
  void theSecondCallsAnswerAnswersTheFirstWithItsHeadersAndName() {
    underTest.on(
        second,
        new CallEvent.Connected(
            null, Headers.of("X-Ok", "1").with("VI-Other", "2"), null, null, null, "Bob", null));
    assertThat(underTest.told())
        .containsExactly(new SignallingCommand.AnswerCall(Headers.of("X-Ok", "1"), "Bob"));
    assertThat(underTest.log()).isEmpty();
  }

  @Test
  void theCallbackRunsWhenTheFirstCallIsConnected() {
    underTest.connected(first);
    assertThat(underTest.log()).containsExactly("joined truetrue");
  }

  @Test
  void ringingAndEarlyMediaPassOn() {
    underTest.on(second, new CallEvent.Ringing(Headers.NONE));
    assertThat(underTest.told()).containsExactly(new SignallingCommand.RingCall(null));
    underTest.on(second, new CallEvent.AudioStarted(Headers.NONE, 183, null, null));
    assertThat(underTest.told()).containsExactly(new SignallingCommand.StartEarlyMedia(null));
  }

  @Test
  void infoIsRelayedBothWays() {
    underTest.on(first, new CallEvent.InfoReceived(Headers.of("X-I", "1"), "text/plain", "hello"));
    assertThat(underTest.told(second))
        .containsExactly(
            new SignallingCommand.SendInfo("text/plain", "hello", Headers.of("X-I", "1")));
    underTest.on(second, new CallEvent.InfoReceived(Headers.NONE, "text/plain", "back"));
    assertThat(underTest.told(first))
        .containsExactly(new SignallingCommand.SendInfo("text/plain", "back", null));
  }

  @Test
  void aMessageThatCannotBeRelayedDoesNotEndTheSession() {
    underTest.on(first, new CallEvent.MessageReceived(Headers.NONE, "hello"));
    assertThat(underTest.sound().log())
        .containsExactly(
            "WARNING: VoxEngine.easyProcess: Error: Call.sendMessage is not supported yet");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theEndOfEitherCallEndsTheSession(boolean firstLeg) {
    assertThat(underTest.disconnected(firstLeg ? first : second).commands())
        .containsExactly(new TerminateSession());
  }

  @Test
  void aFailedSecondCallEndsTheSession() {
    assertThat(underTest.on(second, new CallEvent.Failed(Headers.NONE, 486, "Busy")).commands())
        .containsExactly(new TerminateSession());
  }

  @Test
  void whatIsNoCallIsATypeError(Stage other) {
    other.withCall(
        "try { VoxEngine.easyProcess(call, {}) } catch (e) { Logger.write(e.name + ': ' + e.message) }");
    assertThat(other.log())
        .containsExactly(
            "TypeError: VoxEngine.easyProcess: the second call must be a Call, not an object");
  }

  @Test
  void forwardCallToSipCallsTheDialledUri(Stage other) {
    other.load("VoxEngine.forwardCallToSIP();").alert(Headers.of("X-K", "v"));
    assertThat(other.last().commands())
        .first()
        .satisfies(command -> {
          assertThat(command).isInstanceOf(PlaceCall.class);
          var details = ((PlaceCall) command).details();
          assertThat(details.to()).isEqualTo("sip:7000@pbx");
          assertThat(details.callerid()).isEqualTo("alice");
          assertThat(details.headers()).isEqualTo(Headers.of("X-K", "v"));
        });
    assertThat(other.connected(other.session.call(2)).commands())
        .containsExactly(
            new CommandCall(other.incoming, new SignallingCommand.AnswerCall(null, "Alice")));
  }
}
