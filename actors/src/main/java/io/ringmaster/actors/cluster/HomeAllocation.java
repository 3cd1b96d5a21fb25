package io.ringmaster.actors.cluster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.cluster.sharding.ShardCoordinator.AbstractShardAllocationStrategy;
import org.apache.pekko.dispatch.Futures;
import scala.collection.immutable.IndexedSeq;
import scala.concurrent.Future;

/// Where shards live: at the node that first asks for them, which is the one whose edge drew the ids, so that the common path
/// never leaves a node. A shard whose node was lost goes to a survivor chosen by its number alone, so the shards of calls and
/// of sessions, allocated apart, meet again. Nothing is ever rebalanced: moving a call between healthy nodes would cost it its
/// media for nothing.
final class HomeAllocation extends AbstractShardAllocationStrategy {

  @Override
  public Future<ActorRef> allocateShard(
      ActorRef requester, String shardId, Map<ActorRef, IndexedSeq<String>> allocations) {
    if (allocations.containsKey(requester)) return Futures.successful(requester);
    var regions = new ArrayList<>(allocations.keySet());
    regions.sort(Comparator.comparing(region -> region.path().address().toString()));
    return Futures.successful(regions.get(Integer.parseInt(shardId) % regions.size()));
  }

  @Override
  public Future<Set<String>> rebalance(
      Map<ActorRef, IndexedSeq<String>> allocations, Set<String> rebalanceInProgress) {
    return Futures.successful(Set.of());
  }
}
