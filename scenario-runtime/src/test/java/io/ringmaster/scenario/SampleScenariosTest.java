package io.ringmaster.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.protocol.Headers;
import io.ringmaster.protocol.command.MediaCommand;
import io.ringmaster.protocol.command.SignallingCommand;
import io.ringmaster.protocol.event.CallEvent;
import io.ringmaster.protocol.session.ScenarioCommand.AnswerHttp;
import io.ringmaster.protocol.session.ScenarioCommand.PlaceCall;
import io.ringmaster.protocol.session.ScenarioCommand.TerminateSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The scenarios that come with a node, and one of the kind that other programs drive, turn by turn.
@ExtendWith(OnOneHost.class)
class SampleScenariosTest {

  private static final Path DEMOS = Path.of("../cluster-config/src/main/resources/demo");

  private final Stage underTest;

  SampleScenariosTest(Stage stage) {
    underTest = stage;
  }

  @Test
  void theMenuPlaysTheChosenDepartmentAndHangsUp() throws IOException {
    demo("ivr-menu.js", Headers.NONE);
    assertThat(underTest.told())
        .containsExactly(
            new MediaCommand.HandleTones(true, 0), new SignallingCommand.AnswerCall(null, null));
    underTest.connected(underTest.incoming);
    assertPlays("file:greeting.wav");
    underTest.on(new CallEvent.PlaybackFinished(null));
    assertThat(underTest.last().wakeAt()).isEqualTo(Stage.NOON.plusSeconds(5));
    underTest.tone("2");
    assertThat(underTest.last().wakeAt()).isNull();
    assertThat(underTest.told())
        .containsExactly(
            new MediaCommand.HandleTones(false, 0),
            new MediaCommand.StartPlayback("file:support.wav", false, false));
    underTest.on(new CallEvent.PlaybackFinished(null));
    assertThat(underTest.told()).containsExactly(new SignallingCommand.HangUpCall(null));
    assertThat(underTest.disconnected(underTest.incoming).commands())
        .containsExactly(new TerminateSession());
  }

  @Test
  void theMenuRefusesOtherKeysAndGreetsAgainAlsoDuringTheGreeting() throws IOException {
    demo("ivr-menu.js", Headers.NONE);
    underTest.connected(underTest.incoming);
    underTest.tone("9");
    assertPlays("file:invalid.wav");
    underTest.on(new CallEvent.PlaybackFinished(null));
    assertPlays("file:greeting.wav");
  }

  @Test
  void theMenuHangsUpAfterTheThirdSilence() throws IOException {
    demo("ivr-menu.js", Headers.NONE);
    underTest.connected(underTest.incoming);
    for (int silence = 1; silence < 3; silence++) {
      underTest.on(new CallEvent.PlaybackFinished(null));
      underTest.after(Duration.ofSeconds(5));
      assertPlays("file:greeting.wav");
    }
    underTest.on(new CallEvent.PlaybackFinished(null));
    underTest.after(Duration.ofSeconds(5));
    assertThat(underTest.told()).containsExactly(new SignallingCommand.HangUpCall(null));
  }

  @Test
  void theBridgeRefusesACallWithoutADestination() throws IOException {
    demo("bridge.js", Headers.NONE);
    assertThat(underTest.told()).containsExactly(new SignallingCommand.RejectCall(400, null));
  }

  @Test
  void theBridgeAnswersWhenTheOtherSideDoesAndEndsWithEither() throws IOException {
    var out = underTest.session.call(2);
    demo("bridge.js", Headers.of("X-Bridge-To", "sip:bob@host"));
    assertThat(underTest.last().commands()).first().isInstanceOf(PlaceCall.class);
    assertThat(underTest.told()).containsExactly(new MediaCommand.SendMediaTo(out));
    assertThat(underTest.told(out))
        .containsExactly(new MediaCommand.SendMediaTo(underTest.incoming));
    underTest.on(out, new CallEvent.Ringing(Headers.NONE));
    assertThat(underTest.told()).containsExactly(new SignallingCommand.RingCall(null));
    underTest.connected(out);
    assertThat(underTest.told()).containsExactly(new SignallingCommand.AnswerCall(null, null));
    assertThat(underTest.disconnected(out).commands()).containsExactly(new TerminateSession());
  }

  @Test
  void theBridgePassesAFailureOn() throws IOException {
    demo("bridge.js", Headers.of("X-Bridge-To", "sip:bob@host"));
    underTest.on(underTest.session.call(2), new CallEvent.Failed(Headers.NONE, 486, "Busy Here"));
    assertThat(underTest.told()).containsExactly(new SignallingCommand.RejectCall(486, null));
  }

  @Test
  void theEchoSendsTheCallToItself() throws IOException {
    demo("echo.js", Headers.NONE);
    underTest.connected(underTest.incoming);
    assertThat(underTest.told()).containsExactly(new MediaCommand.SendMediaTo(underTest.incoming));
  }

  @Test
  void theVoicemailRecordsAfterTheBeepAndWaitsForTheFile() throws IOException {
    demo("voicemail.js", Headers.NONE);
    underTest.connected(underTest.incoming);
    assertPlays("file:beep.wav");
    underTest.on(new CallEvent.PlaybackFinished(null));
    assertThat(underTest.told())
        .containsExactly(
            new MediaCommand.HandleTones(true, 0),
            new MediaCommand.RecordCall(false, false, false, null));
    assertThat(underTest.tone("5").commands()).isEmpty();
    underTest.tone("#");
    assertThat(underTest.told()).containsExactly(new SignallingCommand.HangUpCall(null));
    assertThat(underTest.disconnected(underTest.incoming).commands()).isEmpty();
    underTest.on(new CallEvent.RecordStopped("http://r/1", "0", 7, null));
    assertThat(underTest.last().commands()).last().isEqualTo(new TerminateSession());
  }

  @Test
  void theVoicemailEndsWithACallerWhoLeavesBeforeTheBeepIsOver() throws IOException {
    demo("voicemail.js", Headers.NONE);
    underTest.connected(underTest.incoming);
    assertThat(underTest.disconnected(underTest.incoming).commands())
        .containsExactly(new TerminateSession());
  }

  @Test
  void aSessionCanBeDrivenOverHttp() {
    underTest.load(
        """
        // Places calls on request, as back ends do: POST {"to": ...} makes one, GET tells how they are.
        const calls = [];
        VoxEngine.addEventListener(AppEvents.HttpRequest, (e) => {
          if (e.method === 'POST') calls.push(VoxEngine.callSIP(JSON.parse(e.content).to));
          return calls.map((c) => ({ id: c.id(), state: c.state() }));
        });
        """);
    var out = underTest.session.call(2);
    underTest.http("r1", "POST", "/request/1/t", "{\"to\": \"sip:bob@host\"}");
    assertThat(underTest.last().commands())
        .hasSize(2)
        .last()
        .isEqualTo(
            new AnswerHttp(
                "r1", "application/json", "[{\"id\":\"" + out + "\",\"state\":\"ALERTING\"}]"));
    underTest.connected(out);
    assertThat(underTest.http("r2", "GET", "/request/1/t", "").commands())
        .containsExactly(
            new AnswerHttp(
                "r2", "application/json", "[{\"id\":\"" + out + "\",\"state\":\"CONNECTED\"}]"));
  }

  private void demo(String name, Headers headers) throws IOException {
    underTest.load(Files.readString(DEMOS.resolve(name))).alert(headers).sound();
  }

  private void assertPlays(String url) {
    assertThat(underTest.sound().told())
        .containsExactly(new MediaCommand.StartPlayback(url, false, false));
  }
}
