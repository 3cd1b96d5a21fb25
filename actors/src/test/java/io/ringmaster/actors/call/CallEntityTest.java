package io.ringmaster.actors.call;

import static io.ringmaster.actors.call.Said.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.actors.Reply;
import io.ringmaster.actors.call.CallLife.Performed;
import io.ringmaster.actors.call.CallLife.Settled;
import io.ringmaster.actors.call.SignallingFact.CallEnded;
import io.ringmaster.actors.call.SignallingFact.Side;
import io.ringmaster.actors.port.Directory.CallLine;
import io.ringmaster.actors.port.MediaEffect.CloseLeg;
import io.ringmaster.actors.port.MediaEffect.OpenLeg;
import io.ringmaster.actors.port.SipEffect.Respond;
import io.ringmaster.actors.port.SipEffect.SendBye;
import io.ringmaster.actors.port.SipEffect.SendCancel;
import io.ringmaster.actors.port.SipEffect.SendInvite;
import io.ringmaster.actors.world.VirtualTime;
import io.ringmaster.protocol.Headers;
import io.ringmaster.protocol.command.CommandRef;
import io.ringmaster.protocol.command.MediaCommand;
import io.ringmaster.protocol.event.CallEvent;
import io.ringmaster.protocol.event.NumberedCallEvent;
import io.ringmaster.protocol.signal.LifeSignal;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// The entity of a call: what it writes, when it acts, and what it does about lost nodes, lost messages and time.
@TestInstance(TestInstance.Lifecycle.PER_METHOD)
class CallEntityTest {

  private static final VirtualTime TIME = new VirtualTime();

  private final CallLife underTest = new CallLife(TIME);

  @AfterAll
  static void stop() {
    TIME.close();
  }

  @AfterEach
  void theJournalTellsTheSameAsTheEntity() {
    underTest.checkJournal();
  }

  private CallLife connected() {
    return underTest.hears(underTest.invite()).ordered(underTest.order(1, ANSWER)).hears(ACK);
  }

  @Test
  void effectsAreCarriedOutOnceTheirFactsAreWritten() {
    connected();
    assertThat(underTest.performed).extracting(Performed::written).containsExactly(2, 2, 3);
    assertThat(underTest.effects().getFirst()).isInstanceOf(Respond.class);
  }

  @Test
  void sessionHearsOfTheArrivalAndThenOfEveryEvent() {
    connected();
    assertThat(underTest.arrivals).hasSize(1);
    assertThat(underTest.events())
        .extracting(CallEvent::name)
        .containsExactly("Call.StateChanged", "Call.Connected", "Call.AudioQualityDetected");
  }

  @Test
  void whatTheSessionDoesNotAcknowledgeIsSentAgain() {
    connected();
    underTest.passes(Duration.ofSeconds(3));
    assertThat(underTest.arrivals).hasSize(4);
    underTest.acknowledged(0);
    var arrivals = underTest.arrivals.size();
    underTest.told.clear();
    underTest.passes(Duration.ofSeconds(2));
    assertThat(underTest.arrivals).hasSize(arrivals);
    assertThat(underTest.told).isNotEmpty();
    assertThat(underTest.told.getLast())
        .extracting(NumberedCallEvent::seq)
        .containsExactly(1L, 2L, 3L);
    underTest.acknowledged(3);
    underTest.told.clear();
    underTest.passes(Duration.ofSeconds(5));
    assertThat(underTest.told).isEmpty();
  }

  @Test
  void repeatedOrdersDoNothingAndAreSettledAgain() {
    connected();
    int effects = underTest.performed.size();
    underTest.ordered(underTest.order(1, ANSWER));
    assertThat(underTest.performed).hasSize(effects);
    assertThat(underTest.settled)
        .containsExactly(
            new Settled(new CommandRef(1, 0), null), new Settled(new CommandRef(1, 0), null));
    assertThat(underTest.journal()).hasSize(3);
  }

  @Test
  void refusedOrderIsSettledWithItsReason() {
    underTest.hears(underTest.invite());
    underTest.ordered(underTest.order(1, new MediaCommand.SendDigits("1")));
    assertThat(underTest.settled)
        .containsExactly(
            new Settled(new CommandRef(1, 0), "digits can be sent only while there is audio"));
  }

