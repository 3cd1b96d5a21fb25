package io.ringmaster.node.cluster;

import io.ringmaster.node.storage.RememberedEntities;
import org.apache.pekko.actor.Props;
import org.apache.pekko.actor.setup.Setup;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.sharding.ClusterShardingSettings;
import org.apache.pekko.cluster.sharding.internal.RememberEntitiesProvider;

/// Where sharding looks up whom to bring back: [RememberedEntities], which the journal itself keeps. Pekko makes it for each entity type
/// by its class name, `pekko.cluster.sharding.remember-entities-custom-store`. See docs/adr/0005.
public final class RememberedInJournal implements RememberEntitiesProvider {

  private final String kind;

  /// Called by Pekko.
  ///
  /// @param kind the name of the entity type
  public RememberedInJournal(ClusterShardingSettings settings, String kind) {
    this.kind = kind;
  }

  @Override
  public Props shardStoreProps(String shard) {
    return Props.create(RememberedShard.class, () -> new RememberedShard(kind, shard));
  }

  @Override
  public Props coordinatorStoreProps() {
    return Props.create(RememberedShards.class, () -> new RememberedShards(kind));
  }

  /// What an actor system must be created with.
  public static Setup setup(RememberedEntities entities) {
    return new Memory(entities);
  }

  /// How entities that are remembered here are sharded.
  public static org.apache.pekko.cluster.sharding.typed.ClusterShardingSettings settings(
      ActorSystem<?> system) {
    return org.apache.pekko.cluster.sharding.typed.ClusterShardingSettings.create(system)
        .withRememberEntitiesStoreMode(() -> "custom");
  }

  static RememberedEntities of(org.apache.pekko.actor.ActorSystem system) {
    return system
        .settings()
        .setup()
        .get(Memory.class)
        .orElseThrow(() ->
            new IllegalStateException("create the actor system with RememberedInJournal.setup()"))
        .entities;
  }

  private static final class Memory extends Setup {

    private final RememberedEntities entities;

    private Memory(RememberedEntities entities) {
      this.entities = entities;
    }
  }
}
