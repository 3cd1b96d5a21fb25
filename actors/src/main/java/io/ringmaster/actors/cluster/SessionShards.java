package io.ringmaster.actors.cluster;

import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.SessionId;
import org.apache.pekko.cluster.sharding.typed.ShardingEnvelope;
import org.apache.pekko.cluster.sharding.typed.ShardingMessageExtractor;

/// Puts a session and all its calls into the shard of the same name, whatever the kind of entity: that of the id's group.
///
/// @param <M> what is said to the entity
final class SessionShards<M> extends ShardingMessageExtractor<ShardingEnvelope<M>, M> {

  @Override
  public String entityId(ShardingEnvelope<M> envelope) {
    return envelope.entityId();
  }

  /// An entity id is a session id, or a call id that begins with one.
  @Override
  public String shardId(String entityId) {
    var session =
        CallId.isValid(entityId) ? new CallId(entityId).session() : new SessionId(entityId);
    return Integer.toString(session.group());
  }

  @Override
  public M unwrapMessage(ShardingEnvelope<M> envelope) {
    return envelope.message();
  }
}
