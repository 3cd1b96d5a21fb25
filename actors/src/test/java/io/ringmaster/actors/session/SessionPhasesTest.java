package io.ringmaster.actors.session;

import static io.ringmaster.actors.session.SessionFixture.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.ringmaster.actors.session.SessionFact.*;
import io.ringmaster.protocol.command.CommandRef;
import io.ringmaster.protocol.command.OutgoingCall;
import io.ringmaster.protocol.event.AppEvent;
import io.ringmaster.protocol.event.CallEvent;
import io.ringmaster.protocol.session.ScenarioCommand.PlaceCall;
import io.ringmaster.protocol.session.ScenarioCommand.SetSessionData;
import io.ringmaster.protocol.session.TurnInput;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The phases of a session (spec: session-lifecycle).
class SessionPhasesTest {

  private static final OutgoingCall TO_BOB =
      new OutgoingCall("sip:bob@127.0.0.9", null, null, null, null, null, null);
  private static final TurnTaken LOADED = turn(0, new TurnInput.ScenarioLoaded());
  private static final TurnTaken ARRIVED = turn(1, arrival(CALL));
  private static final TerminationRequested BY_SCENARIO = requested(Cause.SCENARIO, null);
  private static final CommandRefused REFUSED =
      new CommandRefused(CALL, new CommandRef(1, 0), "the call has ended");
  private static final TurnTaken LAST_WORDS = turn(3, app(new AppEvent.Terminating(null)));

  @Test
  void startedSessionIsIdleForSixtySecondsFromItsStart() {
    var underTest = given(STARTED).session();
    assertThat(underTest).isInstanceOf(Session.Idle.class);
    assertThat(underTest.deadline(SETTINGS)).contains(START.plusSeconds(60));
    assertThat(underTest.onDeadline()).containsExactly(requested(Cause.IDLE, null));
  }

  @Test
  void turnsWithoutACallDoNotProlongTheIdleTime() {
    var underTest = given(STARTED).after(Duration.ofSeconds(40)).when(LOADED).session();
    assertThat(underTest.deadline(SETTINGS)).contains(START.plusSeconds(60));
  }

  @Test
  void sessionWithAnOpenCallRunsWithoutALimit() {
    for (var fixture :
        List.of(
            given(STARTED, LOADED, ARRIVED),
            given(STARTED, turn(0, new TurnInput.ScenarioLoaded(), new PlaceCall(CALL, TO_BOB))),
            given(STARTED, new CallPlacedFromOutside(CALL, TO_BOB)))) {
      assertThat(fixture.session()).isInstanceOf(Session.Running.class);
      assertThat(fixture.session().deadline(SETTINGS)).isEmpty();
    }
  }

  @Test
  void idleTimeBeginsWithTheEndOfTheLastCall() {
    var underTest =
        given(STARTED, LOADED, ARRIVED, turn(2, arrival(SECOND))).after(Duration.ofMinutes(5));
    underTest.when(turn(3, event(CALL, 1, disconnected())));
    assertThat(underTest.session()).isInstanceOf(Session.Running.class);
    underTest.when(new CallPlacedFromOutside(ID.call(3), TO_BOB));
    underTest.when(turn(4, event(SECOND, 1, disconnected())));
    underTest.when(turn(5, event(ID.call(3), 1, new CallEvent.Failed(NONE, 486, "Busy Here"))));
    assertThat(underTest.session()).isInstanceOf(Session.Idle.class);
    assertThat(underTest.session().deadline(SETTINGS)).contains(START.plusSeconds(360));
  }

  @Test
  void recordStoppedAfterTheEndDoesNotOpenTheCallAgain() {
    var underTest = given(STARTED, LOADED, ARRIVED, turn(2, event(CALL, 1, disconnected())));
    underTest.when(turn(3, event(CALL, 2, new CallEvent.RecordStopped("u", "0", 1, "x"))));
    assertThat(underTest.session()).isInstanceOf(Session.Idle.class);
    assertThat(underTest.details().taken(CALL)).isEqualTo(2);
  }

  @Test
  void everyLivingSessionCanBeEnded() {
    for (var fixture : List.of(given(STARTED), given(STARTED, LOADED, ARRIVED))) {
      assertThat(fixture.session().terminate(Cause.OUTSIDE, "why"))
          .containsExactly(requested(Cause.OUTSIDE, "why"));
      assertThat(fixture.when(BY_SCENARIO).session()).isInstanceOf(Session.Draining.class);
    }
  }

