package io.ringmaster.actors.session;

import static io.ringmaster.actors.session.ScriptedHost.saying;
import static io.ringmaster.actors.session.ScriptedHost.silent;
import static io.ringmaster.actors.session.SessionFixture.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.actors.Sessions.Answer;
import io.ringmaster.actors.Sessions.Started;
import io.ringmaster.actors.call.Order;
import io.ringmaster.actors.session.SessionFact.*;
import io.ringmaster.actors.world.VirtualTime;
import io.ringmaster.protocol.command.CommandRef;
import io.ringmaster.protocol.command.SignallingCommand.AnswerCall;
import io.ringmaster.protocol.command.SignallingCommand.RingCall;
import io.ringmaster.protocol.event.CallEvent;
import io.ringmaster.protocol.session.HttpResult;
import io.ringmaster.protocol.session.ScenarioCommand.AnswerHttp;
import io.ringmaster.protocol.session.ScenarioCommand.CommandCall;
import io.ringmaster.protocol.session.ScenarioCommand.SendHttpRequest;
import io.ringmaster.protocol.session.ScenarioCommand.TerminateSession;
import io.ringmaster.protocol.session.Turn;
import io.ringmaster.protocol.session.TurnInput;
import io.ringmaster.protocol.session.TurnOutcome;
import io.ringmaster.protocol.signal.LifeSignal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// The entity of a session when its node is lost or its journal fails.
class SessionRecoveryTest extends FreshSession {

  private static final HttpResult OK = new HttpResult(200, "ok", List.of(), null);
  @AutoClose private static final VirtualTime TIME = new VirtualTime();

  SessionRecoveryTest() {
    super(TIME);
  }

  private TurnOutcome answer(Turn turn) {
    return isAlerting(turn)
        ? saying(new CommandCall(underTest.call, new AnswerCall(null, null)))
        : silent();
  }

  @Test
  void scenarioTakesItsTurnsAgainWithTheSameTimeAndSeedAndGoesOn() {
    underTest.host.plays(this::answer);
    underTest.arrives().happened(underTest.call, 1, new CallEvent.RtpStopped()).awaitTurns(4);
    var before = List.copyOf(underTest.host.turns);
    underTest.host.turns.clear();
    underTest.passes(Duration.ofSeconds(20)).nodeIsLost();
    underTest.happened(underTest.call, 2, new CallEvent.RtpResumed()).awaitTurns(5);
    assertThat(underTest.host.turns.subList(0, 4)).isEqualTo(before);
    assertThat(underTest.inputs()).endsWith("Call.RtpStopped", "Call.RtpResumed").hasSize(5);
    assertThat(underTest.state()).isEqualTo("RUNNING");
  }

  @Test
  void commandsThatWereNotSettledAreOwedAgainAndNoOthers() {
    answering().settles(underTest.call, 2, 0, "why not").view();
    underTest.told.clear();
    underTest.nodeIsLost().view();
    assertThat(underTest.orders(underTest.call)).hasSize(1);
    assertThat(underTest.orders(underTest.call).getFirst())
        .extracting(Order::ref)
        .containsExactly(new CommandRef(2, 1));
  }

  @Test
  void scenarioThatSaysSomethingElseThisTimeEndsTheSessionAndTheTurnIsNamed() {
    underTest.host.plays(this::answer);
    underTest.arrives();
    underTest.host.plays(turn ->
        isAlerting(turn) ? saying(new CommandCall(underTest.call, new RingCall(null))) : silent());
    underTest.nodeIsLost().awaitState("TERMINATED");
    var why =
        underTest.journal().stream()
            .filter(TerminationRequested.class::isInstance)
            .map(TerminationRequested.class::cast)
            .findFirst()
            .orElseThrow();
    assertThat(why.cause()).isEqualTo(Cause.SCRIPT_ERROR);
    assertThat(why.error())
        .startsWith("turn 2, taken again, gave")
        .contains("RingCall", "AnswerCall");
    assertThat(underTest.signals(underTest.call)).containsExactly(new LifeSignal.SessionEnded());
  }

