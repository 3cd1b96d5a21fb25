package io.ringmaster.node.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.ringmaster.actors.port.CatalogueEditor.StoredScenario;
import io.ringmaster.actors.port.Rule;
import io.ringmaster.protocol.json.WireJson;
import io.ringmaster.protocol.signal.Route.Control;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The statements on the catalogue's tables. Writers take the version row first, so they come one after the other and "update, or
/// else insert" cannot collide.
final class CatalogueTables {

  private static final String STORED =
      "SELECT s.name, s.hash, v.source, s.updated_at FROM scenario s JOIN scenario_version v ON v.hash = s.hash";

  private CatalogueTables() {}

  static long version(Connection connection) throws SQLException {
    try (var query = connection.prepareStatement("SELECT version FROM catalogue_version");
        var row = query.executeQuery()) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  /// Counts the version up, and with it keeps other writers out until the transaction ends.
  static void countUp(Connection connection) throws SQLException {
    update(connection, "UPDATE catalogue_version SET version = version + 1");
  }

  static CatalogueSnapshot read(Connection connection) throws SQLException {
    long version = version(connection);
    var rules = new ArrayList<Rule>();
    try (var query =
            connection.prepareStatement(
                "SELECT name, pattern, scenarios, priority, control, webhook FROM rule");
        var row = query.executeQuery()) {
      while (row.next()) {
        rules.add(
            new Rule(
                row.getString(1),
                row.getString(2),
                names(row.getString(3)),
                row.getInt(4),
                Control.valueOf(row.getString(5)),
                row.getString(6)));
      }
    }
    Map<String, String> hashes = new HashMap<>();
    try (var query = connection.prepareStatement("SELECT name, hash FROM scenario");
        var row = query.executeQuery()) {
      while (row.next()) hashes.put(row.getString(1), row.getString(2));
    }
    return CatalogueSnapshot.of(version, rules, hashes);
  }

  static List<StoredScenario> scenarios(Connection connection) throws SQLException {
    return stored(connection, STORED + " ORDER BY s.name");
  }

  static Optional<StoredScenario> scenario(Connection connection, String name) throws SQLException {
    return stored(connection, STORED + " WHERE s.name = ?", name).stream().findFirst();
  }

  static Optional<String> source(Connection connection, String hash) throws SQLException {
    try (var query =
        connection.prepareStatement("SELECT source FROM scenario_version WHERE hash = ?")) {
      query.setString(1, hash);
      try (var row = query.executeQuery()) {
        return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
      }
    }
  }

  static void put(Connection connection, StoredScenario scenario) throws SQLException {
    if (source(connection, scenario.hash()).isEmpty()) {
      update(
          connection,
          "INSERT INTO scenario_version (hash, source) VALUES (?, ?)",
          scenario.hash(),
          scenario.source());
    }
    var at = OffsetDateTime.ofInstant(scenario.updatedAt(), ZoneOffset.UTC);
    int updated =
        update(
            connection,
            "UPDATE scenario SET hash = ?, updated_at = ? WHERE name = ?",
            scenario.hash(),
            at,
            scenario.name());
    if (updated == 0) {
      update(
          connection,
          "INSERT INTO scenario (hash, updated_at, name) VALUES (?, ?, ?)",
          scenario.hash(),
          at,
          scenario.name());
    }
  }

  static void put(Connection connection, Rule rule) throws SQLException {
    @Nullable Object[] values = {
      rule.pattern(),
      WireJson.write(rule.scenarios()),
      rule.priority(),
      rule.control().name(),
      rule.webhook(),
      rule.name()
    };
    int updated =
        update(
            connection,
            "UPDATE rule SET pattern = ?, scenarios = ?, priority = ?, control = ?, webhook = ? WHERE name = ?",
            values);
    if (updated == 0) {
      update(
          connection,
          "INSERT INTO rule (pattern, scenarios, priority, control, webhook, name) VALUES (?, ?, ?, ?, ?, ?)",
          values);
    }
  }

  static boolean deleteScenario(Connection connection, String name) throws SQLException {
    return update(connection, "DELETE FROM scenario WHERE name = ?", name) > 0;
  }

  static boolean deleteRule(Connection connection, String name) throws SQLException {
    return update(connection, "DELETE FROM rule WHERE name = ?", name) > 0;
  }

  private static List<StoredScenario> stored(
      Connection connection, String sql, String... parameters) throws SQLException {
    var found = new ArrayList<StoredScenario>();
    try (var query = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) query.setString(i + 1, parameters[i]);
      try (var row = query.executeQuery()) {
        while (row.next()) {
          Instant at = row.getObject(4, OffsetDateTime.class).toInstant();
          found.add(new StoredScenario(row.getString(1), row.getString(2), row.getString(3), at));
        }
      }
    }
    return found;
  }

  private static int update(Connection connection, String sql, @Nullable Object... values)
      throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) statement.setObject(i + 1, values[i]);
      return statement.executeUpdate();
    }
  }

  private static List<String> names(String json) {
    try {
      return WireJson.mapper().readValue(json, new TypeReference<List<String>>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the table 'rule' holds no list of scenarios: " + json, e);
    }
  }
}
