package io.ringmaster.actors.session;

import static io.ringmaster.actors.session.SessionFixture.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.protocol.event.AppEvent;
import io.ringmaster.protocol.event.CallEvent;
import io.ringmaster.protocol.event.NumberedCallEvent;
import io.ringmaster.protocol.session.HttpResult;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class InboxTest {

  private static final Pending.App ARRIVAL = new Pending.App(alerting(CALL));
  private final Inbox underTest = new Inbox();

  private static List<NumberedCallEvent> events(long from, long to) {
    return LongStream.rangeClosed(from, to)
        .mapToObj(seq -> numbered(CALL, seq, new CallEvent.Ringing(NONE)))
        .toList();
  }

  private List<Long> waiting() {
    return underTest.next().stream()
        .map(pending -> ((Pending.Happening) pending).event().seq())
        .toList();
  }

  @Test
  void arrivalWaitsOnceHoweverOftenItIsTold() {
    underTest.arrived(ARRIVAL, CALL);
    underTest.arrived(ARRIVAL, CALL);
    assertThat(underTest.knows(CALL)).isTrue();
    assertThat(underTest.next()).containsExactly(ARRIVAL);
    underTest.arrived(ARRIVAL, CALL);
    assertThat(underTest.isEmpty()).isTrue();
  }

  @Test
  void eventsThatWaitAlreadyAreNotAddedAgain() {
    underTest.happened(CALL, events(1, 3), 0);
    underTest.happened(CALL, events(1, 5), 0);
    assertThat(waiting()).containsExactly(1L, 2L, 3L, 4L, 5L);
  }

  @Test
  void eventsThatWereTakenAreNotAddedAgain() {
    underTest.happened(CALL, events(1, 4), 2);
    assertThat(waiting()).containsExactly(3L, 4L);
  }

  @Test
  void eventsAfterAGapHaveToComeAgain() {
    underTest.happened(CALL, events(3, 4), 1);
    assertThat(underTest.isEmpty()).isTrue();
    underTest.happened(CALL, events(2, 4), 1);
    assertThat(waiting()).containsExactly(2L, 3L, 4L);
  }

  @Test
  void noMoreThanThirtyTwoGoIntoOneTransaction() {
    underTest.happened(CALL, events(1, 40), 0);
    assertThat(underTest.next()).hasSize(32);
    assertThat(underTest.next()).hasSize(8);
    assertThat(underTest.next()).isEmpty();
  }

  @Test
  void whatIsPutBackComesFirst() {
    underTest.happened(CALL, events(1, 4), 0);
    var batch = underTest.next();
    underTest.add(new Pending.Timers());
    underTest.putBack(batch.subList(2, 4));
    assertThat(underTest.next()).containsExactly(batch.get(2), batch.get(3), new Pending.Timers());
  }

  @Test
  void timersAreDueOnce() {
    underTest.timersDue();
    underTest.timersDue();
    assertThat(underTest.awaitsTimers()).isTrue();
    assertThat(underTest.next()).containsExactly(new Pending.Timers());
    assertThat(underTest.awaitsTimers()).isFalse();
  }

  @Test
  void startingOverKeepsWhatNobodyWouldSendAgain() {
    var asked = new Pending.Asked("r1", new AppEvent.HttpRequest("GET", "/", "", List.of()));
    var done = new Pending.Done(1, new HttpResult(200, "", List.of(), null));
    underTest.arrived(ARRIVAL, CALL);
    underTest.happened(CALL, events(1, 2), 0);
    underTest.add(asked);
    underTest.timersDue();
    underTest.startOver(List.of(done, new Pending.Load()));
    assertThat(underTest.next()).containsExactly(done, asked);
    underTest.arrived(ARRIVAL, CALL);
    underTest.happened(CALL, events(1, 1), 0);
    assertThat(underTest.next()).hasSize(2);
  }

  @Test
  void clearedInboxTakesTheSameCallAgain() {
    underTest.arrived(ARRIVAL, CALL);
    assertThat(underTest.clear()).containsExactly(ARRIVAL);
    underTest.arrived(ARRIVAL, CALL);
    assertThat(underTest.next()).containsExactly(ARRIVAL);
  }
}
