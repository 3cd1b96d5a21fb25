package io.ringmaster.actors.session;

import static io.ringmaster.actors.session.ScriptedHost.saying;
import static io.ringmaster.actors.session.ScriptedHost.silent;
import static io.ringmaster.actors.session.SessionFixture.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.actors.Reply;
import io.ringmaster.actors.Sessions.Answer;
import io.ringmaster.actors.Sessions.Placed;
import io.ringmaster.actors.Sessions.Started;
import io.ringmaster.actors.call.Order;
import io.ringmaster.actors.port.Directory;
import io.ringmaster.actors.session.SessionFact.*;
import io.ringmaster.actors.world.VirtualTime;
import io.ringmaster.protocol.command.CommandRef;
import io.ringmaster.protocol.command.OutgoingCall;
import io.ringmaster.protocol.command.SignallingCommand.AnswerCall;
import io.ringmaster.protocol.command.SignallingCommand.RingCall;
import io.ringmaster.protocol.event.AppEvent;
import io.ringmaster.protocol.event.AppEvent.CallAlerting;
import io.ringmaster.protocol.event.CallEvent;
import io.ringmaster.protocol.session.ScenarioCommand.AnswerHttp;
import io.ringmaster.protocol.session.ScenarioCommand.CommandCall;
import io.ringmaster.protocol.session.ScenarioCommand.PlaceCall;
import io.ringmaster.protocol.session.ScenarioCommand.TerminateSession;
import io.ringmaster.protocol.session.Turn;
import io.ringmaster.protocol.session.TurnInput;
import io.ringmaster.protocol.session.TurnOutcome;
import io.ringmaster.protocol.signal.LifeSignal;
import io.ringmaster.protocol.signal.Route;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The entity of a session on a node where all goes well.
class SessionEntityTest {

  private static final OutgoingCall TO_BOB =
      new OutgoingCall("sip:bob@127.0.0.9", null, null, null, null, null, null);
  private static final VirtualTime TIME = new VirtualTime();

  private final SessionLife underTest = new SessionLife(TIME);

  @AfterAll
  static void stop() {
    TIME.close();
  }

  @AfterEach
  void theJournalTellsTheSameAsTheEntity() {
    underTest.checkJournal();
  }

  private static boolean isAlerting(Turn turn) {
    return turn.input() instanceof TurnInput.AppEventRaised(var numbered)
        && numbered.event() instanceof CallAlerting;
  }

  private SessionLife answering() {
    underTest.host.plays(turn ->
        isAlerting(turn)
            ? saying(
                new CommandCall(underTest.call, new RingCall(null)),
                new CommandCall(underTest.call, new AnswerCall(null, null)))
            : silent());
    return underTest.arrives();
  }

  @Test
  void arrivalStartsTheScenarioWhichHearsOfTheStartFirst() {
    underTest.arrives();
    assertThat(underTest.inputs())
        .containsExactly("loaded", "Application.Started", "Application.CallAlerting");
    assertThat(underTest.taken(underTest.call)).containsExactly(0L);
    assertThat(underTest.state()).isEqualTo("RUNNING");
    assertThat(underTest.journal().getFirst())
        .isInstanceOfSatisfying(
            SessionStarted.class,
            started ->
                assertThat(started.scenarios())
                    .containsExactly(new PinnedScenario("greeting", "abc")));
  }

  @Test
  void startedTellsTheScenarioWhereItCanBeReached() {
    underTest.arrives();
    var started =
        underTest.turns().stream()
            .flatMap(turn -> SessionEvents.of(turn).stream())
            .map(event -> ((io.ringmaster.protocol.event.NumberedAppEvent) event).event())
            .filter(AppEvent.Started.class::isInstance)
            .map(AppEvent.Started.class::cast)
            .findFirst()
            .orElseThrow();
    assertThat(started.accessURL()).isEqualTo(underTest.view().orElseThrow().accessUrl());
    assertThat(started.sessionId()).isEqualTo(underTest.id.asNumber());
    assertThat(started.dialplanName()).isEqualTo("demo");
  }

