package io.ringmaster.node.storage;

import io.ringmaster.actors.port.WebhookBook;
import io.ringmaster.actors.port.WebhookProgress;
import io.ringmaster.protocol.SessionId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// How far webhooks have got, in the database. One row for a session that has one.
public final class JdbcWebhookBook implements WebhookBook {

  private static final List<String> COLUMNS =
      List.of(
          "session_id VARCHAR",
          "journal_row BIGINT",
          "event_position BIGINT",
          "failing_since TIMESTAMP(6) WITH TIME ZONE",
          "ended_at TIMESTAMP(6) WITH TIME ZONE");

  private final Transactions transactions;
  private final InstantSource clock;
  private final String upsert;

  public JdbcWebhookBook(Storage storage, InstantSource clock) {
    this.transactions = storage.transactions();
    this.clock = clock;
    this.upsert = storage.dialect().upsert("webhook_delivery", COLUMNS, "ended_at");
  }

  @Override
  public CompletionStage<WebhookProgress> read(SessionId session) {
    return transactions.later(connection -> read(connection, session));
  }

  @Override
  public CompletionStage<Void> write(SessionId session, WebhookProgress progress) {
    return transactions
        .later(connection -> {
          try (var statement = connection.prepareStatement(upsert)) {
            statement.setString(1, session.value());
            statement.setLong(2, progress.row());
            statement.setLong(3, progress.position());
            statement.setObject(4, utc(progress.failingSince()));
            statement.setObject(5, progress.ended() ? utc(clock.instant()) : null);
            return statement.executeUpdate();
          }
        })
        .thenApply(_ -> null);
  }

  private static WebhookProgress read(Connection connection, SessionId session)
      throws SQLException {
    try (var query =
        connection.prepareStatement(
            "SELECT journal_row, event_position, failing_since, ended_at FROM webhook_delivery WHERE session_id = ?")) {
      query.setString(1, session.value());
      try (var row = query.executeQuery()) {
        if (!row.next()) return WebhookProgress.NONE;
        var failing = row.getObject(3, OffsetDateTime.class);
        return new WebhookProgress(
            row.getLong(1),
            row.getLong(2),
            failing == null ? null : failing.toInstant(),
            row.getObject(4) != null);
      }
    }
  }

  private static @Nullable OffsetDateTime utc(@Nullable Instant at) {
    return at == null ? null : OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
  }
}
