package io.ringmaster.actors.session;

import static io.ringmaster.actors.session.ScriptedHost.silent;
import static io.ringmaster.actors.session.SessionFixture.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.actors.Sessions.Started;
import io.ringmaster.actors.call.Order;
import io.ringmaster.actors.session.SessionFact.*;
import io.ringmaster.actors.world.VirtualTime;
import io.ringmaster.protocol.command.CommandRef;
import io.ringmaster.protocol.event.AppEvent;
import io.ringmaster.protocol.event.CallEvent;
import io.ringmaster.protocol.session.Turn;
import io.ringmaster.protocol.session.TurnInput;
import io.ringmaster.protocol.session.TurnOutcome;
import io.ringmaster.protocol.signal.LifeSignal;
import io.ringmaster.protocol.signal.Route;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// What a session takes turns about, and what becomes of the commands of a turn.
class SessionTurnsTest extends FreshSession {

  @AutoClose private static final VirtualTime TIME = new VirtualTime();

  SessionTurnsTest() {
    super(TIME);
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
}
