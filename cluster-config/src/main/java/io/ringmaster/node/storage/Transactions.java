package io.ringmaster.node.storage;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.sql.DataSource;

/// Runs work in transactions, off the caller's thread. The pool bounds how many run at once; the others wait for the pool's timeout.
final class Transactions implements AutoCloseable {

  /// Something done on one connection. Everything of it is committed, or nothing.
  @FunctionalInterface
  interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  /// The database failed or could not be had in time.
  static final class Failed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Failed(SQLException cause) {
      super("the database did not do it: " + reason(cause), cause);
    }

    /// One line, without the rows that were to be written: a failed batch quotes them.
    private static String reason(SQLException failure) {
      SQLException next = failure.getNextException();
      String message = (next == null ? failure : next).getMessage();
      return message == null
          ? failure.getClass().getSimpleName()
          : message.lines().findFirst().orElse("");
    }
  }

  private final DataSource pool;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("storage-", 1).factory());

  Transactions(DataSource pool) {
    this.pool = pool;
  }

  <T> CompletableFuture<T> later(Work<T> work) {
    return CompletableFuture.supplyAsync(() -> now(work), threads);
  }

  /// @throws Failed when it was not committed, or when that cannot be told
  <T> T now(Work<T> work) {
    return now(Connection.TRANSACTION_READ_COMMITTED, work);
  }

  /// Everything that is read is of one moment.
  <T> T snapshot(Work<T> work) {
    return now(Connection.TRANSACTION_REPEATABLE_READ, work);
  }

  private <T> T now(int isolation, Work<T> work) {
    try (var connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      connection.setTransactionIsolation(isolation); // the pool sets it back
      try {
        T result = work.on(connection);
        connection.commit();
        return result;
      } catch (SQLException | RuntimeException e) {
        rollback(connection, e);
        throw e;
      }
    } catch (SQLException e) {
      throw new Failed(e);
    }
  }

  static void rollback(Connection connection, Exception reason) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      reason.addSuppressed(e);
    }
  }

  @Override
  public void close() {
    threads.close();
  }
}