  @Test
  void secondRequestToEndIsIgnored() {
    var underTest = given(STARTED, LOADED, ARRIVED, BY_SCENARIO);
    assertThat(underTest.session().terminate(Cause.OUTSIDE, null)).isEmpty();
    underTest.when(new FarewellBegun());
    assertThat(underTest.session().terminate(Cause.OUTSIDE, null)).isEmpty();
    underTest.when(new SessionEnded());
    assertThat(underTest.session().terminate(Cause.OUTSIDE, null)).isEmpty();
    assertThat(given().session().terminate(Cause.OUTSIDE, null)).isEmpty();
  }

  @Test
  void sessionWithoutRequestsInFlightGoesOnToItsFarewellAtOnce() {
    assertThat(given(STARTED, BY_SCENARIO).session().onward()).containsExactly(new FarewellBegun());
  }

  @Test
  void requestInFlightIsWaitedForForNinetySeconds() {
    var underTest =
        given(STARTED, turn(0, new TurnInput.ScenarioLoaded(), GET), BY_SCENARIO).session();
    assertThat(underTest.onward()).isEmpty();
    assertThat(underTest.deadline(SETTINGS)).contains(START.plusSeconds(90));
    assertThat(underTest.onDeadline()).containsExactly(new FarewellBegun());
    assertThat(underTest.takes(done(1))).isTrue();
    assertThat(underTest.takes(event(CALL, 1, disconnected()))).isFalse();
    assertThat(underTest.takes(arrival(SECOND))).isFalse();
    assertThat(underTest.takes(new TurnInput.TimersDue())).isFalse();
  }

  @Test
  void lastAnswerThatIsWaitedForLeadsToTheFarewell() {
    var underTest =
        given(STARTED, turn(0, new TurnInput.ScenarioLoaded(), GET), BY_SCENARIO, turn(1, done(1)));
    assertThat(underTest.session()).isInstanceOf(Session.Draining.class);
    assertThat(underTest.session().onward()).containsExactly(new FarewellBegun());
  }

  @Test
  void farewellForgetsTimersAndRequests() {
    var underTest = given(STARTED, waking(0, new TurnInput.ScenarioLoaded(), START.plusSeconds(5)));
    assertThat(underTest.session().wakeAt()).contains(START.plusSeconds(5));
    underTest.when(turn(1, app(new AppEvent.Started("", "", 1, 1, "", 1, null, null)), GET));
    underTest.when(BY_SCENARIO, new FarewellBegun());
    assertThat(underTest.details().requests()).isEmpty();
    assertThat(underTest.session().wakeAt()).isEmpty();
  }

  @Test
  void sessionThatEndsHasNoTimersAnyMore() {
    var underTest =
        given(
            STARTED, waking(0, new TurnInput.ScenarioLoaded(), START.plusSeconds(5)), BY_SCENARIO);
    assertThat(underTest.session().wakeAt()).isEmpty();
  }

  @Test
  void terminatingIsSaidFirstAndTerminatedNext() {
    var underTest = given(STARTED, requested(Cause.SCRIPT_ERROR, "boom"), new FarewellBegun());
    assertThat(underTest.session().due()).contains(new AppEvent.Terminating("boom"));
    underTest.when(LAST_WORDS);
    assertThat(underTest.session().due()).contains(new AppEvent.Terminated("boom"));
    underTest.when(turn(4, app(new AppEvent.Terminated("boom"))), new SessionEnded());
    assertThat(underTest.session()).isInstanceOf(Session.Terminated.class);
    assertThat(underTest.session().due()).isEmpty();
  }

  @Test
  void turnThatWasUnderWayWhenTheFarewellBeganIsNotTheFarewell() {
    var underTest = given(STARTED, LOADED, ARRIVED, BY_SCENARIO, new FarewellBegun());
    underTest.when(turn(2, event(CALL, 1, disconnected())));
    assertThat(underTest.session().due()).contains(new AppEvent.Terminating(null));
  }

