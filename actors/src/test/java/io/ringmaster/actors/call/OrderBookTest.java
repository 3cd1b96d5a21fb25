package io.ringmaster.actors.call;

import static io.ringmaster.actors.call.CallFixture.*;
import static io.ringmaster.actors.call.Said.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.actors.port.SipEffect.Respond;
import io.ringmaster.actors.port.SipEffect.SendBye;
import io.ringmaster.actors.port.SipEffect.SendCancel;
import io.ringmaster.actors.port.SipEffect.SendInvite;
import io.ringmaster.protocol.Headers;
import io.ringmaster.protocol.command.CallCommand;
import io.ringmaster.protocol.command.CommandRef;
import io.ringmaster.protocol.command.MediaCommand;
import io.ringmaster.protocol.event.CallEvent;
import io.ringmaster.protocol.event.NumberedCallEvent;
import io.ringmaster.protocol.session.ScenarioCommand.CommandCall;
import io.ringmaster.protocol.session.ScenarioCommand.PlaceCall;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A session's orders, some of which may have been taken before.
class OrderBookTest {

  private static final Moment NOW = new Moment(START, () -> Optional.of(RTP));

  private static Order order(long turn, int index, CallCommand command) {
    return new Order(new CommandRef(turn, index), new CommandCall(ID, command));
  }

  private static OrderBook.Outcome take(RecordedCall call, Order... orders) {
    return OrderBook.take(call, List.of(orders), NOW, RECORDINGS);
  }

  private static RecordedCall after(RecordedCall call, OrderBook.Outcome outcome) {
    for (var entry : outcome.entries()) call = call.on(entry, RECORDINGS);
    return call;
  }

  @Test
  void eachOrderIsDecidedInThePhaseThatTheOnesBeforeItLeadTo() {
    var outcome =
        take(
            given(invite()).recorded(),
            order(1, 0, ANSWER),
            order(1, 1, new MediaCommand.StartPlayback("file:hello.wav", false, false)),
            order(1, 2, HANG_UP));
    assertThat(outcome.settlements().values()).containsOnly(Optional.empty());
    assertThat(outcome.effects()).hasAtLeastOneElementOfType(SendBye.class);
    assertThat(after(given(invite()).recorded(), outcome).call()).isInstanceOf(Terminated.class);
  }

  @Test
  void everyFactSaysWhichOrderItComesFrom() {
    var outcome = take(given(invite()).recorded(), order(4, 2, RING), order(5, 0, ANSWER));
    assertThat(outcome.entries())
        .extracting(CallEntry::by)
        .containsExactly(new CommandRef(4, 2), new CommandRef(5, 0));
  }

  @Test
  void refusalIsSettledWithItsReasonAndTheOthersGoOn() {
    var outcome =
        take(
            given(invite()).recorded(),
            order(1, 0, new MediaCommand.SendDigits("1")),
            order(1, 1, RING));
    assertThat(outcome.settlements().get(new CommandRef(1, 0))).isPresent();
    assertThat(outcome.settlements().get(new CommandRef(1, 1))).isEmpty();
    assertThat(outcome.effects()).singleElement().isInstanceOf(Respond.class);
  }

  @Test
  void ordersTakenBeforeAreSettledAgainAndDoNothing() {
    var orders = new Order[] {order(1, 0, RING), order(1, 1, ANSWER)};
    var call = given(invite()).recorded();
    call = after(call, take(call, orders));
    var again = take(call, orders);
    assertThat(again.entries()).isEmpty();
    assertThat(again.effects()).isEmpty();
    assertThat(again.settlements()).hasSize(2).containsValue(Optional.empty());
  }

  @Test
  void callIsPlacedOnce() {
    var place = new Order(new CommandRef(2, 0), new PlaceCall(ID, TO_BOB));
    var unborn = RecordedCall.unborn(ID);
    var placed = take(unborn, place, order(2, 1, HANG_UP));
    assertThat(placed.effects()).hasAtLeastOneElementOfType(SendInvite.class);
    assertThat(placed.effects()).hasAtLeastOneElementOfType(SendCancel.class);
    var again = take(after(unborn, placed), place);
    assertThat(again.entries()).isEmpty();
    assertThat(again.effects()).isEmpty();
  }

  @Test
  void callOverTheLimitFailsAtOnceAndSendsNothing() {
    var place = new Order(new CommandRef(2, 0), new PlaceCall(ID, TO_BOB), true);
    var unborn = RecordedCall.unborn(ID);
    var placed = take(unborn, place);
    assertThat(placed.effects()).isEmpty();
    assertThat(placed.settlements()).containsValue(Optional.empty());
    var call = after(unborn, placed);
    assertThat(call.latest())
        .extracting(NumberedCallEvent::event)
        .contains(new CallEvent.Failed(Headers.NONE, 403, "Call limit reached"));
    assertThat(call.isOver()).isTrue();
    assertThat(take(call, place).entries()).isEmpty();
  }

  @Test
  void placingACallThatIsThereAlreadyDoesNothing() {
    var other = new Order(new CommandRef(9, 0), new PlaceCall(ID, TO_BOB));
    var outcome = take(given(invite()).recorded(), other);
    assertThat(outcome.entries()).isEmpty();
    assertThat(outcome.effects()).isEmpty();
  }
}
