package io.ringmaster.actors.call;

import static io.ringmaster.actors.call.CallFixture.*;
import static io.ringmaster.actors.call.Said.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.command.CommandRef;
import io.ringmaster.protocol.event.AppEvent.CallAlerting;
import io.ringmaster.protocol.event.NumberedCallEvent;
import io.ringmaster.protocol.signal.Route;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What a call owes its session.
class OutboxTest implements SessionLine {

  private final List<CallAlerting> arrivals = new ArrayList<>();
  private final List<List<Long>> sent = new ArrayList<>();
  private final Outbox underTest = new Outbox(ID, this);

  private void fold(Object... past) {
    var call = RecordedCall.unborn(ID);
    for (var entry : given(past).journal()) {
      call = call.on(entry, RECORDINGS);
      underTest.add(call, entry);
    }
  }

  @Test
  void arrivalIsToldFirstAndOnce() {
    fold(invite());
    underTest.send();
    underTest.send();
    assertThat(arrivals).hasSize(1);
    var alerting = arrivals.getFirst();
    assertThat(alerting.id()).isEqualTo(ID);
    assertThat(alerting.callerid()).isEqualTo("carol");
    assertThat(alerting.displayName()).isEqualTo("Carol");
    assertThat(alerting.destination()).isEqualTo("7001");
    assertThat(alerting.toURI()).isEqualTo("sip:7001@127.0.0.1");
    assertThat(alerting.fromURI()).isEqualTo("sip:carol@127.0.0.9");
    assertThat(alerting.requestIP()).isEqualTo("127.0.0.9");
    assertThat(alerting.headers().first("X-Tenant")).contains("4");
    assertThat(sent).isEmpty();
    assertThat(underTest.isEmpty()).isFalse();
  }

  @Test
  void eventsAreSentOnceUntilTheyAreAskedForAgain() {
    fold(invite(), ANSWER, ACK);
    underTest.send();
    underTest.send();
    assertThat(sent).containsExactly(List.of(1L, 2L, 3L));
    underTest.sendAgain();
    assertThat(sent).containsExactly(List.of(1L, 2L, 3L), List.of(1L, 2L, 3L));
    assertThat(arrivals).hasSize(2);
  }

  @Test
  void whatIsAcknowledgedIsNotSentAgain() {
    fold(invite(), ANSWER, ACK);
    underTest.send();
    underTest.taken(0);
    underTest.sendAgain();
    assertThat(arrivals).hasSize(1);
    underTest.taken(2);
    underTest.sendAgain();
    assertThat(sent.getLast()).containsExactly(3L);
    underTest.taken(3);
    assertThat(underTest.isEmpty()).isTrue();
    underTest.sendAgain();
    assertThat(sent).hasSize(3);
  }

  @Test
  void acknowledgementOfAnEventImpliesTheArrival() {
    fold(invite(), ANSWER, ACK);
    underTest.send();
    underTest.taken(3);
    assertThat(underTest.isEmpty()).isTrue();
  }

  @Test
  void outgoingCallHasNoArrival() {
    fold(TO_BOB, progress(180, null));
    underTest.send();
    underTest.sendAgain();
    assertThat(arrivals).isEmpty();
    assertThat(sent).containsExactly(List.of(1L, 2L), List.of(1L, 2L));
  }

  @Override
  public void arrived(CallAlerting alerting, Route route) {
    assertThat(route).isEqualTo(ROUTE);
    arrivals.add(alerting);
  }

  @Override
  public void happened(CallId call, List<NumberedCallEvent> events) {
    sent.add(events.stream().map(NumberedCallEvent::seq).toList());
  }

  @Override
  public void commandSettled(CallId call, CommandRef ref, @Nullable String refusal) {
    throw new AssertionError("an outbox settles nothing");
  }

  @Override
  public void over(CallId call) {
    throw new AssertionError("an outbox ends nothing");
  }
}
