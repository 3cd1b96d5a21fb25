package io.ringmaster.node.storage;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;

/// Writes what entities journal, everything that waits in one transaction. A commit costs about the same for one row as for ten, so
/// the fewer there are the cheaper is a call; and whoever comes while one is under way rides with the next.
///
/// What was given together is written together or not at all. A row that cannot be written (its place is taken: somebody else owns the
/// entity) fails alone, not with those that happened to share its transaction.
final class JournalWriter implements AutoCloseable {

  /// More rows than this in one transaction would hold up the first for the last.
  private static final int BATCH = 400;

  /// A thread rests so many times as long as its transaction took, up to the longest rest: what comes meanwhile shares the next commit.
  private static final int REST = 9;

  private static final Duration CLOSING = Duration.ofSeconds(10);

  /// SQLSTATE class 23: a constraint is violated.
  private static final String INTEGRITY = "23";

  private final DataSource pool;
  private final long longestRest;
  private final int most;
  private final List<Thread> threads = new ArrayList<>();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition wake = lock.newCondition();
  private final Deque<Write> waiting = new ArrayDeque<>();
  private int rowsWaiting;
  private boolean closing;

  private record Write(List<JournalRow> rows, CompletableFuture<Void> done) {}

  /// @param count how many transactions may be under way at once
  /// @param longestRest of a thread after a transaction; one that comes after a longer pause is begun at once
  /// @param most rows that may wait; more are refused
  JournalWriter(DataSource pool, int count, Duration longestRest, int most) {
    this.pool = pool;
    this.longestRest = longestRest.toNanos();
    this.most = most;
    for (int i = 1; i <= count; i++) {
      threads.add(Thread.ofPlatform().daemon().name("journal-writer-" + i).start(this::run));
    }
  }

  /// Completes when the rows are committed. Fails with the [SQLException] when they are not, or when that cannot be told.
  CompletionStage<Void> write(List<JournalRow> rows) {
    var write = new Write(rows, new CompletableFuture<>());
    lock.lock();
    try {
      if (closing || rowsWaiting + rows.size() > most) {
        write.done.completeExceptionally(
            new SQLException(
                closing
                    ? "the journal is closed"
                    : "the journal has %d rows waiting and takes no more".formatted(rowsWaiting)));
        return write.done;
      }
      waiting.add(write);
      rowsWaiting += rows.size();
      wake.signal();
    } finally {
      lock.unlock();
    }
    return write.done;
  }

  /// Writes what is waiting, for up to 10 s; what is left then fails.
  @Override
  public void close() {
    close(CLOSING);
  }

  void close(Duration patience) {
    lock.lock();
    try {
      closing = true;
      wake.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      for (var thread : threads) {
        var _ = thread.join(patience);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    failTheRest();
    threads.forEach(Thread::interrupt); // and finds nothing more to write
  }

  private void failTheRest() {
    lock.lock();
    try {
      for (var each : waiting)
        each.done.completeExceptionally(
            new SQLException("the journal was closed before this was written"));
      waiting.clear();
      rowsWaiting = 0;
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    long rested = System.nanoTime();
    try {
      for (var batch = take(rested); !batch.isEmpty(); batch = take(rested)) {
        long begun = System.nanoTime();
        write(batch, pool);
        long done = System.nanoTime();
        rested = done + Math.min(longestRest, REST * (done - begun));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// The next to write; none when closed and done.
  ///
  /// @param rested not before this time
  private List<Write> take(long rested) throws InterruptedException {
    lock.lock();
    try {
      while (waiting.isEmpty() && !closing) wake.await();
      long left = rested - System.nanoTime();
      while (left > 0 && !closing && rowsWaiting < BATCH) left = wake.awaitNanos(left);
      var batch = new ArrayList<Write>();
      int rows = 0;
      while (!waiting.isEmpty() && (batch.isEmpty() || rows < BATCH)) {
        var next = waiting.remove();
        rows += next.rows.size();
        batch.add(next);
      }
      rowsWaiting -= rows;
      if (!waiting.isEmpty()) wake.signal();
      return batch;
    } finally {
      lock.unlock();
    }
  }

  private static void write(List<Write> batch, DataSource pool) {
    try {
      commit(batch, pool);
      for (var each : batch) each.done.complete(null);
    } catch (SQLException | RuntimeException e) {
      if (batch.size() > 1 && isConflict(e)) {
        for (var each : batch) write(List.of(each), pool);
      } else {
        for (var each : batch) each.done.completeExceptionally(e);
      }
    }
  }

  private static void commit(List<Write> batch, DataSource pool) throws SQLException {
    try (var connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      try {
        insert(connection, batch);
        connection.commit();
      } catch (SQLException | RuntimeException e) {
        Transactions.rollback(connection, e);
        throw e;
      }
    }
  }

  private static void insert(Connection connection, List<Write> batch) throws SQLException {
    var remembered = new ArrayList<RememberedEntity>();
    try (var statement = connection.prepareStatement(JournalRow.INSERT)) {
      for (var write : batch) {
        for (var row : write.rows) {
          row.bind(statement);
          statement.addBatch();
          if (row.sequenceNumber() == 1)
            RememberedEntity.of(row.persistenceId()).ifPresent(remembered::add);
          if (row.withWebhook())
            RememberedEntity.courierOf(row.persistenceId()).ifPresent(remembered::add);
        }
      }
      statement.executeBatch();
    }
    RememberedEntities.add(connection, remembered);
  }

  private static boolean isConflict(Throwable failure) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql
          && sql.getSQLState() != null
          && sql.getSQLState().startsWith(INTEGRITY)) return true;
    }
    return false;
  }
}
