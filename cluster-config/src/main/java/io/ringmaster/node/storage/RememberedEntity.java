package io.ringmaster.node.storage;

import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.SessionId;
import java.util.Optional;

/// A call, session or courier that is to be brought back wherever its shard goes.
///
/// @param kind the name of the entity type: `call`, `session` or `courier`
/// @param shard the number of its shard: the group of the session id
record RememberedEntity(String kind, int shard, String id) {

  private static final String COURIER = "courier";

  /// The courier of the session that a journal belongs to; empty when it is no session's.
  static Optional<RememberedEntity> courierOf(String persistenceId) {
    return of(persistenceId)
        .filter(entity -> entity.kind().equals("session"))
        .flatMap(session -> of(COURIER, session.id()));
  }

  /// Whom a journal belongs to; empty when it is neither a call's nor a session's.
  static Optional<RememberedEntity> of(String persistenceId) {
    int bar = persistenceId.indexOf('|');
    if (bar < 0) return Optional.empty();
    return of(persistenceId.substring(0, bar), persistenceId.substring(bar + 1));
  }

  /// The entity of that kind and id; empty when there can be none.
  static Optional<RememberedEntity> of(String kind, String id) {
    if (kind.equals("call") && CallId.isValid(id))
      return Optional.of(new RememberedEntity(kind, new CallId(id).session().group(), id));
    if ((kind.equals("session") || kind.equals(COURIER)) && SessionId.isValid(id))
      return Optional.of(new RememberedEntity(kind, new SessionId(id).group(), id));
    return Optional.empty();
  }
}