  @Test
  void idleClockGoesOnAcrossTheLossOfANode() {
    underTest.starts(ROUTE);
    underTest.passes(Duration.ofSeconds(40)).nodeIsLost().passes(Duration.ofSeconds(19));
    assertThat(underTest.state()).isEqualTo("IDLE");
    underTest.passes(Duration.ofSeconds(1)).awaitState("TERMINATED");
  }

  @Test
  void timerThatCameDueMeanwhileRingsOnce() {
    underTest.host.plays(turn ->
        turn.input() instanceof TurnInput.TimersDue
            ? silent()
            : new TurnOutcome(List.of(), turn.at().plusSeconds(5), null));
    underTest.arrives().nodeIsLost().passes(Duration.ofSeconds(60)).awaitTurns(4);
    underTest.passes(Duration.ofSeconds(5));
    assertThat(underTest.inputs().stream().filter("timers"::equals)).hasSize(1);
  }

  @Test
  void requestThatChangesNothingIsSentAgainAndOthersFail() {
    underTest.host.plays(
        turn -> isAlerting(turn) ? saying(request(1, "GET"), request(2, "POST")) : silent());
    underTest.arrives();
    SessionLife.soon().until(() -> underTest.sent.size() == 2);
    underTest.nodeIsLost().awaitTurns(4);
    assertThat(underTest.sent).extracting(SendHttpRequest::request).containsExactly(1, 2, 1);
    var failed = (TurnInput.HttpRequestDone) underTest.turns().get(3).input();
    assertThat(failed.request()).isEqualTo(2);
    assertThat(failed.result().code()).isEqualTo(-1);
    assertThat(failed.result().error()).contains("was lost before its answer came");
    underTest.answersRequest(1, OK);
    underTest.awaitTurns(5);
    assertThat(underTest.inputs()).endsWith("done 2", "done 1");
  }

  @Test
  void resultThatComesTwiceIsOneTurn() {
    underTest.host.plays(turn -> isAlerting(turn) ? saying(request(1, "GET")) : silent());
    underTest.arrives().answersRequest(1, OK);
    underTest.awaitTurns(4).tell(new SessionMessage.RequestDone(1, OK)).view();
    assertThat(underTest.inputs().stream().filter("done 1"::equals)).hasSize(1);
  }

  @Test
  void endGoesOnAcrossTheLossOfANode() {
    underTest.host.plays(
        turn -> isAlerting(turn) ? saying(request(1, "GET"), new TerminateSession()) : silent());
    underTest.arrives().awaitState("DRAINING");
    underTest.nodeIsLost();
    assertThat(underTest.state()).isEqualTo("DRAINING");
    underTest.answersRequest(1, OK);
    underTest.awaitState("TERMINATED");
    assertThat(underTest.inputs())
        .endsWith("done 1", "Application.Terminating", "Application.Terminated");
  }

  @Test
  void openCallsAreStillToldOfTheEndAfterTheLossOfANode() {
    underTest.arrives().ends();
    underTest.awaitState("TERMINATED").told.clear();
    underTest.host.turns.clear();
    underTest.nodeIsLost().view();
    assertThat(underTest.signals(underTest.call)).containsExactly(new LifeSignal.SessionEnded());
    assertThat(underTest.host.turns).isEmpty();
  }

  @Test
  void sessionDrivenOverHttpNeedsNoScenarioToComeBack() {
    assertThat(underTest.starts(SessionLife.HTTP)).isInstanceOf(Started.Running.class);
    underTest.nodeIsLost();
    assertThat(underTest.state()).isEqualTo("IDLE");
    assertThat(underTest.host.turns).isEmpty();
  }

