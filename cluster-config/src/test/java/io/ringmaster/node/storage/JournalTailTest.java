package io.ringmaster.node.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JournalTailTest {

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
  private final InstantSource clock = now::get;

  @TempDir Path data;

  @ParameterizedTest
  @EnumSource
  void rowsComeInTheirOrderAndOnce(Databases database) {
    try (var storage = Storage.open(database.fresh(data))) {
      for (int i = 1; i <= 5; i++) Journals.insert(storage, "Call|1-1", i);
      var underTest = new JournalTail(storage, 0, clock);

      assertThat(underTest.next(3))
          .extracting(JournalTail.Row::sequenceNumber)
          .containsExactly(1L, 2L, 3L);
      assertThat(underTest.next(3))
          .extracting(JournalTail.Row::sequenceNumber)
          .containsExactly(4L, 5L);
      assertThat(underTest.next(3)).isEmpty();
      assertThat(underTest.position()).isEqualTo(5);
    }
  }

  @ParameterizedTest
  @EnumSource
  void rowIsGivenOutAsItWasWritten(Databases database) {
    try (var storage = Storage.open(database.fresh(data))) {
      Journals.insert(storage, "Session|1", 1);

      var row = new JournalTail(storage, 0, clock).next(10).getFirst();

      assertThat(row.persistenceId()).isEqualTo("Session|1");
      assertThat(new String(row.payload(), StandardCharsets.UTF_8)).isEqualTo("Session|1/1");
      assertThat(row.serializerId()).isEqualTo(33);
      assertThat(row.serializerManifest()).isEqualTo("m");
      assertThat(row.writtenAt()).isBetween(now.get().minusSeconds(60), now.get().plusSeconds(60));
    }
  }

  @ParameterizedTest
  @EnumSource
  void laterRowWaitsForAnEarlierOneThatIsNotCommittedYet(Databases database) throws SQLException {
    try (var storage = Storage.open(database.fresh(data));
        var slow = storage.connections().getConnection()) {
      slow.setAutoCommit(false);
      Journals.insert(slow, "Call|1-1", 1, null, now.get().toEpochMilli());
      Journals.insert(storage, "Call|2-1", 1);
      var underTest = new JournalTail(storage, 0, clock);

      assertThat(underTest.next(10)).isEmpty();
      slow.commit();

      assertThat(underTest.next(10))
          .extracting(JournalTail.Row::persistenceId)
          .containsExactly("Call|1-1", "Call|2-1");
    }
  }

  @ParameterizedTest
  @EnumSource
  void numberThatNeverComesIsGivenUp(Databases database) throws SQLException {
    try (var storage = Storage.open(database.fresh(data))) {
      Journals.insert(storage, "Call|1-1", 1);
      rolledBack(storage);
      Journals.insert(storage, "Call|2-1", 1);
      var underTest = new JournalTail(storage, 0, clock);

      assertThat(underTest.next(10))
          .extracting(JournalTail.Row::persistenceId)
          .containsExactly("Call|1-1");
      assertThat(underTest.next(10)).isEmpty();
      now.updateAndGet(at -> at.plus(JournalTail.PATIENCE));

      assertThat(underTest.next(10))
          .extracting(JournalTail.Row::persistenceId)
          .containsExactly("Call|2-1");
    }
  }

  @ParameterizedTest
  @EnumSource
  void gapsOfLongAgoAreNotWaitedFor(Databases database) throws SQLException {
    try (var storage = Storage.open(database.fresh(data))) {
      long longAgo = now.get().minus(JournalTail.OLD).minus(Duration.ofSeconds(1)).toEpochMilli();
      storage
          .transactions()
          .now(connection -> {
            Journals.insert(connection, "Call|1-1", 1, 10L, longAgo);
            Journals.insert(connection, "Call|1-1", 2, 40L, longAgo);
            return true;
          });

      assertThat(new JournalTail(storage, 0, clock).next(10)).hasSize(2);
    }
  }

  private static void rolledBack(Storage storage) throws SQLException {
    try (Connection connection = storage.connections().getConnection()) {
      connection.setAutoCommit(false);
      Journals.insert(connection, "Call|9-1", 1, null, 0);
      connection.rollback();
    }
  }
}
