package io.ringmaster.node.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringmaster.actors.port.Directory.CallLine;
import io.ringmaster.actors.port.Directory.SessionLine;
import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.SessionId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JdbcDirectoryTest {

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00.123456Z");

  @TempDir Path data;

  @ParameterizedTest
  @EnumSource
  void lastLineOfACallCounts(Databases database) {
    try (var storage = Storage.open(database.fresh(data));
        var underTest = new JdbcDirectory(storage)) {
      underTest.record(call(1, "ALERTING", null));
      await().until(() -> states(underTest, null).equals(List.of("ALERTING")));
      underTest.record(call(1, "CONNECTED", null));

      await().until(() -> states(underTest, null).equals(List.of("CONNECTED")));
      assertThat(done(underTest.calls(null, null, 10))).containsExactly(call(1, "CONNECTED", null));
    }
  }

  @ParameterizedTest
  @EnumSource
  void callThatHasEndedDoesNotComeBackToLife(Databases database) {
    var settings = database.fresh(data);
    try (var storage = Storage.open(settings)) {
      try (var here = new JdbcDirectory(storage)) {
        here.record(call(1, "TERMINATED", NOON.plusSeconds(60)));
      }
      try (var nodeThatLags = new JdbcDirectory(storage)) {
        nodeThatLags.record(call(1, "CONNECTED", null));
      }
      try (var underTest = new JdbcDirectory(storage)) {
        assertThat(states(underTest, null)).containsExactly("TERMINATED");
        assertThat(states(underTest, "active")).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void newestComeFirstAndCanBePagedThrough(Databases database) {
    try (var storage = Storage.open(database.fresh(data))) {
      try (var writer = new JdbcDirectory(storage)) {
        for (int i = 1; i <= 5; i++)
          writer.record(call(i, i == 3 ? "TERMINATED" : "CONNECTED", null));
      }
      try (var underTest = new JdbcDirectory(storage)) {
        var first = done(underTest.calls(null, null, 2));
        var second = done(underTest.calls(null, first.getLast().createdAt(), 2));

        assertThat(first).extracting(line -> line.callId().number()).containsExactly(5, 4);
        assertThat(second).extracting(line -> line.callId().number()).containsExactly(3, 2);
        assertThat(states(underTest, "active")).hasSize(4);
        assertThat(states(underTest, "TERMINATED")).hasSize(1);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void sessionIsKeptWithAllItsFields(Databases database) {
    var open = new SessionLine(new SessionId("7"), "ACTIVE", "SCENARIO", "menu", NOON, null, null);
    var over =
        new SessionLine(
            new SessionId("8"),
            "TERMINATED",
            "HTTP",
            null,
            NOON.plusSeconds(1),
            NOON.plusSeconds(2),
            "idle");
    try (var storage = Storage.open(database.fresh(data))) {
      try (var writer = new JdbcDirectory(storage)) {
        writer.record(open);
        writer.record(over);
      }
      try (var underTest = new JdbcDirectory(storage)) {
        assertThat(done(underTest.sessions(null, null, 10))).containsExactly(over, open);
        assertThat(done(underTest.sessions("active", null, 10))).containsExactly(open);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void thousandsOfChangesAreAllWrittenAtClosing(Databases database) throws InterruptedException {
    int calls = 2_000;
    try (var storage = Storage.open(database.fresh(data))) {
      try (var writer = new JdbcDirectory(storage)) {
        var threads =
            List.of("ALERTING", "CONNECTED").stream()
                .map(state ->
                    Thread.ofPlatform()
                        .start(() -> {
                          for (int i = 1; i <= calls; i++) writer.record(call(i, state, null));
                        }))
                .toList();
        for (Thread thread : threads) thread.join();
        for (int i = 1; i <= calls; i++) writer.record(call(i, "TERMINATED", NOON.plusSeconds(60)));
      }

      assertThat(count(storage, "state = 'TERMINATED' AND NOT active")).isEqualTo(calls);
      assertThat(count(storage, "1 = 1")).isEqualTo(calls);
    }
  }

  @ParameterizedTest
  @EnumSource
  void linesWaitForADatabaseThatIsAway(Databases database) {
    try (var storage = Storage.open(database.fresh(data));
        var underTest = new JdbcDirectory(storage)) {
      execute(storage, "ALTER TABLE call_directory RENAME TO elsewhere");
      underTest.record(call(1, "ALERTING", null));
      underTest.record(call(2, "ALERTING", null));
      await().during(Duration.ofMillis(300)).until(() -> count(storage, "elsewhere", "1 = 1") == 0);
      underTest.record(call(1, "CONNECTED", null));
      execute(storage, "ALTER TABLE elsewhere RENAME TO call_directory");

      await().atMost(Duration.ofSeconds(10)).until(() -> states(underTest, null).size() == 2);
      await().until(() -> states(underTest, "CONNECTED").size() == 1);
    }
  }

  private static CallLine call(int number, String state, @Nullable Instant endedAt) {
    var session = new SessionId("4503599627370496");
    return new CallLine(
        new CallId(session.value() + "-" + number),
        session,
        state,
        "INCOMING",
        "7000",
        "alice",
        NOON.plusSeconds(number),
        endedAt);
  }

  private static List<String> states(JdbcDirectory directory, @Nullable String state) {
    return done(directory.calls(state, null, 10)).stream().map(CallLine::state).toList();
  }

  private static int count(Storage storage, String condition) {
    return count(storage, "call_directory", condition);
  }

  private static int count(Storage storage, String table, String condition) {
    return storage
        .transactions()
        .now(connection -> {
          try (var query =
                  connection.prepareStatement(
                      "SELECT COUNT(*) FROM " + table + " WHERE " + condition);
              var row = query.executeQuery()) {
            row.next();
            return row.getInt(1);
          }
        });
  }

  private static void execute(Storage storage, String sql) {
    storage
        .transactions()
        .now(connection -> {
          try (var statement = connection.createStatement()) {
            return statement.execute(sql);
          }
        });
  }

  private static <T> T done(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
