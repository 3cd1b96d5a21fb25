package io.ringmaster.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringmaster.actors.port.SipEffect;
import io.ringmaster.protocol.CallId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// The way from one edge to another.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EdgeNetworkTest {

  private static final CallId CALL = new CallId("8796093022209-1");

  private final ActorTestKit kit = ActorTestKit.create();
  private final List<SipEffect> performed = new CopyOnWriteArrayList<>();
  private final List<SipEffect> lost = new CopyOnWriteArrayList<>();

  @AfterAll
  void shutDown() {
    kit.shutdownTestKit();
  }

  private static SipEffect effect(long number) {
    return new SipEffect.StopAnswering(number);
  }

  private void perform(EdgeNetwork underTest, String node, long number) {
    underTest.perform(node, CALL, effect(number), () -> lost.add(effect(number)));
  }

  @Test
  void effectsReachAnEdgeInOrderEvenThoseFromBeforeItWasAnnounced() {
    var underTest = new EdgeNetwork(kit.system(), () -> false, Duration.ofMinutes(1));
    perform(underTest, "late", 1);
    perform(underTest, "late", 2);
    underTest.announce("late", (call, effect) -> performed.add(effect));
    await().until(() -> performed.size() == 2);
    perform(underTest, "late", 3);

    await().until(() -> performed.size() == 3);
    assertThat(performed).containsExactly(effect(1), effect(2), effect(3));
    assertThat(lost).doesNotContain(effect(1), effect(2), effect(3));
  }

  @Test
  void whoeverAsksForANodeThatIsNowhereHearsThatItIsGone() {
    var underTest = new EdgeNetwork(kit.system(), () -> false, Duration.ofMillis(100));
    perform(underTest, "gone", 11);
    await().until(() -> lost.contains(effect(11)));
    perform(underTest, "gone", 12);

    await().until(() -> lost.contains(effect(12)));
  }

  @Test
  void nodeThatIsAloneWaitsForNobody() {
    var underTest = new EdgeNetwork(kit.system(), () -> true, Duration.ofMinutes(1));
    perform(underTest, "of-a-former-life", 21);

    assertThat(lost).contains(effect(21));
  }
}
