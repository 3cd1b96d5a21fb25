package io.ringmaster.node.storage;

import io.ringmaster.actors.port.Directory;
import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.SessionId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// The list of calls and sessions in the database. Lines are gathered by [LineWriter]s and written in batches; what a call said last
/// is what counts, except that a call which has ended does not come back to life.
///
/// Safe from any thread. Lines are lost when the process is killed before they are written (20 to 250 ms), or the database is away
/// for longer than [LineWriter] can hold; the journal knows better, and entities write their line again when they are read back.
public final class JdbcDirectory implements Directory, AutoCloseable {

  private static final String TERMINATED = "TERMINATED";
  private static final String ACTIVE = "active";
  private static final int MOST_LINES = 1_000;

  private static final List<String> CALL_COLUMNS =
      List.of(
          "call_id VARCHAR",
          "session_id VARCHAR",
          "state VARCHAR",
          "active BOOLEAN",
          "direction VARCHAR",
          "number VARCHAR",
          "callerid VARCHAR",
          "created_at TIMESTAMP(6) WITH TIME ZONE",
          "ended_at TIMESTAMP(6) WITH TIME ZONE");

  private static final List<String> SESSION_COLUMNS =
      List.of(
          "session_id VARCHAR",
          "state VARCHAR",
          "active BOOLEAN",
          "control VARCHAR",
          "rule VARCHAR",
          "created_at TIMESTAMP(6) WITH TIME ZONE",
          "ended_at TIMESTAMP(6) WITH TIME ZONE",
          "finish_reason VARCHAR");

  private final Transactions transactions;
  private final LineWriter<CallLine> calls;
  private final LineWriter<SessionLine> sessions;

  public JdbcDirectory(Storage storage) {
    transactions = storage.transactions();
    calls =
        new LineWriter<>(
            "call-directory",
            transactions,
            storage.dialect().upsert("call_directory", CALL_COLUMNS, "ended_at"),
            line -> line.callId().value(),
            line -> line.endedAt() != null,
            JdbcDirectory::values);
    sessions =
        new LineWriter<>(
            "session-directory",
            transactions,
            storage.dialect().upsert("session_directory", SESSION_COLUMNS, "ended_at"),
            line -> line.sessionId().value(),
            line -> line.endedAt() != null,
            JdbcDirectory::values);
  }

  @Override
  public void record(CallLine call) {
    calls.add(call);
  }

  @Override
  public void record(SessionLine session) {
    sessions.add(session);
  }

  @Override
  public CompletionStage<List<CallLine>> calls(
      @Nullable String state, @Nullable Instant before, int limit) {
    return transactions.later(connection ->
        newest(connection, "call_directory", "call_id", state, before, limit, JdbcDirectory::call));
  }

  @Override
  public CompletionStage<List<SessionLine>> sessions(
      @Nullable String state, @Nullable Instant before, int limit) {
    return transactions.later(connection ->
        newest(
            connection,
            "session_directory",
            "session_id",
            state,
            before,
            limit,
            JdbcDirectory::session));
  }

  /// Writes what is still waiting, for up to 10 s.
  @Override
  public void close() {
    calls.close();
    sessions.close();
  }

  private interface Line<T> {
    T of(ResultSet row) throws SQLException;
  }

  private static <T> List<T> newest(
      Connection connection,
      String table,
      String key,
      @Nullable String state,
      @Nullable Instant before,
      int limit,
      Line<T> line)
      throws SQLException {
    var conditions = new ArrayList<String>();
    var values = new ArrayList<Object>();
    if (ACTIVE.equals(state)) {
      conditions.add("active");
    } else if (state != null) {
      conditions.add("state = ?");
      values.add(state);
    }
    if (before != null) {
      conditions.add("created_at < ?");
      values.add(utc(before));
    }
    String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    String sql =
        "SELECT * FROM %s%s ORDER BY created_at DESC, %s DESC LIMIT %d"
            .formatted(table, where, key, Math.clamp(limit, 1, MOST_LINES));
    try (var query = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.size(); i++) query.setObject(i + 1, values.get(i));
      try (var row = query.executeQuery()) {
        var lines = new ArrayList<T>();
        while (row.next()) lines.add(line.of(row));
        return lines;
      }
    }
  }

  private static CallLine call(ResultSet row) throws SQLException {
    return new CallLine(
        new CallId(row.getString("call_id")),
        new SessionId(row.getString("session_id")),
        row.getString("state"),
        row.getString("direction"),
        row.getString("number"),
        row.getString("callerid"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        instant(row, "ended_at"));
  }

  private static SessionLine session(ResultSet row) throws SQLException {
    return new SessionLine(
        new SessionId(row.getString("session_id")),
        row.getString("state"),
        row.getString("control"),
        row.getString("rule"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        instant(row, "ended_at"),
        row.getString("finish_reason"));
  }

  private static @Nullable Object[] values(CallLine call) {
    return new @Nullable Object[] {
      call.callId().value(),
      call.sessionId().value(),
      call.state(),
      !call.state().equals(TERMINATED),
      call.direction(),
      call.number(),
      call.callerid(),
      utc(call.createdAt()),
      utc(call.endedAt())
    };
  }

  private static @Nullable Object[] values(SessionLine session) {
    return new @Nullable Object[] {
      session.sessionId().value(),
      session.state(),
      !session.state().equals(TERMINATED),
      session.control(),
      session.rule(),
      utc(session.createdAt()),
      utc(session.endedAt()),
      session.finishReason()
    };
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    var at = row.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }

  private static @Nullable OffsetDateTime utc(@Nullable Instant at) {
    return at == null ? null : OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
  }
}
