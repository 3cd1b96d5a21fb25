package io.ringmaster.actors.session;

import static io.ringmaster.actors.session.ScriptedHost.saying;
import static io.ringmaster.actors.session.ScriptedHost.silent;
import static io.ringmaster.actors.session.SessionFixture.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.actors.Reply;
import io.ringmaster.actors.Sessions.Answer;
import io.ringmaster.actors.Sessions.Started;
import io.ringmaster.actors.port.Directory;
import io.ringmaster.actors.session.SessionFact.*;
import io.ringmaster.actors.world.VirtualTime;
import io.ringmaster.protocol.event.AppEvent;
import io.ringmaster.protocol.event.CallEvent;
import io.ringmaster.protocol.session.ScenarioCommand.TerminateSession;
import io.ringmaster.protocol.session.TurnInput;
import io.ringmaster.protocol.session.TurnOutcome;
import io.ringmaster.protocol.signal.LifeSignal;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Why and how a session ends, who hears of it, and when it leaves memory.
class SessionEndTest extends FreshSession {

  @AutoClose private static final VirtualTime TIME = new VirtualTime();

  SessionEndTest() {
    super(TIME);
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
}