  @Test
  void oneLastRequestIsWaitedForBeforeTerminated() {
    var underTest = given(STARTED, BY_SCENARIO, new FarewellBegun());
    assertThat(underTest.session().deadline(SETTINGS)).isEmpty();
    underTest.when(turn(0, app(new AppEvent.Terminating(null)), GET));
    assertThat(underTest.session().due()).isEmpty();
    assertThat(underTest.session().takes(done(1))).isTrue();
    assertThat(underTest.session().deadline(SETTINGS)).contains(START.plusSeconds(90));
    assertThat(underTest.session().onDeadline()).containsExactly(new SessionEnded());
    underTest.when(turn(1, done(1)));
    assertThat(underTest.session().due()).contains(new AppEvent.Terminated(null));
  }

  @Test
  void refusalsAreNotedInEveryPhaseAfterTheFirst() {
    var underTest = given(STARTED, REFUSED, LOADED, ARRIVED, REFUSED, BY_SCENARIO, REFUSED);
    underTest.when(new FarewellBegun(), REFUSED, new SessionEnded(), REFUSED);
    assertThat(underTest.session()).isInstanceOf(Session.Terminated.class);
  }

  @Test
  void whatCannotFollowIsABrokenJournal() {
    for (var fixture :
        List.of(
            given(),
            given(STARTED),
            given(STARTED, LOADED, ARRIVED),
            given(STARTED, BY_SCENARIO),
            given(STARTED, BY_SCENARIO, new FarewellBegun()))) {
      var wrong = fixture.session() instanceof Session.Unborn ? LOADED : STARTED;
      assertThatIllegalStateException()
          .isThrownBy(() -> fixture.session().on(wrong, START))
          .withMessageContaining("cannot follow");
    }
    var over = given(STARTED, BY_SCENARIO, new FarewellBegun(), new SessionEnded()).session();
    assertThatIllegalStateException().isThrownBy(() -> over.on(LOADED, START));
  }

  @Test
  void customDataIsWhatTheScenarioLastSaid() {
    var underTest = given(STARTED);
    assertThat(underTest.details().customData()).isEqualTo("data");
    underTest.when(turn(0, new TurnInput.ScenarioLoaded(), new SetSessionData("new")));
    assertThat(underTest.details().customData()).isEqualTo("new");
  }

  @Test
  void callsAreNumberedOn() {
    var underTest = given(STARTED, LOADED, ARRIVED);
    assertThat(underTest.details().nextCall()).isEqualTo(2);
    underTest.when(new CallPlacedFromOutside(SECOND, TO_BOB));
    assertThat(underTest.details().nextCall()).isEqualTo(3);
    assertThat(given(STARTED).details().nextCall()).isEqualTo(1);
  }

  @Test
  void onlyNewsBecomesATurn() {
    var details =
        given(
                STARTED,
                turn(0, new TurnInput.ScenarioLoaded(), GET),
                ARRIVED,
                turn(2, event(CALL, 1, disconnected())))
            .details();
    assertThat(details.isNews(event(CALL, 1, disconnected()))).isFalse();
    assertThat(details.isNews(event(CALL, 2, disconnected()))).isTrue();
    assertThat(details.isNews(arrival(CALL))).isFalse();
    assertThat(details.isNews(arrival(SECOND))).isTrue();
    assertThat(details.isNews(done(1))).isTrue();
    assertThat(details.isNews(done(2))).isFalse();
  }

  @Test
  void contextThatIsLostStaysLost() {
    var underTest = given(STARTED, failed(0, new TurnInput.ScenarioLoaded(), true));
    assertThat(underTest.details().hasScenario()).isFalse();
    underTest.when(turn(1, app(new AppEvent.Terminating(null))));
    assertThat(underTest.details().hasScenario()).isFalse();
  }

  @Test
  void viewTellsWhyItEnded() {
    var over = given(STARTED, LOADED, ARRIVED, requested(Cause.IDLE, null));
    over.when(new FarewellBegun(), new SessionEnded());
    var view = SessionViews.of(over.session(), SETTINGS).orElseThrow();
    assertThat(view.state()).isEqualTo("TERMINATED");
    assertThat(view.finishReason()).isEqualTo("Timeout");
    assertThat(view.accessUrl()).isEqualTo("http://127.0.0.1:8080/request/" + ID + "/token");
    assertThat(view.openCalls()).containsExactly(CALL);
    assertThat(view.scenarios()).containsExactly("greeting@abc");
    assertThat(SessionViews.of(given().session(), SETTINGS)).isEmpty();
  }
}
