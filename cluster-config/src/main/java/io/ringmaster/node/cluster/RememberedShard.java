package io.ringmaster.node.cluster;

import io.ringmaster.node.storage.RememberedEntities;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.pekko.actor.AbstractActorWithTimers;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.cluster.sharding.internal.RememberEntitiesShardStore;
import org.apache.pekko.cluster.sharding.internal.RememberEntitiesShardStore.GetEntities$;
import org.apache.pekko.cluster.sharding.internal.RememberEntitiesShardStore.Update;
import org.apache.pekko.cluster.sharding.internal.RememberEntitiesShardStore.UpdateDone;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.jdk.javaapi.CollectionConverters;

/// Tells a shard whom it holds. Who starts need not be written down here, the journal does that with its first line; who has ended is
/// taken out later, many at a time. Only one who starts again while that is under way has to wait for it.
final class RememberedShard extends AbstractActorWithTimers {

  private static final Logger LOG = LoggerFactory.getLogger(RememberedShard.class);
  private static final Duration GATHER = Duration.ofMillis(500);
  private static final Duration RETRY = Duration.ofMillis(500);

  private final String kind;
  private final String shard;
  private final RememberedEntities entities;
  private final Set<String> ended = new HashSet<>();
  private final Set<String> leaving = new HashSet<>();
  private final Set<String> back = new HashSet<>();
  private final List<Runnable> delayed = new ArrayList<>();

  RememberedShard(String kind, String shard) {
    this.kind = kind;
    this.shard = shard;
    this.entities = RememberedInJournal.of(getContext().getSystem());
  }

  private record Find(ActorRef asker) {}

  private record Found(Set<String> ids, ActorRef asker) {}

  private record Missed(String reason, ActorRef asker) {}

  private enum Clean {
    NOW,
    DONE,
    FAILED
  }

  @Override
  public Receive createReceive() {
    return receiveBuilder()
        .match(GetEntities$.class, _ -> find(getSender()))
        .match(Find.class, find -> find(find.asker))
        .match(Missed.class, this::missed)
        .match(
            Found.class,
            found ->
                found.asker.tell(
                    new RememberEntitiesShardStore.RememberedEntities(
                        CollectionConverters.asScala(found.ids).toSet()),
                    getSelf()))
        .match(Update.class, this::update)
        .match(Clean.class, this::clean)
        .build();
  }

  private void find(ActorRef asker) {
    var self = getSelf();
    entities
        .of(kind, shard)
        .whenComplete((ids, error) ->
            self.tell(
                error == null
                    ? new Found(ids, asker)
                    : new Missed(String.valueOf(error.getMessage()), asker),
                ActorRef.noSender()));
  }

  private void missed(Missed missed) {
    LOG.warn("shard {} of {}s waits for the database: {}", shard, kind, missed.reason);
    getTimers().startSingleTimer("find", new Find(missed.asker), RETRY);
  }

  private void update(Update update) {
    var started = CollectionConverters.asJava(update.started());
    ended.removeAll(started);
    ended.addAll(CollectionConverters.asJava(update.stopped()));
    if (!ended.isEmpty() && leaving.isEmpty() && !getTimers().isTimerActive(Clean.NOW))
      getTimers().startSingleTimer(Clean.NOW, Clean.NOW, GATHER);
    var asker = getSender();
    Runnable answer =
        () -> asker.tell(new UpdateDone(update.started(), update.stopped()), getSelf());
    if (started.stream().anyMatch(leaving::contains)) {
      back.addAll(started);
      delayed.add(answer);
    } else answer.run();
  }

  private void clean(Clean step) {
    switch (step) {
      case NOW -> {
        leaving.addAll(ended);
        ended.clear();
        var self = getSelf();
        entities
            .forget(kind, Set.copyOf(leaving))
            .whenComplete((_, error) ->
                self.tell(error == null ? Clean.DONE : Clean.FAILED, ActorRef.noSender()));
      }
      case DONE -> finish();
      case FAILED -> {
        leaving.removeAll(back);
        ended.addAll(leaving);
        finish();
      }
    }
  }

  private void finish() {
    leaving.clear();
    back.clear();
    delayed.forEach(Runnable::run);
    delayed.clear();
    if (!ended.isEmpty()) getTimers().startSingleTimer(Clean.NOW, Clean.NOW, GATHER);
  }
}
