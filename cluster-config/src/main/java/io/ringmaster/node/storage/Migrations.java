package io.ringmaster.node.storage;

import io.ringmaster.node.settings.StartFailure;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/// Brings the tables to this version. Nodes that start at once take turns: Flyway holds a lock in the database.
final class Migrations {

  private Migrations() {}

  static void apply(DataSource pool, Dialect dialect, String shown) {
    try {
      Flyway.configure()
          .dataSource(pool)
          .locations("classpath:db/migration/" + dialect.migrations)
          .validateMigrationNaming(true)
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw new StartFailure(
          "the tables of the database %s cannot be brought to this version (%s); start with an empty database, or with the version that made it"
              .formatted(
                  shown,
                  String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given")),
          e);
    }
  }
}
