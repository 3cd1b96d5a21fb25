package io.ringmaster.node.storage;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import io.ringmaster.node.settings.DatabaseSettings;
import io.ringmaster.node.settings.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.apache.pekko.actor.setup.Setup;
import org.jspecify.annotations.Nullable;

/// The node's database, with its tables in place: one pool of connections that the journal, the catalogue and the directory share.
public final class Storage implements AutoCloseable {

  /// - `WRITE_DELAY=0`: a commit is in the file before it is acknowledged, so it survives the death of the process ([H2Recovery]). Against a
  ///   loss of power [H2Upkeep] syncs the file twice a second; who cannot lose half a second takes PostgreSQL.
  /// - `MAX_LENGTH_INPLACE_LOB`: journal entries up to 16 KB stay in their row. Beside it they cost a second tree, and a commit 35
  ///   KB of file instead of 12; 2,200 commits/s on one thread instead of 900.
  /// - `RETENTION_TIME`: space may be used again after 5 s and not 45, which the upkeep's sync makes safe.
  /// - `DATABASE_TO_LOWER`: unquoted names mean the same as on PostgreSQL.
  private static final String H2_OPTIONS =
      ";WRITE_DELAY=0;MAX_LENGTH_INPLACE_LOB=16384;RETENTION_TIME=5000"
          + ";DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE;DB_CLOSE_ON_EXIT=FALSE";

  /// Rows that may wait for the database. Beyond it an entity's write fails and the entity starts over, so it is larger than the calls
  /// of a node.
  private static final int MOST_WAITING_ROWS = 20_000;

  private final HikariDataSource pool;
  private final Dialect dialect;
  private final DatabaseSettings settings;
  private final Transactions transactions;
  private final DatabaseProbe probe;
  private final JournalWriter writer;
  private final @Nullable H2Upkeep upkeep;
  private final String identity;

  private Storage(HikariDataSource pool, Dialect dialect, DatabaseSettings settings)
      throws SQLException {
    this.pool = pool;
    this.dialect = dialect;
    this.settings = settings;
    this.identity = identity(pool, settings.shown());
    this.transactions = new Transactions(pool);
    this.writer =
        new JournalWriter(
            pool,
            dialect.writers(settings.journalConnections()),
            dialect.longestRest,
            MOST_WAITING_ROWS);
    this.upkeep = dialect == Dialect.H2 ? H2Upkeep.of(pool) : null;
    this.probe = new DatabaseProbe(pool, settings.shown());
  }

  /// Connects, and brings the tables to this version.
  ///
  /// @throws StartFailure when the database cannot be reached, is in use by another node or holds what it should not
  public static Storage open(DatabaseSettings settings) {
    Dialect dialect = dialect(settings.url());
    HikariDataSource pool = connect(settings, dialect);
    try {
      Migrations.apply(pool, dialect, settings.shown());
      return new Storage(pool, dialect, settings);
    } catch (SQLException e) {
      pool.close();
      throw unreachable(settings, e);
    } catch (RuntimeException e) {
      pool.close();
      throw e;
    }
  }

  /// The pool. Whoever borrows a connection gives it back soon.
  public DataSource connections() {
    return pool;
  }

  /// Which database this is: drawn when its tables were made, and the same for every node that uses it. A copy of a database has that
  /// of its original.
  public String identity() {
    return identity;
  }

  /// What an actor system must be created with, so that its journal uses this pool.
  public Setup journalSetup() {
    return new PooledJournal.Pool(
        pool, dialect.slickProfile, settings.journalConnections(), writer);
  }

  /// What is wrong with the database, as of a second ago at most; empty when nothing is. Does not block.
  public Optional<String> trouble() {
    return probe.trouble();
  }

  Transactions transactions() {
    return transactions;
  }

  Dialect dialect() {
    return dialect;
  }

  @Override
  public void close() {
    probe.close();
    transactions.close();
    writer.close();
    if (upkeep != null) upkeep.close();
    pool.close();
  }

  private static String identity(DataSource pool, String shown) throws SQLException {
    try (var connection = pool.getConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT id FROM database_identity")) {
      if (rows.next()) return rows.getString("id");
    }
    throw new StartFailure(
        "the table database_identity of the database %s has lost its row; insert any name of at most 36 letters there that no other database has"
            .formatted(shown));
  }

