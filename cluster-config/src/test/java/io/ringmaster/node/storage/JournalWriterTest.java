package io.ringmaster.node.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ringmaster.node.settings.DatabaseSettings;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One writer on the real embedded database, which it gets to when the gate opens.
class JournalWriterTest {

  private static final int MOST = 6;

  @TempDir Path data;

  private final Gate gate = new Gate();
  private Storage storage;
  private JournalWriter underTest;

  @BeforeEach
  void start() {
    storage = Storage.open(DatabaseSettings.of("", "", "", data));
    underTest = new JournalWriter(gate.before(storage.connections()), 1, Duration.ZERO, MOST);
  }

  @AfterEach
  void stop() {
    gate.open();
    underTest.close();
    storage.close();
  }

  private CompletionStage<Void> write(String id, long... numbers) {
    var rows = new ArrayList<JournalRow>();
    for (long number : numbers) rows.add(Journals.row(id, number));
    return underTest.write(rows);
  }

  /// A write that is on its way to the database, and waits there.
  private CompletionStage<Void> underWay() {
    var write = write("Note|way", 1);
    await().until(() -> gate.asked() == 1);
    return write;
  }

  private List<String> inJournal() {
    return storage
        .transactions()
        .now(connection -> {
          try (var statement = connection.createStatement();
              var rows =
                  statement.executeQuery(
                      "SELECT persistence_id, sequence_number FROM event_journal ORDER BY ordering")) {
            var found = new ArrayList<String>();
            while (rows.next()) found.add(rows.getString(1) + "/" + rows.getLong(2));
            return List.copyOf(found);
          }
        });
  }

  private static void done(CompletionStage<Void> write) throws Exception {
    write.toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private static SQLException failure(CompletionStage<Void> write) {
    try {
      done(write);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SQLException sql) return sql;
      throw new AssertionError("not a database's failure", e);
    } catch (Exception e) {
      throw new AssertionError("neither written nor refused", e);
    }
    throw new AssertionError("was written");
  }

  @Test
  void rowsThatArriveDuringACommitShareTheNext() throws Exception {
    var first = underWay();
    var others = List.of(write("Note|1", 1), write("Note|2", 1, 2), write("Note|1", 2));
    gate.open();

    done(first);
    for (var each : others) done(each);
    assertThat(gate.asked()).isEqualTo(2);
    assertThat(inJournal())
        .containsExactly("Note|way/1", "Note|1/1", "Note|2/1", "Note|2/2", "Note|1/2");
  }

  @Test
  void conflictFailsAloneAndNotWithItsBatch() throws Exception {
    Journals.insert(storage, "Note|2", 1);
    var first = underWay();
    var before = write("Note|1", 1);
    var conflicting = write("Note|2", 1);
    var after = write("Note|3", 1);
    gate.open();

    done(first);
    done(before);
    done(after);
    assertThat(failure(conflicting).getSQLState()).startsWith("23");
    assertThat(inJournal()).containsExactly("Note|2/1", "Note|way/1", "Note|1/1", "Note|3/1");
  }

  @Test
  void oneOfTwoInABatchGetsThePlaceThatBothWant() throws Exception {
    var _ = underWay();
    var winner = write("Note|1", 1);
    var loser = write("Note|1", 1);
    gate.open();

    done(winner);
    assertThat(failure(loser).getSQLState()).startsWith("23");
    assertThat(inJournal()).containsExactly("Note|way/1", "Note|1/1");
  }

  @Test
  void rowsOfOneWriteStandOrFallTogether() {
    Journals.insert(storage, "Note|1", 2);
    gate.open();

    assertThat(failure(write("Note|1", 1, 2, 3)).getSQLState()).startsWith("23");
    assertThat(inJournal()).containsExactly("Note|1/2");
  }

  @Test
  void fullWriterRefusesAtOnceAndKeepsWhatItHas() throws Exception {
    var first = underWay();
    var waiting = write("Note|1", 1, 2, 3, 4, 5, 6);

    var refused = write("Note|2", 1);
    assertThat(refused.toCompletableFuture()).isCompletedExceptionally();
    assertThat(failure(refused).getMessage())
        .isEqualTo("the journal has 6 rows waiting and takes no more");
    gate.open();

    done(first);
    done(waiting);
    done(write("Note|2", 1));
    assertThat(inJournal()).hasSize(8);
  }

  @Test
  void databaseThatIsAwayFailsEverybodyAndIsNotAskedForEachRow() {
    var first = underWay();
    var others = List.of(write("Note|1", 1), write("Note|2", 1), write("Note|3", 1));
    gate.breakDown();

    assertThat(failure(first).getMessage()).isEqualTo("the database is away");
    for (var each : others)
      assertThat(failure(each).getMessage()).isEqualTo("the database is away");
    assertThat(gate.asked()).isEqualTo(2);
  }

  @Test
  void closingWritesWhatWaitsAndTakesNoMore() throws Exception {
    var first = underWay();
    var waiting = write("Note|1", 1);
    var closer = Thread.ofPlatform().start(underTest::close);
    await().until(() -> closer.getState() == Thread.State.TIMED_WAITING);

    var late = write("Note|2", 1);
    assertThat(failure(late).getMessage()).isEqualTo("the journal is closed");
    gate.open();

    assertThat(closer.join(Duration.ofSeconds(20))).isTrue();
    assertThat(first.toCompletableFuture()).isCompleted();
    assertThat(waiting.toCompletableFuture()).isCompleted();
    assertThat(inJournal()).containsExactly("Note|way/1", "Note|1/1");
  }

  @Test
  void closingFailsWhatWaitsForADatabaseThatIsAway() throws Exception {
    var first = underWay();
    var waiting = write("Note|1", 1);
    var closer = Thread.ofPlatform().start(underTest::close);
    await().until(() -> closer.getState() == Thread.State.TIMED_WAITING);
    gate.breakDown();

    assertThat(closer.join(Duration.ofSeconds(20))).isTrue();
    assertThatThrownBy(() -> done(first)).hasRootCauseMessage("the database is away");
    assertThatThrownBy(() -> done(waiting)).hasRootCauseMessage("the database is away");
  }

  @Test
  void closingFailsWhatADatabaseKeepsWaiting() {
    var first = underWay();
    var waiting = write("Note|1", 1);

    underTest.close(Duration.ofMillis(1));

    assertThat(failure(waiting).getMessage())
        .isEqualTo("the journal was closed before this was written");
    assertThatThrownBy(() -> done(first)).isInstanceOf(ExecutionException.class);
  }
}
