package io.ringmaster.node.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringmaster.node.settings.DatabaseSettings;
import io.ringmaster.node.settings.StartFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StorageTest {

  @TempDir Path data;

  @ParameterizedTest
  @EnumSource
  void secondStartFindsWhatTheFirstOneKept(Databases database) {
    var settings = database.fresh(data);
    try (var underTest = Storage.open(settings)) {
      Journals.insert(underTest, "Call|1-1", 1);
    }

    try (var underTest = Storage.open(settings)) {
      assertThat(JournalTail.newest(underTest)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void oneSequenceNumberOfAnEntityIsWrittenOnce(Databases database) {
    try (var underTest = Storage.open(database.fresh(data))) {
      Journals.insert(underTest, "Call|1-1", 1);

      assertThatThrownBy(() -> Journals.insert(underTest, "Call|1-1", 1))
          .isInstanceOf(Transactions.Failed.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void databaseIsKnownAgainAndToldFromOthers(Databases database) {
    var settings = database.fresh(data.resolve("one"));
    String identity;
    try (var underTest = Storage.open(settings)) {
      identity = underTest.identity();
    }

    try (var again = Storage.open(settings);
        var other = Storage.open(database.fresh(data.resolve("other")))) {
      assertThat(identity).hasSize(36).isEqualTo(again.identity());
      assertThat(other.identity()).hasSize(36).isNotEqualTo(identity);
    }
  }

  @ParameterizedTest
  @EnumSource
  void databaseThatAnswersIsNoTrouble(Databases database) {
    try (var underTest = Storage.open(database.fresh(data))) {
      assertThat(underTest.trouble()).isEmpty();
    }
  }

  @Test
  void dataDirectoryOfARunningNodeIsRefusedPlainly() throws Exception {
    var owner =
        new ProcessBuilder(Killable.command(Killable.class, data.toString(), "hold"))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (var said = owner.inputReader()) {
      assertThat(said.readLine()).isEqualTo("0");

      assertThatThrownBy(() -> Storage.open(DatabaseSettings.of("", "", "", data)))
          .isInstanceOf(StartFailure.class)
          .hasMessage(
              "the data directory '%s' is in use by another node; stop that node, or give this one a directory of its own with --data"
                  .formatted(data));
    } finally {
      owner.destroyForcibly().waitFor();
    }
  }

  @Test
  void unreachableDatabaseIsSaidWithoutItsPassword() throws IOException {
    int port = closedPort();
    var settings =
        new DatabaseSettings(
            "jdbc:postgresql://127.0.0.1:%d/calls?password=tea".formatted(port),
            "ring",
            "coffee",
            data,
            2,
            2,
            Duration.ofSeconds(2));

    assertThatThrownBy(() -> Storage.open(settings))
        .isInstanceOf(StartFailure.class)
        .hasMessageStartingWith(
            "the database jdbc:postgresql://127.0.0.1:%d/calls cannot be reached".formatted(port))
        .hasMessageContaining("--db-url")
        .hasMessageNotContainingAny("tea", "coffee");
  }

  @Test
  void urlOfAnotherDatabaseIsRefused() {
    assertThatThrownBy(
            () -> Storage.open(DatabaseSettings.of("jdbc:mysql://127.0.0.1/x", "", "", data)))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("give --db-url jdbc:postgresql://HOST:PORT/DATABASE");
  }

  @Test
  void dataDirectoryThatCannotBeMadeIsRefused() throws IOException {
    Path file = Files.createFile(data.resolve("file"));

    assertThatThrownBy(() -> Storage.open(DatabaseSettings.of("", "", "", file.resolve("below"))))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("cannot be made; choose one with --data");
  }

  private static int closedPort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }
}