  private static Dialect dialect(String url) {
    if (url.isBlank() || url.startsWith("jdbc:h2:")) return Dialect.H2;
    if (url.startsWith("jdbc:postgresql:")) return Dialect.POSTGRESQL;
    throw new StartFailure(
        "the database URL '%s' is not understood; give --db-url jdbc:postgresql://HOST:PORT/DATABASE, or leave it out for a file in --data"
            .formatted(url.replaceAll("[?;].*", "")));
  }

  private static HikariDataSource connect(DatabaseSettings settings, Dialect dialect) {
    var config = new HikariConfig();
    config.setPoolName("storage");
    config.setJdbcUrl(
        switch (dialect) {
          case POSTGRESQL -> settings.url();
          case H2 -> embedded(settings);
        });
    if (!settings.user().isBlank()) config.setUsername(settings.user());
    if (!settings.password().isBlank()) config.setPassword(settings.password());
    config.setMaximumPoolSize(settings.connections());
    config.setConnectionTimeout(settings.timeout().toMillis());
    config.setValidationTimeout(Math.min(settings.timeout().toMillis(), 2_000));
    // A server may still be starting; a file will not get better.
    config.setInitializationFailTimeout(dialect == Dialect.H2 ? 1 : settings.timeout().toMillis());
    if (dialect == Dialect.POSTGRESQL) {
      long seconds = Math.max(1, settings.timeout().toSeconds());
      config.addDataSourceProperty("reWriteBatchedInserts", "true");
      config.addDataSourceProperty("ApplicationName", "ringmaster");
      config.addDataSourceProperty("connectTimeout", Long.toString(seconds));
      config.addDataSourceProperty("loginTimeout", Long.toString(seconds));
      // Longer than any statement of ours takes, shorter than a dead peer may stop a call.
      config.addDataSourceProperty("socketTimeout", Long.toString(2 * seconds));
      config.addDataSourceProperty("tcpKeepAlive", "true");
    }
    try {
      return new HikariDataSource(config);
    } catch (PoolInitializationException e) {
      throw unreachable(settings, e);
    }
  }

  private static String embedded(DatabaseSettings settings) {
    var url = settings.url().isBlank() ? file(settings.data()) : settings.url();
    H2Recovery.before(url);
    return url + H2_OPTIONS;
  }

  private static String file(Path data) {
    if (data.toString().contains(";")) {
      throw new StartFailure(
          "the data directory '%s' has a semicolon in its name; choose another with --data"
              .formatted(data));
    }
    try {
      Files.createDirectories(data);
    } catch (IOException e) {
      throw new StartFailure(
          "the data directory '%s' cannot be made; choose one with --data that you may write to"
              .formatted(data),
          e);
    }
    if (!Files.isWritable(data)) {
      throw new StartFailure(
          "the data directory '%s' is not writable; choose another with --data or change its owner"
              .formatted(data));
    }
    return "jdbc:h2:file:" + data.toAbsolutePath().resolve("journal");
  }

  private static StartFailure unreachable(DatabaseSettings settings, Exception failure) {
    Throwable root = failure;
    while (root.getCause() != null && !(root instanceof SQLException)) root = root.getCause();
    String state =
        root instanceof SQLException sql && sql.getSQLState() != null ? sql.getSQLState() : "";
    String shown = settings.shown();
    String sentence =
        switch (state) {
          case "90020" ->
              "the data directory '%s' is in use by another node; stop that node, or give this one a directory of its own with --data"
                  .formatted(settings.data());
          case "28P01", "28000" ->
              "the database %s does not accept the user '%s' with this password; check --db-user and --db-password"
                  .formatted(shown, settings.user());
          case "3D000" ->
              "the database %s does not exist; create it, or correct --db-url".formatted(shown);
          default ->
              "the database %s cannot be reached (%s); see that it runs and that --db-url is right"
                  .formatted(
                      shown,
                      String.valueOf(root.getMessage())
                          .lines()
                          .findFirst()
                          .orElse("no reason given"));
        };
    return new StartFailure(sentence, failure);
  }
}
