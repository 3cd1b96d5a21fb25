package io.ringmaster.node.storage;

import static java.util.stream.Collectors.joining;

import java.time.Duration;
import java.util.List;

/// The databases we speak to, and what is said differently to each.
enum Dialect {
  /// H2 writes one commit at a time and each costs up to 0.5 ms of processor time and 12 KB of file whatever is in it, so rows gather
  /// for a moment.
  H2("slick.jdbc.H2Profile$", "h2", Duration.ofMillis(3)),
  /// PostgreSQL groups the commits of its clients by itself; rows gather while all connections are at work.
  POSTGRESQL("slick.jdbc.PostgresProfile$", "postgresql", Duration.ZERO);

  final String slickProfile;
  final String migrations;

  /// How long a writer may rest after a transaction, see [JournalWriter].
  final Duration longestRest;

  Dialect(String slickProfile, String migrations, Duration longestRest) {
    this.slickProfile = slickProfile;
    this.migrations = migrations;
    this.longestRest = longestRest;
  }

  /// How many transactions the journal should have under way at once.
  int writers(int connections) {
    return switch (this) {
      case H2 -> 1;
      case POSTGRESQL -> connections;
    };
  }

  /// Writes one row under its key, whether or not there is one.
  ///
  /// @param columns the first is the key; each with its type, such as `state VARCHAR`
  /// @param unless a column: a row that has a value in it is not replaced by one that has none
  String upsert(String table, List<String> columns, String unless) {
    var names = columns.stream().map(Dialect::name).toList();
    String key = names.getFirst();
    String all = String.join(", ", names);
    return switch (this) {
      case POSTGRESQL ->
          "INSERT INTO %s AS old (%s) VALUES (%s) ON CONFLICT (%s) DO UPDATE SET %s WHERE old.%s IS NULL OR excluded.%s IS NOT NULL"
              .formatted(
                  table,
                  all,
                  each("?", names),
                  key,
                  assignments("excluded", names),
                  unless,
                  unless);
      case H2 ->
          ("MERGE INTO %s old USING (SELECT %s) new ON old.%s = new.%s"
                  + " WHEN MATCHED AND (old.%s IS NULL OR new.%s IS NOT NULL) THEN UPDATE SET %s"
                  + " WHEN NOT MATCHED THEN INSERT (%s) VALUES (%s)")
              .formatted(
                  table,
                  columns.stream().map(Dialect::parameter).collect(joining(", ")),
                  key,
                  key,
                  unless,
                  unless,
                  assignments("new", names),
                  all,
                  names.stream().map("new."::concat).collect(joining(", ")));
    };
  }

  private static String name(String column) {
    return column.substring(0, column.indexOf(' '));
  }

  private static String parameter(String column) {
    return "CAST(? AS %s) AS %s".formatted(column.substring(column.indexOf(' ') + 1), name(column));
  }

  private static String each(String text, List<String> names) {
    return names.stream().map(_ -> text).collect(joining(", "));
  }

  private static String assignments(String from, List<String> names) {
    return names.stream()
        .skip(1)
        .map(name -> "%s = %s.%s".formatted(name, from, name))
        .collect(joining(", "));
  }
}
