package io.ringmaster.actors.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Vector;
import scala.concurrent.Await;
import scala.concurrent.Future;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HomeAllocationTest {

  private final ActorTestKit kit = ActorTestKit.create();
  private final HomeAllocation underTest = new HomeAllocation();
  private final ActorRef a = region();
  private final ActorRef b = region();
  private final ActorRef proxy = region();

  @AfterAll
  void shutDown() {
    kit.shutdownTestKit();
  }

  private ActorRef region() {
    return Adapter.toClassic(kit.spawn(Behaviors.<String>ignore()));
  }

  private static Map<ActorRef, IndexedSeq<String>> regions(ActorRef... refs) {
    var allocations = new LinkedHashMap<ActorRef, IndexedSeq<String>>();
    for (var ref : refs) allocations.put(ref, Vector.<String>newBuilder().result());
    return allocations;
  }

  private static <T> T now(Future<T> future) throws Exception {
    return Await.result(
        future, scala.concurrent.duration.Duration.fromNanos(Duration.ofSeconds(1).toNanos()));
  }

  @Test
  void shardLivesWhereItIsFirstAskedFor() throws Exception {
    assertThat(now(underTest.allocateShard(a, "7", regions(a, b)))).isEqualTo(a);
    assertThat(now(underTest.allocateShard(b, "7", regions(a, b)))).isEqualTo(b);
  }

  @Test
  void shardThatAProxyAsksForGoesToTheSameNodeForCallsAndForSessions() throws Exception {
    for (var shard : List.of("0", "1", "2", "4095")) {
      var first = now(underTest.allocateShard(proxy, shard, regions(a, b)));
      assertThat(first).isIn(a, b);
      assertThat(now(underTest.allocateShard(proxy, shard, regions(a, b)))).isEqualTo(first);
    }
  }

  @Test
  void nothingIsEverMovedBetweenHealthyNodes() throws Exception {
    assertThat(now(underTest.rebalance(regions(a, b), Set.of()))).isEmpty();
  }
}
