package io.ringmaster.actors.courier;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.actors.port.WebhookPost;
import io.ringmaster.actors.port.WebhookReceivers.Reception;
import io.ringmaster.actors.world.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// A courier with a receiver of every kind, on one node and on several.
class CourierEntityTest {

  private static final VirtualTime TIME = new VirtualTime();
  private static final Reception TAKEN = new Reception.Taken();
  private static final Reception DOWN = new Reception.Refused("connection refused", false);
  private static final Reception GONE = new Reception.Refused("410", true);

  private final CourierLife underTest = new CourierLife(TIME);

  @AfterAll
  static void stop() {
    TIME.close();
  }

  private static List<Long> upTo(int last) {
    return LongStream.rangeClosed(1, last).boxed().toList();
  }

  @Test
  void eventsArriveInOrderEachAtItsPosition() {
    underTest.receiverAnswers(TAKEN).writesSilently(2).startsOnANode().writes(1, 0, 3).ends();

    assertThat(underTest.arrived()).isEqualTo(upTo(7));
    assertThat(underTest.posts()).extracting(WebhookPost::first).containsExactly(1L, 3L, 7L);
    assertThat(underTest.posts()).extracting(WebhookPost::last).containsExactly(2L, 6L, 7L);
    assertThat(underTest.posts())
        .allSatisfy(post -> {
          assertThat(post.attempt()).isEqualTo(1);
          assertThat(post.url()).isEqualTo(CourierLife.URL);
          assertThat(post.session()).isEqualTo(underTest.id);
        });
    assertThat(underTest.book().position()).isEqualTo(7);
    assertThat(underTest.book().row()).isEqualTo(5);
    assertThat(underTest.book().ended()).isTrue();
  }

  @Test
  void receiverThatWasDownGetsEverythingOnceItIsUp() {
    underTest.receiverAnswers(DOWN).startsOnANode().writes(2);
    underTest.writes(3).writes(1);
    assertThat(underTest.posts()).hasSize(1);
    underTest.passes(Duration.ofMillis(500)).passes(Duration.ofSeconds(1));
    assertThat(underTest.posts()).extracting(WebhookPost::attempt).containsExactly(1, 2, 3);
    assertThat(underTest.book().position()).isZero();
    assertThat(underTest.book().failingSince()).isNotNull();

    underTest.receiverAnswers(TAKEN).passes(Duration.ofSeconds(2)).ends();

    assertThat(underTest.posts().get(3).first()).isEqualTo(1);
    assertThat(underTest.posts().get(3).events()).hasSize(6);
    assertThat(underTest.posts()).extracting(WebhookPost::attempt).endsWith(4, 1);
    assertThat(underTest.posts().getLast().first()).isEqualTo(7);
    assertThat(underTest.book().failingSince()).isNull();
    assertThat(underTest.givenUp).isEmpty();
  }

  @Test
  void nothingIsPostedBeforeThePauseIsOver() {
    underTest.receiverAnswers(DOWN).startsOnANode().writes(1);
    underTest.passes(Duration.ofMillis(300)).writes(1);
    assertThat(underTest.posts()).hasSize(1);
    underTest.passes(Duration.ofMillis(200));
    assertThat(underTest.posts()).hasSize(2);
    underTest.passes(Duration.ofMillis(700));
    assertThat(underTest.posts()).hasSize(2);
  }

  @Test
  void slowReceiverIsGivenOnePostAtATimeAndTheRestWaitsInTheJournal() {
    underTest.receiverIsSlow().startsOnANode().writes(1);
    underTest.writes(IntStream.generate(() -> 3).limit(100).toArray());
    assertThat(underTest.posts()).hasSize(1);

    underTest.receiverAnswersAtLast(TAKEN);
    assertThat(underTest.posts()).hasSize(2);
    assertThat(underTest.posts().getLast().events()).hasSize(9);
    underTest.receiverAnswers(TAKEN).receiverAnswersAtLast(TAKEN).idle().idle();

    assertThat(underTest.arrived()).isEqualTo(upTo(301));
    assertThat(underTest.posts())
        .allSatisfy(post -> assertThat(post.events()).hasSizeBetween(1, 9));
  }