  @Test
  void arrivalToldAgainIsAcknowledgedAndNoTurn() {
    underTest.arrives().arrives(underTest.call).view();
    assertThat(underTest.taken(underTest.call)).containsExactly(0L, 0L);
    assertThat(underTest.turns()).hasSize(3);
  }

  @Test
  void eachEventIsOneTurnAndIsAcknowledgedOnceItIsWritten() {
    underTest
        .arrives()
        .happened(underTest.call, 1, new CallEvent.RtpStopped(), new CallEvent.RtpResumed());
    underTest.awaitTurns(5);
    assertThat(underTest.inputs()).endsWith("Call.RtpStopped", "Call.RtpResumed");
    assertThat(underTest.taken(underTest.call)).containsExactly(0L, 1L, 2L);
  }

  @Test
  void numbersSeenBeforeAreAcknowledgedAndDropped() {
    underTest.arrives().happened(underTest.call, 1, new CallEvent.RtpStopped()).awaitTurns(4);
    underTest.happened(underTest.call, 1, new CallEvent.RtpStopped()).view();
    underTest.happened(underTest.call, 1, new CallEvent.RtpStopped(), new CallEvent.RtpResumed());
    underTest.awaitTurns(5);
    assertThat(underTest.inputs()).endsWith("Call.RtpStopped", "Call.RtpResumed").hasSize(5);
    assertThat(underTest.taken(underTest.call)).containsExactly(0L, 1L, 1L, 2L);
  }

  @Test
  void eventsThatOvertookTheNewsOfTheirCallHaveToComeAgain() {
    underTest.happened(underTest.call, 1, new CallEvent.RtpStopped());
    underTest.arrives();
    assertThat(underTest.inputs()).endsWith("Application.CallAlerting");
    underTest.happened(underTest.call, 1, new CallEvent.RtpStopped()).awaitTurns(4);
    assertThat(underTest.inputs()).endsWith("Call.RtpStopped");
  }

  @Test
  void commandsReachTheirCallInOrderAfterTheTurnIsWritten() {
    answering();
    SessionLife.soon().until(() -> !underTest.orders(underTest.call).isEmpty());
    assertThat(underTest.orders(underTest.call).getFirst())
        .extracting(Order::ref)
        .containsExactly(new CommandRef(2, 0), new CommandRef(2, 1));
  }

  @Test
  void commandsAreSentAgainUntilTheyAreSettled() {
    answering().passes(Duration.ofSeconds(2));
    assertThat(underTest.orders(underTest.call)).hasSize(3);
    underTest.settles(underTest.call, 2, 0, null).passes(Duration.ofSeconds(1));
    assertThat(underTest.orders(underTest.call).getLast())
        .extracting(Order::ref)
        .containsExactly(new CommandRef(2, 1));
    underTest.settles(underTest.call, 2, 1, null).passes(Duration.ofSeconds(3));
    assertThat(underTest.orders(underTest.call)).hasSize(4);
  }

  @Test
  void refusalIsWrittenOnce() {
    answering().settles(underTest.call, 2, 0, "too late").settles(underTest.call, 2, 0, "too late");
    underTest.view();
    assertThat(underTest.journal())
        .filteredOn(CommandRefused.class::isInstance)
        .containsExactly(new CommandRefused(underTest.call, new CommandRef(2, 0), "too late"));
  }

  @Test
  void sessionIdleForSixtySecondsFromItsStartEnds() {
    assertThat(underTest.starts(ROUTE)).isInstanceOf(Started.Running.class);
    underTest.passes(Duration.ofSeconds(59));
    assertThat(underTest.state()).isEqualTo("IDLE");
    underTest.passes(Duration.ofSeconds(1)).awaitState("TERMINATED");
    assertThat(underTest.view().orElseThrow().finishReason()).isEqualTo("Timeout");
    assertThat(underTest.inputs()).endsWith("Application.Terminating", "Application.Terminated");
    assertThat(underTest.host.closed).containsExactly(underTest.id);
  }

