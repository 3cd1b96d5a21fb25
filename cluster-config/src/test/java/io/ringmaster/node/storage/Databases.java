package io.ringmaster.node.storage;

import io.ringmaster.node.settings.DatabaseSettings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.UUID;

/// The two databases that everything in this package must do the same with.
enum Databases {
  H2_FILE,
  POSTGRESQL;

  /// An empty database.
  DatabaseSettings fresh(Path directory) {
    return switch (this) {
      case H2_FILE -> DatabaseSettings.of("", "", "", directory);
      case POSTGRESQL -> {
        String name = "t" + UUID.randomUUID().toString().replace("-", "");
        try (var connection = Server.ONE.getPostgresDatabase().getConnection();
            var statement = connection.createStatement()) {
          statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
          throw new IllegalStateException(e);
        }
        yield DatabaseSettings.of(Server.ONE.getJdbcUrl("postgres", name), "", "", directory);
      }
    };
  }

  /// One server for the test run; it ends with the JVM.
  private static final class Server {

    private static final EmbeddedPostgres ONE = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