  @Test
  void outsideIsToldWhatBecameOfItsCommand() {
    assertThat(underTest.commanded(HANG_UP)).isEqualTo(new Reply.Unknown());
    underTest.hears(underTest.invite());
    assertThat(underTest.commanded(RING)).isEqualTo(new Reply.Accepted());
    assertThat(underTest.commanded(new MediaCommand.SendDigits("1")))
        .isEqualTo(new Reply.Refused("digits can be sent only while there is audio"));
    assertThat(underTest.view().orElseThrow().state()).isEqualTo("PROGRESSING");
  }

  @Test
  void unansweredCallerIsRefusedAfterSixtySeconds() {
    underTest.hears(underTest.invite()).ordered(underTest.order(1, EARLY_MEDIA));
    underTest.passes(Duration.ofSeconds(59));
    assertThat(underTest.view().orElseThrow().state()).isEqualTo("PROGRESSING");
    underTest.passes(Duration.ofSeconds(1));
    assertThat(underTest.effects(Respond.class).getLast().status()).isEqualTo(408);
    assertThat(underTest.events().getLast())
        .isEqualTo(
            new CallEvent.Disconnected(Headers.NONE, 408, "Request Timeout", 0, 0, "SIP Call"));
  }

  @Test
  void unansweredOutgoingCallIsCancelledAfterSixtySeconds() {
    underTest.ordered(underTest.placed()).hears(progress(183, Sdps.PHONE));
    underTest.passes(Duration.ofSeconds(59));
    assertThat(underTest.effects(SendCancel.class)).isEmpty();
    underTest.passes(Duration.ofSeconds(1));
    assertThat(underTest.effects(SendCancel.class)).hasSize(1);
    assertThat(underTest.events().getLast())
        .isEqualTo(new CallEvent.Failed(Headers.NONE, 408, "Request Timeout"));
  }

  @Test
  void answeredCallHasNoTimeLimit() {
    connected();
    underTest.passes(Duration.ofSeconds(130));
    assertThat(underTest.view().orElseThrow().state()).isEqualTo("CONNECTED");
  }

  @Test
  void nothingIsCarriedOutWhileTheJournalIsReadBack() {
    connected();
    underTest.performed.clear();
    underTest.shardRestarts();
    assertThat(underTest.performed).isEmpty();
    assertThat(underTest.view().orElseThrow().state()).isEqualTo("CONNECTED");
  }

  @Test
  void callOfALostNodeEndsForTheRecordWithAByeAndNothingElseIsDone() {
    connected();
    underTest.performed.clear();
    underTest.nodeIsLost();
    assertThat(underTest.effects()).hasExactlyElementsOfTypes(SendBye.class, CloseLeg.class);
    assertThat(underTest.journal().getLast().fact())
        .isEqualTo(new CallEnded(Side.NODE_LOSS, 503, Endings.NODE_LOST, Headers.NONE));
  }

  @Test
  void byeIsSentAgainWhenTheNextNodeIsLostTooAndTheEndIsWrittenOnce() {
    connected();
    underTest.nodeIsLost();
    underTest.performed.clear();
    underTest.nodeIsLost();
    assertThat(underTest.effects()).hasExactlyElementsOfTypes(SendBye.class);
    assertThat(underTest.journal()).hasSize(4);
  }

  @Test
  void everythingIsOwedAgainByACallThatIsReadBack() {
    connected();
    underTest.told.clear();
    underTest.arrivals.clear();
    underTest.shardRestarts();
    assertThat(underTest.arrivals).hasSize(1);
    assertThat(underTest.events()).hasSize(3);
  }

  @Test
  void clockGoesOnAcrossARestart() {
    underTest.hears(underTest.invite()).passes(Duration.ofSeconds(40)).shardRestarts();
    underTest.passes(Duration.ofSeconds(19));
    assertThat(underTest.view().orElseThrow().state()).isEqualTo("ALERTING");
    underTest.passes(Duration.ofSeconds(1));
    assertThat(underTest.view().orElseThrow().endCode()).isEqualTo(408);
  }

  @Test
  void endedCallLeavesMemoryOnceAllIsAcknowledgedAndItHasLingered() {
    connected().hears(bye());
    underTest.passes(CallLife.LINGER.plusSeconds(5));
    underTest.shard.expectNoMessage(Duration.ZERO);
    underTest.acknowledged(5);
    underTest.passes(CallLife.LINGER.minusSeconds(1));
    underTest.shard.expectNoMessage(Duration.ZERO);
    underTest.passes(Duration.ofSeconds(2));
    underTest.shard.expectMessageClass(ClusterSharding.Passivate.class);
  }

  @Test
  void liveCallNeverLeavesMemory() {
    connected().acknowledged(3).passes(Duration.ofMinutes(5));
    underTest.shard.expectNoMessage(Duration.ZERO);
  }

