package io.ringmaster.node.storage;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes lines of one table in batches, on a thread of its own. Of several lines under one key only the last is written; a final
/// one is not replaced by one that is not.
final class LineWriter<T> implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LineWriter.class);

  /// Keys that may wait. More are dropped, which takes the database being away for minutes at full load.
  private static final int MOST_WAITING = 200_000;

  private static final int BATCH = 500;

  /// How long lines gather before a batch: a call that is answered within it costs one row and not two.
  private static final Duration GATHER = Duration.ofMillis(20);

  /// Between the beginnings of two batches: under load a short call costs one row, from its beginning to its end, and rows share commits.
  private static final Duration INTERVAL = Duration.ofMillis(250);

  private static final Duration FIRST_RETRY = Duration.ofMillis(100);
  private static final Duration LAST_RETRY = Duration.ofSeconds(5);
  private static final Duration LAST_CHANCE = Duration.ofMillis(200);
  private static final Duration CLOSING = Duration.ofSeconds(10);

  private final Transactions transactions;
  private final String sql;
  private final Function<T, String> key;
  private final Predicate<T> isFinal;
  private final Function<T, @Nullable Object[]> values;
  private final Thread thread;

  /// When the last batch began; only the thread uses it.
  private long begun = System.nanoTime() - INTERVAL.toNanos();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition wake = lock.newCondition();
  private final LinkedHashMap<String, T> waiting = new LinkedHashMap<>();
  private long dropped;
  private boolean closing;

  LineWriter(
      String name,
      Transactions transactions,
      String sql,
      Function<T, String> key,
      Predicate<T> isFinal,
      Function<T, @Nullable Object[]> values) {
    this.transactions = transactions;
    this.sql = sql;
    this.key = key;
    this.isFinal = isFinal;
    this.values = values;
    this.thread = Thread.ofPlatform().daemon().name(name).start(this::run);
  }

  void add(T line) {
    lock.lock();
    try {
      String id = key.apply(line);
      T before = waiting.get(id);
      if (before == null && waiting.size() >= MOST_WAITING) {
        if (dropped++ == 0)
          LOG.warn("the directory is full, lines are dropped until the database takes some");
        return;
      }
      if (before != null && isFinal.test(before) && !isFinal.test(line)) return;
      waiting.put(id, line);
      wake.signal();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closing = true;
      wake.signal();
    } finally {
      lock.unlock();
    }
    try {
      if (thread.join(CLOSING)) return;
      thread.interrupt();
      LOG.warn("{} lines of the directory were not written", waiting());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private int waiting() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    Duration retry = FIRST_RETRY;
    try {
      for (var batch = take(); !batch.isEmpty(); batch = take()) {
        try {
          write(batch);
          retry = FIRST_RETRY;
        } catch (RuntimeException e) {
          giveBack(batch);
          if (retry.equals(FIRST_RETRY))
            LOG.warn("the directory waits for the database: {}", e.getMessage());
          pause(retry);
          retry =
              retry.multipliedBy(2).compareTo(LAST_RETRY) > 0 ? LAST_RETRY : retry.multipliedBy(2);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// The next lines to write; none when closed and done.
  private List<T> take() throws InterruptedException {
    lock.lock();
    try {
      while (waiting.isEmpty() && !closing) wake.await();
      long left = Math.max(GATHER.toNanos(), begun + INTERVAL.toNanos() - System.nanoTime());
      while (!closing && waiting.size() < BATCH && left > 0) left = wake.awaitNanos(left);
      begun = System.nanoTime();
      var batch = new ArrayList<T>(Math.min(BATCH, waiting.size()));
      for (var lines = waiting.values().iterator();
          lines.hasNext() && batch.size() < BATCH;
          lines.remove()) {
        batch.add(lines.next());
      }
      // Every node locks rows in the same order, so two of them cannot wait for one another.
      batch.sort(Comparator.comparing(key));
      return batch;
    } finally {
      lock.unlock();
    }
  }

  private void write(List<T> batch) {
    transactions.now(connection -> {
      write(connection, batch);
      return batch.size();
    });
    reportDropped();
  }

  private void write(Connection connection, List<T> batch) throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      for (T line : batch) {
        @Nullable Object[] row = values.apply(line);
        for (int i = 0; i < row.length; i++) statement.setObject(i + 1, row[i]);
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  private void reportDropped() {
    lock.lock();
    try {
      if (dropped > 0) LOG.warn("{} lines of the directory were dropped", dropped);
      dropped = 0;
    } finally {
      lock.unlock();
    }
  }

  /// What came meanwhile is newer, and stays, unless the older line is final.
  private void giveBack(List<T> batch) {
    lock.lock();
    try {
      for (T line : batch) {
        waiting.merge(key.apply(line), line, (newer, older) -> isFinal.test(older) ? older : newer);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Lines that arrive wake this too early; only closing cuts the pause short.
  private void pause(Duration pause) throws InterruptedException {
    lock.lock();
    try {
      long left = pause.toNanos();
      while (left > 0)
        left = wake.awaitNanos(closing ? Math.min(left, LAST_CHANCE.toNanos()) : left);
    } finally {
      lock.unlock();
    }
  }
}
