package io.ringmaster.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.protocol.Headers;
import io.ringmaster.protocol.SessionId;
import io.ringmaster.protocol.event.AppEvent;
import io.ringmaster.protocol.event.CallEvent;
import io.ringmaster.protocol.event.NumberedAppEvent;
import io.ringmaster.protocol.event.NumberedCallEvent;
import io.ringmaster.protocol.session.TurnInput;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Which events need a turn of JavaScript; and that scenarios cannot tell that the others had none.
@ExtendWith(OnOneHost.class)
class ListeningTest {

  private static final SessionId ID = new SessionId("1001");

  private static final AppEvent ALERTING =
      new AppEvent.CallAlerting(
          ID.call(1),
          "alice",
          "7000",
          "sip:7000@pbx",
          "sip:alice@pbx",
          "Alice",
          Headers.NONE,
          null,
          null,
          null,
          null);

  private final Listening underTest = new Listening();
  private final Stage stage;

  ListeningTest(Stage stage) {
    this.stage = stage;
  }

  private static TurnInput call(int number, CallEvent event) {
    return new TurnInput.CallEventRaised(
        new NumberedCallEvent(ID.call(number), 1, Stage.NOON, event));
  }

  private static TurnInput app(AppEvent event) {
    return new TurnInput.AppEventRaised(new NumberedAppEvent(ID, 1, Stage.NOON, event));
  }

  private static TurnInput rang() {
    return call(1, new CallEvent.StateChanged("ALERTING", "CONNECTED"));
  }

  @Test
  void nobodyHearsAnEventBeforeItIsListenedTo() {
    assertThat(underTest.hears(call(1, new CallEvent.RtpStopped()))).isFalse();
    assertThat(underTest.hears(app(new AppEvent.Terminating(null)))).isFalse();
  }

  @Test
  void listenersOfOneCallHearNothingOfAnother() {
    underTest.learn(Map.of("1001-1", Set.of("Call.RtpStopped")));

    assertThat(underTest.hears(call(1, new CallEvent.RtpStopped()))).isTrue();
    assertThat(underTest.hears(call(1, new CallEvent.RtpResumed()))).isFalse();
    assertThat(underTest.hears(call(2, new CallEvent.RtpStopped()))).isFalse();
  }

  @Test
  void whatATurnSaysOfAnOwnerReplacesWhatWasKnownOfItAndOfNobodyElse() {
    underTest.learn(
        Map.of(
            "1001-1", Set.of("Call.RtpStopped"),
            "", Set.of("Application.Terminating")));
    underTest.learn(Map.of("1001-1", Set.of()));

    assertThat(underTest.hears(call(1, new CallEvent.RtpStopped()))).isFalse();
    assertThat(underTest.hears(app(new AppEvent.Terminating(null)))).isTrue();
  }

  @Test
  void whatIsNoEventAndTheNewsOfACallAlwaysNeedATurn() {
    assertThat(underTest.hears(new TurnInput.TimersDue())).isTrue();
    assertThat(underTest.hears(new TurnInput.ScenarioLoaded())).isTrue();
    assertThat(underTest.hears(app(ALERTING))).isTrue();
  }

  @Test
  void onlyWhatLeavesTracesIsKeptAndGivenOutOnce() {
    underTest.miss(call(1, new CallEvent.RtpStopped()));
    underTest.miss(rang());
    underTest.miss(app(new AppEvent.Terminating(null)));

    assertThat(underTest.takeMissed())
        .isEqualTo(List.of(rang(), app(new AppEvent.Terminating(null))));
    assertThat(underTest.takeMissed()).isEmpty();
  }

  @Test
  void listenerHearsUntilItIsRemoved() {
    stage.withCall(
        "const heard = () => { Logger.write('heard'); call.removeEventListener(CallEvents.ToneReceived, heard); };"
            + " call.addEventListener(CallEvents.ToneReceived, heard);");
    stage.tone("1");
    assertThat(stage.log()).containsExactly("heard");
    stage.tone("2");
    assertThat(stage.sound().log()).isEmpty();
  }

  @Test
  void removingAllListenersOfAnEventLeavesThoseOfOthers() {
    stage.withCall(
        "call.addEventListener(CallEvents.ToneReceived, () => Logger.write('a'));"
            + " call.addEventListener(CallEvents.ToneReceived, () => Logger.write('b'));"
            + " call.addEventListener(CallEvents.Disconnected, () => Logger.write('gone'));"
            + " call.addEventListener(CallEvents.Connected, () => call.removeEventListener(CallEvents.ToneReceived));");
    stage.tone("1");
    assertThat(stage.log()).containsExactly("a", "b");
    stage.connected(stage.incoming);
    stage.tone("2");
    assertThat(stage.log()).isEmpty();
    stage.disconnected(stage.incoming);
    assertThat(stage.log()).containsExactly("gone");
  }

  @Test
  void listenerAddedInAListenerHearsTheNextEvent() {
    stage.withCall(
        "call.addEventListener(CallEvents.Connected, () =>"
            + " call.addEventListener(CallEvents.ToneReceived, (e) => Logger.write(e.tone)));");
    stage.tone("1");
    assertThat(stage.log()).isEmpty();
    stage.connected(stage.incoming);
    stage.tone("2");
    assertThat(stage.log()).containsExactly("2");
  }

  @Test
  void stateOfACallIsRightAfterEventsThatNobodyHeard() {
    stage.withCall(
        "call.addEventListener(CallEvents.ToneReceived, () => Logger.write(call.state()));");
    stage.tone("1");
    assertThat(stage.log()).containsExactly("ALERTING");
    stage.connected(stage.incoming);
    stage.tone("2");
    assertThat(stage.log()).containsExactly("CONNECTED");
  }

  @Test
  void eventThatNobodyHearsKeepsTheNextTimer() {
    stage.withCall("setTimeout(() => Logger.write('rang'), 300);");
    assertThat(stage.tone("1").wakeAt()).isEqualTo(Stage.NOON.plusMillis(300));
    assertThat(stage.last().commands()).isEmpty();
    stage.after(Duration.ofMillis(300));
    assertThat(stage.log()).containsExactly("rang");
  }
}
