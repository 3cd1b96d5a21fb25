package io.ringmaster.node.storage;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Reads the whole journal in its order, from a place on, and never misses a row.
///
/// The database gives out the `ordering` when a row is inserted, but shows the row when its transaction commits, so a later number
/// may be seen before an earlier one. A missing number is therefore waited for: until [#PATIENCE] after it was first missed, or until
/// the row after it is [#OLD], by when no transaction can be open any more. Numbers may also be missing for good, because a
/// transaction failed or H2 gave out numbers that it forgot when it was killed.
///
/// One reader has one tail. Not for several threads at once.
public final class JournalTail {

  /// How long a transaction of the journal may take to become visible. They take milliseconds.
  static final Duration PATIENCE = Duration.ofSeconds(3);

  /// By its writer's clock; generous, as clocks of nodes differ.
  static final Duration OLD = Duration.ofSeconds(60);

  /// A row of the journal.
  ///
  /// @param ordering its place; rises, not without gaps
  /// @param writtenAt by the clock of the node that wrote it
  @SuppressWarnings("ArrayRecordComponent") // goes on to a serializer; rows are never compared
  public record Row(
      long ordering,
      String persistenceId,
      long sequenceNumber,
      Instant writtenAt,
      byte[] payload,
      int serializerId,
      String serializerManifest) {}

  private static final String SQL =
      """
      SELECT ordering, persistence_id, sequence_number, write_timestamp, event_payload, event_ser_id, event_ser_manifest, deleted
      FROM event_journal WHERE ordering > ? ORDER BY ordering LIMIT ?\
      """;

  private final Transactions transactions;
  private final InstantSource clock;
  private long position;
  private Instant missedSince = Instant.MAX;

  /// @param after the `ordering` that was read last; 0 for the beginning
  public JournalTail(Storage storage, long after, InstantSource clock) {
    this.transactions = storage.transactions();
    this.clock = clock;
    this.position = after;
  }

  /// The highest `ordering` there is; 0 for an empty journal. Blocks.
  public static long newest(Storage storage) {
    return storage
        .transactions()
        .now(connection -> {
          try (var query = connection.prepareStatement("SELECT MAX(ordering) FROM event_journal");
              var row = query.executeQuery()) {
            return row.next() ? row.getLong(1) : 0L;
          }
        });
  }

  /// The `ordering` up to which everything was given out.
  public long position() {
    return position;
  }

  /// The next rows; empty when there is nothing new, or when what is new waits for a missing number. Blocks for one query, so call
  /// it on a dispatcher for blocking work, and again after a pause (200 ms, say) when it came back empty.
  ///
  /// @param most 1 or more
  /// @throws RuntimeException when the database does not answer; the position stays
  public List<Row> next(int most) {
    List<Seen> seen = transactions.now(connection -> read(connection, position, most));
    Instant now = clock.instant();
    var rows = new ArrayList<Row>(seen.size());
    for (Seen next : seen) {
      if (next.row().ordering() != position + 1 && !givenUp(next.row(), now)) break;
      position = next.row().ordering();
      missedSince = Instant.MAX;
      if (!next.deleted()) rows.add(next.row());
    }
    return rows;
  }

  private record Seen(Row row, boolean deleted) {}

  /// Whether the numbers between the position and `row` will not come any more.
  private boolean givenUp(Row row, Instant now) {
    if (missedSince.equals(Instant.MAX)) missedSince = now;
    return !now.isBefore(missedSince.plus(PATIENCE)) || now.isAfter(row.writtenAt().plus(OLD));
  }

  private static List<Seen> read(Connection connection, long after, int most) throws SQLException {
    try (var query = connection.prepareStatement(SQL)) {
      query.setLong(1, after);
      query.setInt(2, Math.max(1, most));
      try (ResultSet row = query.executeQuery()) {
        var seen = new ArrayList<Seen>();
        while (row.next()) {
          seen.add(
              new Seen(
                  new Row(
                      row.getLong(1),
                      row.getString(2),
                      row.getLong(3),
                      Instant.ofEpochMilli(row.getLong(4)),
                      row.getBytes(5),
                      row.getInt(6),
                      row.getString(7)),
                  row.getBoolean(8)));
        }
        return seen;
      }
    }
  }
}
