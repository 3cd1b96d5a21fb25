package io.ringmaster.node.storage;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/// Which calls, sessions and couriers must come back on another node without anyone asking for them. An entity is added by the very transaction
/// that writes the first line of its journal, so none that exists can be missing here; it is taken out some time after its end.
/// One that is here and has ended is read back once too often, which harms nobody.
public final class RememberedEntities {

  private static final String INSERT =
      "INSERT INTO remembered_entity (kind, shard, entity_id) VALUES (?, ?, ?)";
  private static final String DELETE =
      "DELETE FROM remembered_entity WHERE kind = ? AND shard = ? AND entity_id = ?";

  private final Transactions transactions;

  public RememberedEntities(Storage storage) {
    transactions = storage.transactions();
  }

  static void add(Connection connection, Collection<RememberedEntity> entities)
      throws SQLException {
    change(connection, INSERT, entities);
  }

  /// The ids of a shard's entities.
  ///
  /// @param kind the name of the entity type
  /// @param shard its number, as text
  public CompletionStage<Set<String>> of(String kind, String shard) {
    return transactions.later(connection -> {
      try (var query =
          connection.prepareStatement(
              "SELECT entity_id FROM remembered_entity WHERE kind = ? AND shard = ?")) {
        query.setString(1, kind);
        query.setInt(2, Integer.parseInt(shard));
        return texts(query.executeQuery());
      }
    });
  }

  /// The numbers, as text, of the shards that have any.
  public CompletionStage<Set<String>> shards(String kind) {
    return transactions.later(connection -> {
      try (var query =
          connection.prepareStatement(
              "SELECT DISTINCT shard FROM remembered_entity WHERE kind = ?")) {
        query.setString(1, kind);
        return texts(query.executeQuery());
      }
    });
  }

  /// These have ended.
  public CompletionStage<Integer> forget(String kind, Collection<String> ids) {
    var ended = ids.stream().flatMap(id -> RememberedEntity.of(kind, id).stream()).toList();
    return transactions.later(connection -> change(connection, DELETE, ended));
  }

  private static int change(
      Connection connection, String sql, Collection<RememberedEntity> entities)
      throws SQLException {
    if (entities.isEmpty()) return 0;
    try (var statement = connection.prepareStatement(sql)) {
      for (var entity : entities) {
        statement.setString(1, entity.kind());
        statement.setInt(2, entity.shard());
        statement.setString(3, entity.id());
        statement.addBatch();
      }
      return statement.executeBatch().length;
    }
  }

  private static Set<String> texts(ResultSet rows) throws SQLException {
    try (rows) {
      var texts = new HashSet<String>();
      while (rows.next()) texts.add(rows.getString(1));
      return texts;
    }
  }
}
