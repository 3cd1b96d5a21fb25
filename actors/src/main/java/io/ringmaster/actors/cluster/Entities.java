package io.ringmaster.actors.cluster;

import io.ringmaster.actors.call.CallEntity;
import io.ringmaster.actors.call.CallMessage;
import io.ringmaster.actors.call.CallWorld;
import io.ringmaster.actors.call.CallsHere;
import io.ringmaster.actors.courier.CourierEntity;
import io.ringmaster.actors.courier.CourierMessage;
import io.ringmaster.actors.courier.CourierWorld;
import io.ringmaster.actors.session.SessionEntity;
import io.ringmaster.actors.session.SessionMessage;
import io.ringmaster.actors.session.SessionWorld;
import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.SessionId;
import org.apache.pekko.cluster.sharding.typed.ClusterShardingSettings;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;

/// Makes this node a home for calls, sessions and their couriers.
public final class Entities {

  private Entities() {}

  /// From here on this node holds shards of every kind.
  public static void host(
      ClusterSharding sharding,
      ClusterShardingSettings settings,
      CallWorld callWorld,
      SessionWorld sessionWorld,
      CourierWorld courierWorld) {
    var here = new CallsHere();
    sharding.init(
        Entity.of(
                CallEntity.TYPE,
                entity ->
                    CallEntity.create(
                        new CallId(entity.getEntityId()), callWorld, here, entity.getShard()))
            .withSettings(settings)
            .withMessageExtractor(new SessionShards<CallMessage>())
            .withAllocationStrategy(new HomeAllocation())
            .withStopMessage(CallMessage.Stop.STOP));
    sharding.init(
        Entity.of(
                SessionEntity.TYPE,
                entity ->
                    SessionEntity.create(
                        new SessionId(entity.getEntityId()), sessionWorld, entity.getShard()))
            .withSettings(settings)
            .withMessageExtractor(new SessionShards<SessionMessage>())
            .withAllocationStrategy(new HomeAllocation())
            .withStopMessage(SessionMessage.Tick.STOP));
    sharding.init(
        Entity.of(
                CourierEntity.TYPE,
                entity ->
                    CourierEntity.create(
                        new SessionId(entity.getEntityId()), courierWorld, entity.getShard()))
            .withSettings(settings)
            .withMessageExtractor(new SessionShards<CourierMessage>())
            .withAllocationStrategy(new HomeAllocation())
            .withStopMessage(CourierMessage.Tick.STOP));
  }
}