  @Test
  void callThatNeverWasLeavesMemoryAgain() {
    underTest.hears(bye()).passes(CallLife.LINGER.plusSeconds(1));
    underTest.shard.expectMessageClass(ClusterSharding.Passivate.class);
    assertThat(underTest.journal()).isEmpty();
  }

  @Test
  void callThatIsBornAfterAStrayMessageStays() {
    underTest.hears(bye()).passes(CallLife.LINGER.minusSeconds(1));
    connected().acknowledged(3).passes(CallLife.LINGER);
    underTest.shard.expectNoMessage(Duration.ZERO);
  }

  @Test
  void endOfTheSessionIsAnsweredEvenByACallThatIsOver() {
    connected().hears(new LifeSignal.SessionEnded());
    assertThat(underTest.over).containsExactly(underTest.id);
    underTest.hears(new LifeSignal.SessionEnded());
    assertThat(underTest.over).hasSize(2);
    assertThat(underTest.effects(SendBye.class)).hasSize(1);
  }

  @Test
  void directoryHasTheCallInEachOfItsStates() {
    connected().hears(bye());
    assertThat(underTest.directory.calls())
        .extracting(CallLine::state)
        .containsExactly("ALERTING", "ALERTING", "CONNECTED", "TERMINATED");
    assertThat(underTest.directory.calls().getLast().endedAt()).isNotNull();
  }

  @Test
  void signalIsNotLostWhenTheJournalFails() {
    connected().acknowledged(3);
    underTest.performed.clear();
    underTest.told.clear();
    underTest.journalFails(1).hearsWhileTheJournalFails(bye());
    underTest.recovers();
    assertThat(underTest.effects()).hasExactlyElementsOfTypes(Respond.class, CloseLeg.class);
    assertThat(underTest.journal().getLast().fact()).isInstanceOf(CallEnded.class);
    assertThat(underTest.journal()).hasSize(4);
  }

  @Test
  void eventsThatWereNotWrittenAreNeverTold() {
    underTest.hears(underTest.invite()).ordered(underTest.order(1, RING)).acknowledged(1);
    underTest.told.clear();
    underTest.journalFails(2).hearsWhileTheJournalFails(bye());
    underTest.recovers();
    var numbers = underTest.told.stream().flatMap(List::stream).toList();
    assertThat(numbers).extracting(NumberedCallEvent::seq).contains(2L, 3L).doesNotContain(4L);
    for (var event : numbers) {
      assertThat(numbers.stream().filter(e -> e.seq() == event.seq()).distinct()).hasSize(1);
    }
    assertThat(underTest.effects(Respond.class))
        .extracting(Respond::status)
        .containsExactly(180, 200, 487);
  }

  @Test
  void failureOfTheJournalIsNoLossOfTheNode() {
    connected();
    underTest.journalFails(1).hearsWhileTheJournalFails(info("text/plain", "hello"));
    underTest.recovers();
    assertThat(underTest.view().orElseThrow().state()).isEqualTo("CONNECTED");
    assertThat(underTest.effects(SendBye.class)).isEmpty();
    assertThat(underTest.events()).hasSize(4);
  }

  @Test
  void ordersThatWereNotWrittenAreTakenWhenTheyComeAgain() {
    underTest.hears(underTest.invite()).journalFails(1);
    var answer = underTest.order(1, ANSWER);
    underTest.ordered(answer);
    underTest.recovers();
    assertThat(underTest.settled).isEmpty();
    underTest.ordered(answer);
    assertThat(underTest.settled).containsExactly(new Settled(new CommandRef(1, 0), null));
    assertThat(underTest.effects(OpenLeg.class)).hasSize(1);
  }

  @Test
  void callThatCannotBeReadBackAtFirstHearsOfTheLossOnce() {
    connected();
    underTest.performed.clear();
    TIME.journal().failNextRead(underTest.persistenceId());
    underTest.nodeIsLostWhileTheJournalFails();
    underTest.recovers();
    assertThat(underTest.effects()).hasExactlyElementsOfTypes(SendBye.class, CloseLeg.class);
    assertThat(underTest.events()).hasSize(5);
  }

  @Test
  void placedCallSendsItsInviteOnce() {
    underTest.ordered(underTest.placed()).ordered(underTest.placed());
    assertThat(underTest.effects(SendInvite.class)).hasSize(1);
    assertThat(underTest.arrivals).isEmpty();
  }
}