  @Test
  void sessionIdleForSixtySecondsFromItsLastCallEnds() {
    underTest.arrives().passes(Duration.ofMinutes(5));
    assertThat(underTest.state()).isEqualTo("RUNNING");
    underTest.happened(underTest.call, 1, disconnected()).awaitState("IDLE");
    underTest.passes(Duration.ofSeconds(59));
    assertThat(underTest.state()).isEqualTo("IDLE");
    underTest.passes(Duration.ofSeconds(1)).awaitState("TERMINATED");
  }

  @Test
  void newCallStopsTheIdleClock() {
    underTest.starts(ROUTE);
    underTest.passes(Duration.ofSeconds(50)).arrives(underTest.call).awaitState("RUNNING");
    underTest.passes(Duration.ofSeconds(50));
    assertThat(underTest.state()).isEqualTo("RUNNING");
  }

  @Test
  void timerOfTheScenarioRingsOnceAtItsTime() {
    underTest.host.plays(turn ->
        turn.input() instanceof TurnInput.ScenarioLoaded
                || turn.input() instanceof TurnInput.AppEventRaised
            ? new TurnOutcome(List.of(), fiveSecondsOn(turn), null)
            : silent());
    underTest.arrives().passes(Duration.ofSeconds(4));
    assertThat(underTest.inputs()).doesNotContain("timers");
    underTest.host.holds();
    underTest.passes(Duration.ofSeconds(1)).passes(Duration.ofSeconds(1));
    underTest.view();
    underTest.view();
    underTest.host.finishes();
    underTest.awaitTurns(4).passes(Duration.ofSeconds(10));
    assertThat(underTest.inputs().stream().filter("timers"::equals)).hasSize(1);
  }

  private static java.time.Instant fiveSecondsOn(Turn turn) {
    return turn.at().plusSeconds(5);
  }

  @Test
  void timerThatStaysDueRingsAgain() {
    var rings = new java.util.concurrent.atomic.AtomicInteger();
    underTest.host.plays(turn -> {
      if (turn.input() instanceof TurnInput.TimersDue && rings.incrementAndGet() == 3)
        return silent();
      return new TurnOutcome(List.of(), turn.at().plusSeconds(1), null);
    });
    underTest.arrives();
    for (int i = 0; i < 5; i++) underTest.passes(Duration.ofSeconds(1));
    assertThat(rings).hasValue(3);
  }

  @Test
  void scenarioThatTerminatesSaysItsLastWordsAndItsCallsEnd() {
    underTest.host.plays(turn -> isAlerting(turn) ? saying(new TerminateSession()) : silent());
    underTest.arrives().awaitState("TERMINATED");
    assertThat(underTest.inputs())
        .endsWith("Application.CallAlerting", "Application.Terminating", "Application.Terminated");
    assertThat(underTest.view().orElseThrow().finishReason()).isEqualTo("Normal termination");
    assertThat(underTest.signals(underTest.call)).containsExactly(new LifeSignal.SessionEnded());
  }

  @Test
  void openCallIsToldOfTheEndUntilItHasEndedAndThenTheSessionLeavesMemory() {
    underTest.arrives().ends();
    underTest.awaitState("TERMINATED").passes(Duration.ofSeconds(3));
    assertThat(underTest.signals(underTest.call)).hasSize(4);
    underTest.passes(SETTINGS.linger());
    underTest.shard.expectNoMessage(Duration.ZERO);
    underTest.tell(new SessionMessage.CallOver(underTest.call)).view();
    underTest.passes(SETTINGS.linger());
    underTest.shard.expectMessageClass(ClusterSharding.Passivate.class);
  }