  @Test
  void lineWithMoreEventsThanAPostShouldHaveIsNotDivided() {
    underTest.receiverAnswers(TAKEN).startsOnANode().writes(14, 1);

    assertThat(underTest.posts()).extracting(post -> post.events().size()).containsExactly(14, 1);
  }

  @Test
  void anotherNodeGoesOnWhereTheLostOneStopped() {
    underTest.receiverAnswers(TAKEN).startsOnANode().writes(2, 2);
    underTest.nodeIsLost().writesSilently(1, 2).startsOnANode();

    assertThat(underTest.arrived()).isEqualTo(upTo(7));
    assertThat(underTest.posts().getLast().first()).isEqualTo(5);
  }

  @Test
  void whatWasTakenButNotNotedIsPostedAgainUnderTheSamePositions() {
    underTest.receiverIsSlow().startsOnANode().writes(2);
    underTest.databaseIsAway(true).receiverAnswersAtLast(TAKEN);
    underTest.nodeIsLost().databaseIsAway(false).receiverAnswers(TAKEN).startsOnANode().writes(1);

    assertThat(underTest.arrived()).containsExactly(1L, 2L, 1L, 2L, 3L);
    assertThat(underTest.posts()).extracting(WebhookPost::first).containsExactly(1L, 1L, 3L);
  }

  @Test
  void databaseThatWasAwayDelaysAndLosesNothing() {
    underTest.databaseIsAway(true).receiverAnswers(TAKEN).startsOnANode().writes(1);
    underTest.passes(Duration.ofSeconds(1)).databaseIsAway(false).passes(Duration.ofSeconds(2));
    assertThat(underTest.arrived()).isEqualTo(upTo(1));
    underTest.databaseIsAway(true).writes(2);
    underTest.databaseIsAway(false).passes(Duration.ofSeconds(1));

    assertThat(underTest.arrived()).isEqualTo(upTo(3));
    assertThat(underTest.book().failingSince()).isNull();
  }

  @Test
  void newsThatWasLostIsFoundByLooking() {
    underTest.receiverAnswers(TAKEN).startsOnANode().writes(1);
    underTest.writesSilently(2).idle();
    assertThat(underTest.posts()).hasSize(1);

    underTest.passes(Duration.ofSeconds(30));

    assertThat(underTest.arrived()).isEqualTo(upTo(3));
  }

  @Test
  void receiverThatTookNothingForADayIsGivenUpOnceWhateverNodesDoMeanwhile() {
    underTest.receiverAnswers(TAKEN).startsOnANode().writes(1);
    underTest.receiverAnswers(DOWN).writes(1);
    underTest.passes(Duration.ofHours(23)).passes(Duration.ofMinutes(30));
    assertThat(underTest.givenUp).isEmpty();
    underTest.nodeIsLost().startsOnANode().passes(Duration.ofMinutes(31));
    assertThat(underTest.givenUp).containsExactly("1: connection refused");
    assertThat(underTest.book().ended()).isTrue();

    int tries = underTest.posts().size();
    underTest.receiverAnswers(TAKEN).writes(1).nodeIsLost().startsOnANode().writes(1).ends();
    underTest.passes(Duration.ofHours(1));

    assertThat(underTest.posts()).hasSize(tries);
    assertThat(underTest.givenUp).hasSize(1);
  }

  @Test
  void receiverThatSaysItIsGoneIsGivenUpAtOnce() {
    underTest.receiverAnswers(GONE).startsOnANode().writes(1).writes(1);

    assertThat(underTest.posts()).hasSize(1);
    assertThat(underTest.givenUp).containsExactly("0: 410");
  }

  @Test
  void courierWithNothingMoreToDoLeavesMemory() {
    underTest.receiverAnswers(TAKEN).startsOnANode().writes(1).ends();
    underTest.shard.expectNoMessage(Duration.ZERO);

    TIME.pass(CourierLife.SETTINGS.linger(), () -> {});

    underTest.shard.receiveMessage();
  }

  @Test
  void courierOfASessionWithoutWebhookPostsNothingAndLeaves() {
    underTest.hasNoWebhook().startsOnANode().writes(2);
    assertThat(underTest.posts()).isEmpty();

    TIME.pass(CourierLife.SETTINGS.linger(), () -> {});

    underTest.shard.receiveMessage();
  }
}
