package io.ringmaster.node.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.ringmaster.node.settings.DatabaseSettings;
import io.ringmaster.protocol.SessionId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A database of the first version, with calls in it, is brought to this one.
class MigrationsTest {

  private static final SessionId LIVE = SessionId.of(1, 5);
  private static final SessionId OVER = SessionId.of(2, 6);
  private static final String SHARD = Integer.toString(LIVE.group());

  @TempDir Path data;

  @ParameterizedTest
  @EnumSource
  void journalIsWholeAndInOrderAndGoesOn(Databases database) throws Exception {
    var settings = database.fresh(data);
    fillFirstVersion(settings);

    try (var storage = Storage.open(settings)) {
      var tail = new JournalTail(storage, 0, InstantSource.system());
      var rows = tail.next(100);
      assertThat(rows).extracting(JournalTail.Row::ordering).containsExactly(1L, 2L, 4L, 5L);
      assertThat(rows)
          .extracting(row -> new String(row.payload(), StandardCharsets.UTF_8))
          .containsExactly(
              "session|%s/1".formatted(LIVE),
              "call|%s-1/1".formatted(LIVE),
              "session|%s/2".formatted(LIVE),
              "call|%s-1/2".formatted(LIVE));
      assertThat(rows)
          .extracting(row -> row.persistenceId() + "/" + row.sequenceNumber())
          .containsExactlyElementsOf(
              rows.stream().map(row -> new String(row.payload(), StandardCharsets.UTF_8)).toList());

      Journals.insert(storage, "call|" + LIVE.call(1), 3);
      assertThat(tail.next(100))
          .singleElement()
          .satisfies(row -> {
            assertThat(row.ordering()).isEqualTo(6);
            assertThat(row.sequenceNumber()).isEqualTo(3);
          });
    }
  }

  @ParameterizedTest
  @EnumSource
  void liveCallsAndSessionsAreRememberedAndTheOthersAreNot(Databases database) throws Exception {
    var settings = database.fresh(data);
    fillFirstVersion(settings);

    try (var storage = Storage.open(settings)) {
      var remembered = new RememberedEntities(storage);
      assertThat(remembered.of("call", SHARD).toCompletableFuture().get(20, TimeUnit.SECONDS))
          .containsExactly(LIVE.call(1).value());
      assertThat(remembered.of("session", SHARD).toCompletableFuture().get(20, TimeUnit.SECONDS))
          .containsExactly(LIVE.value());
      for (var kind : List.of("call", "session")) {
        assertThat(remembered.shards(kind).toCompletableFuture().get(20, TimeUnit.SECONDS))
            .containsExactly(SHARD);
      }
    }
  }

  private static void fillFirstVersion(DatabaseSettings settings) throws SQLException {
    boolean h2 = settings.url().isBlank();
    var config = new HikariConfig();
    config.setJdbcUrl(
        h2
            ? "jdbc:h2:file:"
                + settings.data().toAbsolutePath().resolve("journal")
                + ";DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE"
            : settings.url());
    config.setMaximumPoolSize(2);
    try (var pool = new HikariDataSource(config)) {
      Flyway.configure()
          .dataSource(pool)
          .locations("classpath:db/migration/" + (h2 ? "h2" : "postgresql"))
          .target("1")
          .load()
          .migrate();
      try (var connection = pool.getConnection()) {
        fill(connection);
      }
    }
  }

  /// With a number that was given out and never used.
  private static void fill(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    Journals.insert(connection, "session|" + LIVE, 1, null, 0);
    Journals.insert(connection, "call|" + LIVE.call(1), 1, null, 0);
    connection.commit();
    Journals.insert(connection, "session|" + OVER, 1, null, 0);
    connection.rollback();
    Journals.insert(connection, "session|" + LIVE, 2, null, 0);
    Journals.insert(connection, "call|" + LIVE.call(1), 2, null, 0);
    line(connection, LIVE, true);
    line(connection, OVER, false);
    connection.commit();
  }

  private static void line(Connection connection, SessionId session, boolean active)
      throws SQLException {
    try (var call =
            connection.prepareStatement(
                "INSERT INTO call_directory (call_id, session_id, state, active, direction, number, callerid, created_at) VALUES (?, ?, 'S', ?, 'INCOMING', '7001', 'carol', CURRENT_TIMESTAMP)");
        var line =
            connection.prepareStatement(
                "INSERT INTO session_directory (session_id, state, active, control, created_at) VALUES (?, 'S', ?, 'SCENARIO', CURRENT_TIMESTAMP)")) {
      call.setString(1, session.call(1).value());
      call.setString(2, session.value());
      call.setBoolean(3, active);
      call.executeUpdate();
      line.setString(1, session.value());
      line.setBoolean(2, active);
      line.executeUpdate();
    }
  }
}
