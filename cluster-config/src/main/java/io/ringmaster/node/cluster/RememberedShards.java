package io.ringmaster.node.cluster;

import io.ringmaster.node.storage.RememberedEntities;
import java.time.Duration;
import java.util.Set;
import org.apache.pekko.actor.AbstractActorWithTimers;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.cluster.sharding.internal.RememberEntitiesCoordinatorStore.AddShard;
import org.apache.pekko.cluster.sharding.internal.RememberEntitiesCoordinatorStore.GetShards$;
import org.apache.pekko.cluster.sharding.internal.RememberEntitiesCoordinatorStore.RememberedShards$;
import org.apache.pekko.cluster.sharding.internal.RememberEntitiesCoordinatorStore.UpdateDone;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.jdk.javaapi.CollectionConverters;

/// Tells the coordinator which shards must have a home: those that hold somebody. A shard that holds nobody needs none, so nothing is
/// written down when one is added.
final class RememberedShards extends AbstractActorWithTimers {

  private static final Logger LOG = LoggerFactory.getLogger(RememberedShards.class);
  private static final Duration RETRY = Duration.ofMillis(500);

  private final String kind;
  private final RememberedEntities entities;

  RememberedShards(String kind) {
    this.kind = kind;
    this.entities = RememberedInJournal.of(getContext().getSystem());
  }

  private record Find(ActorRef asker) {}

  private record Found(Set<String> shards, ActorRef asker) {}

  private record Missed(String reason, ActorRef asker) {}

  @Override
  public Receive createReceive() {
    return receiveBuilder()
        .match(GetShards$.class, _ -> find(getSender()))
        .match(Find.class, find -> find(find.asker))
        .match(Missed.class, this::missed)
        .match(
            Found.class,
            found ->
                found.asker.tell(
                    RememberedShards$.MODULE$.apply(
                        CollectionConverters.asScala(found.shards).toSet()),
                    getSelf()))
        .match(
            AddShard.class, added -> getSender().tell(new UpdateDone(added.entityId()), getSelf()))
        .build();
  }

  private void find(ActorRef asker) {
    var self = getSelf();
    entities
        .shards(kind)
        .whenComplete((shards, error) ->
            self.tell(
                error == null
                    ? new Found(shards, asker)
                    : new Missed(String.valueOf(error.getMessage()), asker),
                ActorRef.noSender()));
  }

  private void missed(Missed missed) {
    LOG.warn("the shards of {}s wait for the database: {}", kind, missed.reason);
    getTimers().startSingleTimer("find", new Find(missed.asker), RETRY);
  }
}
