package io.ringmaster.node.storage;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import org.apache.pekko.persistence.jdbc.journal.dao.JournalTables.JournalPekkoSerializationRow;
import org.jspecify.annotations.Nullable;
import scala.Option;

/// Writes rows as the journal plugin does.
final class Journals {

  private static final String COLUMNS =
      "persistence_id, sequence_number, writer, write_timestamp, adapter_manifest, event_payload, event_ser_id, event_ser_manifest";

  private Journals() {}

  /// A line as the plugin hands it to the [JournalWriter].
  static JournalRow row(String persistenceId, long sequenceNumber) {
    return new JournalRow(
        new JournalPekkoSerializationRow(
            0,
            false,
            persistenceId,
            sequenceNumber,
            "w",
            System.currentTimeMillis(),
            "",
            (persistenceId + "/" + sequenceNumber).getBytes(StandardCharsets.UTF_8),
            33,
            "m",
            Option.empty(),
            Option.empty(),
            Option.empty()),
        false);
  }

  static void insert(Storage storage, String persistenceId, long sequenceNumber) {
    storage
        .transactions()
        .now(connection -> {
          insert(connection, persistenceId, sequenceNumber, null, System.currentTimeMillis());
          return true;
        });
  }

  /// @param ordering null for the next one
  static void insert(
      Connection connection,
      String persistenceId,
      long sequenceNumber,
      @Nullable Long ordering,
      long writtenAt)
      throws SQLException {
    String sql =
        ordering == null
            ? "INSERT INTO event_journal (%s) VALUES (?, ?, 'w', ?, '', ?, 33, 'm')"
            : "INSERT INTO event_journal (%s, ordering) VALUES (?, ?, 'w', ?, '', ?, 33, 'm', "
                + ordering
                + ")";
    try (var statement = connection.prepareStatement(sql.formatted(COLUMNS))) {
      statement.setString(1, persistenceId);
      statement.setLong(2, sequenceNumber);
      statement.setLong(3, writtenAt);
      statement.setBytes(
          4, (persistenceId + "/" + sequenceNumber).getBytes(StandardCharsets.UTF_8));
      statement.executeUpdate();
    }
  }
}
