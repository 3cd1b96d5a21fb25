package io.ringmaster.node.storage;

import java.sql.SQLException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the embedded journal small and on the disk.
///
/// H2 compacts its file on the thread that writes delayed commits. We have none of those (`WRITE_DELAY=0`), so nobody would: after
/// 143,000 commits the file had 2.2 GB for about 100 MB of rows.
final class H2Upkeep implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(H2Upkeep.class);

  /// Percent of the file that must be in use for it to be left alone. What is used is rewritten: for each byte won back that is
  /// 1.5 bytes at 60, which was a tenth of a node's processor time, and 0.4 at 30, for a file up to three times its rows.
  private static final int FILL_RATE = 30;

  private static final int WRITE_AT_MOST = 16 << 20;

  private final MVStore store;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("journal-upkeep").factory());
  private long syncedVersion = -1;

  private H2Upkeep(MVStore store) {
    this.store = store;
    var _ = clock.scheduleWithFixedDelay(this::once, 500, 500, TimeUnit.MILLISECONDS);
  }

  static H2Upkeep of(DataSource pool) throws SQLException {
    try (var connection = pool.getConnection()) {
      var session = (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
      return new H2Upkeep(session.getDatabase().getStore().getMvStore());
    }
  }

  private void once() {
    try {
      long version = store.getCurrentVersion();
      if (store.isClosed() || version == syncedVersion) return;
      store.sync();
      store.compact(FILL_RATE, WRITE_AT_MOST);
      syncedVersion = version;
    } catch (RuntimeException e) {
      LOG.warn("could not compact the journal: {}", e.getMessage());
    }
  }

  @Override
  public void close() {
    clock.shutdown();
    try {
      if (!clock.awaitTermination(5, TimeUnit.SECONDS)) clock.shutdownNow();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
