package io.ringmaster.actors.session;

import static io.ringmaster.actors.session.ScriptedHost.saying;
import static io.ringmaster.actors.session.ScriptedHost.silent;
import static io.ringmaster.actors.session.SessionFixture.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.actors.Sessions.Answer;
import io.ringmaster.actors.Sessions.Placed;
import io.ringmaster.actors.Sessions.Started;
import io.ringmaster.actors.call.Order;
import io.ringmaster.actors.session.SessionFact.*;
import io.ringmaster.actors.world.VirtualTime;
import io.ringmaster.protocol.command.CommandRef;
import io.ringmaster.protocol.command.OutgoingCall;
import io.ringmaster.protocol.event.CallEvent;
import io.ringmaster.protocol.session.ScenarioCommand.AnswerHttp;
import io.ringmaster.protocol.session.ScenarioCommand.PlaceCall;
import io.ringmaster.protocol.session.TurnInput;
import io.ringmaster.protocol.session.TurnOutcome;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// What clients outside ask of a session, and the webhook that tells them of it.
class SessionClientsTest extends FreshSession {

  private static final OutgoingCall TO_BOB =
      new OutgoingCall("sip:bob@127.0.0.9", null, null, null, null, null, null);
  @AutoClose private static final VirtualTime TIME = new VirtualTime();

  SessionClientsTest() {
    super(TIME);
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
