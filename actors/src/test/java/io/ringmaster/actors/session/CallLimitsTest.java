package io.ringmaster.actors.session;

import static io.ringmaster.actors.session.ScriptedHost.saying;
import static io.ringmaster.actors.session.ScriptedHost.silent;
import static io.ringmaster.actors.session.SessionFixture.NONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.actors.Sessions.Placed;
import io.ringmaster.actors.call.Order;
import io.ringmaster.actors.world.VirtualTime;
import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.command.OutgoingCall;
import io.ringmaster.protocol.event.CallEvent;
import io.ringmaster.protocol.session.ScenarioCommand;
import io.ringmaster.protocol.session.ScenarioCommand.PlaceCall;
import io.ringmaster.protocol.session.TurnInput;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// How many calls a session may have.
class CallLimitsTest extends FreshSession {

  private static final OutgoingCall TO_BOB =
      new OutgoingCall("sip:bob@127.0.0.9", "alice", null, null, null, null, null);
  private static final CallEvent CONNECTED =
      new CallEvent.Connected(null, NONE, null, null, null, null, null);
  private static final CallEvent FAILED = new CallEvent.Failed(NONE, 486, "Busy Here");
  @AutoClose private static final VirtualTime TIME = new VirtualTime();

  CallLimitsTest() {
    super(TIME);
  }

  @Test
  void eleventhUnansweredCallIsOverTheLimitUntilOneIsAnsweredOrEnds() {
    underTest.starts(SessionLife.HTTP);
    assertThat(overLimit(place(11))).containsExactly(11);
    turn(11, new CallEvent.Failed(NONE, 403, "Call limit reached"));
    assertThat(overLimit(place(1))).containsExactly(12);
    turn(12, new CallEvent.Failed(NONE, 403, "Call limit reached"));
    turn(3, CONNECTED);
    assertThat(overLimit(place(2))).containsExactly(14);
    turn(4, FAILED);
    assertThat(overLimit(place(1))).as("call 14 never was under way").isEmpty();
  }

  @Test
  void scenarioThatPlacesTooManyInOneTurnGetsThoseWithinTheLimit() {
    underTest.host.plays(turn ->
        turn.input() instanceof TurnInput.AppEventRaised(var numbered) && numbered.seq() == 2
            ? saying(
                IntStream.rangeClosed(2, 13)
                    .mapToObj(number -> new PlaceCall(underTest.id.call(number), TO_BOB))
                    .toArray(ScenarioCommand[]::new))
            : silent());
    underTest.arrives();

    var calls = IntStream.rangeClosed(2, 13).mapToObj(underTest.id::call).toList();
    assertThat(overLimit(calls))
        .as("the incoming call is not one of the ten")
        .containsExactly(12, 13);
  }

  @Test
  void fiftyFirstCallIsOverTheLimitHoweverTheOthersEnded() {
    underTest.starts(SessionLife.HTTP);
    for (int round = 0; round < 5; round++) {
      var calls = place(10);
      assertThat(overLimit(calls)).isEmpty();
      for (CallId call : calls) turn(call.number(), call.number() % 2 == 0 ? FAILED : CONNECTED);
    }
    assertThat(overLimit(place(1))).containsExactly(51);
  }

  @Test
  void limitsHoldOnTheNextNode() {
    underTest.starts(SessionLife.HTTP);
    place(11);
    underTest.told.clear();
    underTest.nodeIsLost().view();

    var all = IntStream.rangeClosed(1, 11).mapToObj(underTest.id::call).toList();
    assertThat(overLimit(all)).as("what is owed is owed as before").containsExactly(11);
    assertThat(overLimit(place(1))).containsExactly(12);
    turn(1, CONNECTED);
    underTest.nodeIsLost().view();
    assertThat(overLimit(place(1))).isEmpty();
  }

  private List<CallId> place(int number) {
    var placed = new ArrayList<CallId>();
    for (int i = 0; i < number; i++) {
      placed.add(((Placed.Placing) underTest.places(TO_BOB)).call());
    }
    return placed;
  }

  /// The first event of a call, and the turn that it makes.
  private void turn(int call, CallEvent event) {
    int turns = underTest.turns().size();
    underTest.happened(underTest.id.call(call), 1, event).awaitTurns(turns + 1);
  }

  /// The numbers of those calls that are to fail at once.
  private List<Integer> overLimit(List<CallId> calls) {
    underTest.view();
    return calls.stream()
        .filter(call -> underTest.orders(call).getFirst().stream().anyMatch(Order::overLimit))
        .map(CallId::number)
        .toList();
  }
}
