package io.ringmaster.node.storage;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import org.apache.pekko.persistence.jdbc.journal.dao.JournalTables.JournalPekkoSerializationRow;

/// A line of some entity's journal, as pekko-persistence-jdbc made it.
///
/// @param withWebhook whether it begins a session whose events go to a webhook
record JournalRow(JournalPekkoSerializationRow row, boolean withWebhook) {

  static final String INSERT =
      """
      INSERT INTO event_journal (deleted, persistence_id, sequence_number, writer, write_timestamp, adapter_manifest,
        event_payload, event_ser_id, event_ser_manifest, meta_payload, meta_ser_id, meta_ser_manifest)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
      """;

  String persistenceId() {
    return row.persistenceId();
  }

  /// From 1.
  long sequenceNumber() {
    return row.sequenceNumber();
  }

  void bind(PreparedStatement statement) throws SQLException {
    statement.setBoolean(1, row.deleted());
    statement.setString(2, row.persistenceId());
    statement.setLong(3, row.sequenceNumber());
    statement.setString(4, row.writer());
    statement.setLong(5, row.writeTimestamp());
    statement.setString(6, row.adapterManifest());
    statement.setBytes(7, row.eventPayload());
    statement.setInt(8, row.eventSerId());
    statement.setString(9, row.eventSerManifest());
    if (row.metaPayload().isDefined()) statement.setBytes(10, row.metaPayload().get());
    else statement.setNull(10, Types.BINARY);
    if (row.metaSerId().isDefined()) statement.setObject(11, row.metaSerId().get(), Types.INTEGER);
    else statement.setNull(11, Types.INTEGER);
    if (row.metaSerManifest().isDefined()) statement.setString(12, row.metaSerManifest().get());
    else statement.setNull(12, Types.VARCHAR);
  }
}