  @Test
  void sessionThatNeverWasLeavesMemoryAgain() {
    assertThat(underTest.asks("x").answer()).isEqualTo(new Answer.NotFound());
    assertThat(underTest.ends()).isEqualTo(new Reply.Unknown());
    underTest.passes(SETTINGS.linger());
    underTest.shard.expectMessageClass(ClusterSharding.Passivate.class);
    assertThat(underTest.journal()).isEmpty();
  }

  @Test
  void liveSessionStaysInMemory() {
    underTest.asks("x").answer();
    underTest.passes(Duration.ofSeconds(29)).arrives().passes(Duration.ofSeconds(200));
    underTest.shard.expectNoMessage(Duration.ZERO);
  }

  @Test
  void endWaitsForRequestsInFlightAndRunsTheirCallbacks() {
    underTest.host.plays(
        turn -> isAlerting(turn) ? saying(request(1, "POST"), new TerminateSession()) : silent());
    underTest.arrives().awaitState("DRAINING");
    underTest.passes(Duration.ofSeconds(89));
    assertThat(underTest.state()).isEqualTo("DRAINING");
    underTest.happened(underTest.call, 1, new CallEvent.RtpStopped()).view();
    assertThat(underTest.taken(underTest.call)).contains(1L);
    underTest.answersRequest(
        1, new io.ringmaster.protocol.session.HttpResult(200, "", List.of(), null));
    underTest.awaitState("TERMINATED");
    assertThat(underTest.inputs())
        .endsWith("done 1", "Application.Terminating", "Application.Terminated")
        .doesNotContain("Call.RtpStopped");
  }

  @Test
  void endWaitsNoLongerThanNinetySeconds() {
    underTest.host.plays(
        turn -> isAlerting(turn) ? saying(request(1, "POST"), new TerminateSession()) : silent());
    underTest.arrives().awaitState("DRAINING");
    underTest.passes(Duration.ofSeconds(90)).awaitState("TERMINATED");
    underTest.answersRequest(
        1, new io.ringmaster.protocol.session.HttpResult(200, "", List.of(), null));
    underTest.view();
    assertThat(underTest.inputs()).endsWith("Application.Terminating", "Application.Terminated");
  }

  @Test
  void oneLastRequestIsWaitedForBetweenTheLastTwoEvents() {
    underTest.host.plays(turn -> {
      if (isAlerting(turn)) return saying(new TerminateSession());
      return turn.input() instanceof TurnInput.AppEventRaised(var event)
              && event.event() instanceof AppEvent.Terminating
          ? saying(request(1, "GET"))
          : silent();
    });
    underTest.arrives().awaitState("TERMINATING");
    underTest.passes(Duration.ofSeconds(30));
    underTest.answersRequest(
        1, new io.ringmaster.protocol.session.HttpResult(200, "", List.of(), null));
    underTest.awaitState("TERMINATED");
    assertThat(underTest.inputs())
        .endsWith("Application.Terminating", "done 1", "Application.Terminated");
  }

  @Test
  void lastRequestThatTakesTooLongIsGivenUp() {
    underTest.host.plays(turn ->
        turn.input() instanceof TurnInput.AppEventRaised(var event)
                && event.event() instanceof AppEvent.Terminating
            ? saying(request(1, "GET"))
            : silent());
    underTest.arrives().ends();
    underTest.awaitState("TERMINATING").passes(Duration.ofSeconds(90)).awaitState("TERMINATED");
  }

  @Test
  void endDuringATurnStillRaisesTerminating() {
    underTest.arrives().host.holds();
    underTest.happened(underTest.call, 1, new CallEvent.RtpStopped());
    SessionLife.soon().until(() -> underTest.host.turns.size() == 4);
    var ender = underTest.startsToEnd();
    underTest.host.finishes();
    assertThat(ender.receiveMessage()).isEqualTo(new Reply.Accepted());
    underTest.awaitState("TERMINATED");
    assertThat(underTest.inputs())
        .endsWith("Call.RtpStopped", "Application.Terminating", "Application.Terminated");
  }