  @Test
  void clientOfALostNodeIsNotAnsweredInTheNameOfAnother() {
    underTest.host.plays(turn -> silent());
    underTest.arrives();
    var token = underTest.token();
    underTest.asks(token).awaitTurns(4);
    var first = ((TurnInput.HttpRequestRaised) underTest.turns().get(3).input()).request();
    underTest.nodeIsLost().asks(token).awaitTurns(5);
    var second = ((TurnInput.HttpRequestRaised) underTest.turns().get(4).input()).request();
    assertThat(second).isNotEqualTo(first);
    underTest.host.plays(turn ->
        turn.input() instanceof TurnInput.CallEventRaised
            ? saying(
                new AnswerHttp(first, "text/plain", "late"),
                new AnswerHttp(second, "text/plain", "yours"))
            : silent());
    underTest.happened(underTest.call, 1, new CallEvent.RtpStopped());
    assertThat(underTest.answer()).isEqualTo(new Answer.Answered("text/plain", "yours"));
  }

  @Test
  void turnThatCannotBeWrittenHasNoConsequencesAndIsTakenAnew() {
    underTest.host.plays(turn ->
        turn.input() instanceof TurnInput.CallEventRaised
            ? saying(
                new CommandCall(underTest.call, new AnswerCall(null, null)), request(1, "POST"))
            : silent());
    underTest.arrives().journalFails();
    underTest.happened(underTest.call, 1, new CallEvent.RtpStopped());
    underTest.recovers();
    assertThat(underTest.orders(underTest.call)).isEmpty();
    assertThat(underTest.sent).isEmpty();
    assertThat(underTest.taken(underTest.call)).containsExactly(0L);
    underTest.happened(underTest.call, 1, new CallEvent.RtpStopped()).awaitTurns(4);
    SessionLife.soon().until(() -> underTest.sent.size() == 1);
    assertThat(underTest.orders(underTest.call)).hasSize(1);
    assertThat(underTest.taken(underTest.call)).containsExactly(0L, 1L);
  }

  @Test
  void scenarioIsBroughtBackToWhatIsWrittenBeforeItGoesOn() {
    underTest.arrives().journalFails();
    underTest.happened(underTest.call, 1, new CallEvent.RtpStopped());
    underTest.recovers();
    underTest.host.turns.clear();
    underTest.happened(underTest.call, 1, new CallEvent.RtpStopped()).awaitTurns(4);
    assertThat(underTest.host.turns).hasSize(1);
    assertThat(underTest.host.turns.getFirst().number()).isEqualTo(3);
  }

  @Test
  void beginningThatCannotBeWrittenIsBegunAnewWhenTheCallAsksAgain() {
    underTest.journalFails().arrives(underTest.call);
    underTest.recovers();
    assertThat(underTest.journal()).isEmpty();
    assertThat(underTest.told).isEmpty();
    underTest.arrives();
    assertThat(underTest.inputs())
        .containsExactly("loaded", "Application.Started", "Application.CallAlerting");
  }

  @Test
  void resultOfARequestIsNotLostWhenTheJournalFails() {
    underTest.host.plays(turn -> isAlerting(turn) ? saying(request(1, "POST")) : silent());
    underTest.arrives();
    SessionLife.soon().until(() -> underTest.sent.size() == 1);
    underTest.journalFails().answersRequest(1, OK);
    underTest.recovers().awaitTurns(4);
    var done = (TurnInput.HttpRequestDone) underTest.turns().get(3).input();
    assertThat(done.result()).isEqualTo(OK);
    assertThat(underTest.sent).hasSize(1);
  }

  @Test
  void clientIsAnsweredAlthoughTheJournalFailed() {
    underTest.host.plays(turn ->
        turn.input() instanceof TurnInput.HttpRequestRaised(String request, _)
            ? saying(new AnswerHttp(request, "text/plain", "hello"))
            : silent());
    underTest.arrives();
    var token = underTest.token();
    underTest.journalFails().asks(token);
    underTest.recovers();
    assertThat(underTest.answer()).isEqualTo(new Answer.Answered("text/plain", "hello"));
  }

  @Test
  void deadlineIsNotLostWhenTheJournalFails() {
    underTest.starts(ROUTE);
    underTest.journalFails().passes(Duration.ofSeconds(60)).recovers();
    underTest.passes(Duration.ofSeconds(1)).awaitState("TERMINATED");
    assertThat(underTest.view().orElseThrow().finishReason()).isEqualTo("Timeout");
  }
}