  @Test
  void scriptErrorEndsTheSession() {
    underTest.host.plays(
        turn -> isAlerting(turn) ? new TurnOutcome(List.of(), null, failure(false)) : silent());
    underTest.arrives().awaitState("TERMINATED");
    assertThat(underTest.view().orElseThrow().finishReason()).isEqualTo("JS session error");
    assertThat(underTest.inputs()).endsWith("Application.Terminating", "Application.Terminated");
    assertThat(underTest.journal())
        .contains(new TerminationRequested(Cause.SCRIPT_ERROR, "boom is not defined"));
  }

  @Test
  void hostThatFailsLosesTheScenarioAndNotTheCall() {
    underTest.arrives().host.isLost();
    underTest.happened(underTest.call, 1, new CallEvent.RtpStopped()).awaitState("TERMINATED");
    assertThat(underTest.turns().get(3).failure())
        .satisfies(failure -> {
          assertThat(failure).isNotNull();
          assertThat(java.util.Objects.requireNonNull(failure).message()).contains("never loaded");
        });
    assertThat(underTest.signals(underTest.call)).containsExactly(new LifeSignal.SessionEnded());
  }

  @Test
  void missingScenarioRefusesTheCall() {
    underTest.tell(
        new SessionMessage.CallArrived(
            alerting(underTest.call),
            new Route("demo", Route.Control.SCENARIO, List.of("missing"))));
    SessionLife.soon().until(() -> !underTest.signals(underTest.call).isEmpty());
    assertThat(underTest.signals(underTest.call))
        .singleElement()
        .isInstanceOfSatisfying(
            LifeSignal.SessionRefused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(500);
              assertThat(refused.reason()).contains("no scenario named 'missing'");
            });
    assertThat(underTest.journal()).isEmpty();
    assertThat(underTest.starts(new Route(null, Route.Control.SCENARIO, List.of("missing"))))
        .isInstanceOf(Started.NotStarted.class);
  }

  @Test
  void callThatArrivesWhileTheSessionEndsIsRefused() {
    underTest.arrives().ends();
    underTest.awaitState("TERMINATED");
    var late = underTest.id.call(2);
    underTest.arrives(late).view();
    assertThat(underTest.signals(late))
        .containsExactly(new LifeSignal.SessionRefused(480, "the session is ending"));
    assertThat(underTest.taken(late)).containsExactly(0L);
  }

  @Test
  void clientGetsWhatTheHandlerReturns() {
    underTest.host.plays(turn ->
        turn.input() instanceof TurnInput.HttpRequestRaised(String request, _)
            ? saying(new AnswerHttp(request, "text/plain", "hello"))
            : silent());
    underTest.arrives().asks("wrong");
    assertThat(underTest.answer()).isEqualTo(new Answer.NotFound());
    underTest.asks(underTest.token());
    assertThat(underTest.answer()).isEqualTo(new Answer.Answered("text/plain", "hello"));
  }

  @Test
  void clientHearsOfAHandlerThatFailsAndOfASessionThatEnds() {
    underTest.host.plays(turn ->
        turn.input() instanceof TurnInput.HttpRequestRaised
            ? new TurnOutcome(List.of(), null, failure(false))
            : silent());
    underTest.arrives();
    var token = underTest.token();
    underTest.asks(token);
    assertThat(underTest.answer()).isEqualTo(new Answer.Failed("boom is not defined"));
    underTest.awaitState("TERMINATED").asks(token);
    assertThat(underTest.answer()).isEqualTo(new Answer.NotFound());
  }

  @Test
  void sessionDrivenOverHttpPlacesCallsAndTakesTheirEvents() {
    assertThat(underTest.starts(SessionLife.HTTP)).isInstanceOf(Started.Running.class);
    assertThat(underTest.places(TO_BOB)).isEqualTo(new Placed.Placing(underTest.call));
    assertThat(underTest.places(TO_BOB)).isEqualTo(new Placed.Placing(underTest.id.call(2)));
    assertThat(underTest.orders(underTest.call).getFirst())
        .containsExactly(new Order(new CommandRef(0, 1), new PlaceCall(underTest.call, TO_BOB)));
    underTest.happened(underTest.call, 1, new CallEvent.Ringing(NONE)).awaitTurns(2);
    assertThat(underTest.taken(underTest.call)).containsExactly(1L);
    assertThat(underTest.host.turns).isEmpty();
    underTest.asks(underTest.token());
    assertThat(underTest.answer()).isInstanceOf(Answer.Failed.class);
  }

  @Test
  void onlyAScenarioPlacesTheCallsOfItsSession() {
    assertThat(underTest.places(TO_BOB)).isEqualTo(new Placed.NoSession());
    underTest.arrives();
    assertThat(underTest.places(TO_BOB)).isInstanceOf(Placed.NotPlaced.class);
    underTest.ends();
    underTest.awaitState("TERMINATED");
    assertThat(underTest.places(TO_BOB))
        .isEqualTo(new Placed.NotPlaced("the session is ending or has ended"));
  }

  @Test
  void idInUseIsNotStartedTwice() {
    underTest.starts(ROUTE);
    assertThat(underTest.starts(ROUTE))
        .isEqualTo(new Started.NotStarted("the session id is in use already"));
  }

  @Test
  void directoryHasTheSessionInEachOfItsStates() {
    underTest.arrives().ends();
    underTest.awaitState("TERMINATED");
    assertThat(underTest.directory.sessions())
        .extracting(Directory.SessionLine::state)
        .containsExactly("RUNNING", "TERMINATING", "TERMINATED");
  }

  @Test
  void lastWordsOfASessionAreOneLineOfItsJournal() {
    underTest.arrives();
    long before = underTest.lines();
    underTest.ends();
    underTest.awaitState("TERMINATED");
    assertThat(underTest.inputsOfLastLine())
        .containsExactly("Application.Terminating", "Application.Terminated");
    assertThat(underTest.lines()).isEqualTo(before + 2); // the wish to end it, and its end
  }

  @Test
  void turnThatEndsTheSessionAndItsLastWordsAreOneLine() {
    underTest.host.plays(turn ->
        turn.input() instanceof TurnInput.CallEventRaised
            ? saying(new TerminateSession())
            : silent());
    underTest.arrives();
    long before = underTest.lines();
    underTest.happened(underTest.call, 1, new CallEvent.RtpStopped()).awaitState("TERMINATED");
    assertThat(underTest.inputsOfLastLine())
        .containsExactly("Call.RtpStopped", "Application.Terminating", "Application.Terminated");
    assertThat(underTest.lines()).isEqualTo(before + 1);
  }

  @Test
  void webhookIsPinnedAtTheStartAndItsCourierHearsOfEveryLine() {
    assertThat(underTest.starts(SessionLife.WITH_WEBHOOK)).isInstanceOf(Started.Running.class);
    underTest.places(TO_BOB);
    underTest.ends();
    underTest.awaitState("TERMINATED");

    assertThat(underTest.journal().getFirst())
        .isInstanceOfSatisfying(
            SessionStarted.class,
            started -> assertThat(started.route().webhook()).isEqualTo("http://127.0.0.1:9/hook"));
    assertThat(underTest.courierTold).startsWith(1L, 2L).isSorted().endsWith(underTest.lines());
  }

  @Test
  void withoutWebhookNoCourierHearsOfAnything() {
    underTest.arrives();

    assertThat(underTest.courierTold).isEmpty();
  }
}
