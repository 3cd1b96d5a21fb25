package io.ringmaster.node.storage;

import java.sql.SQLException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.RandomAccessStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the embedded journal small and on the disk.
///
/// H2 compacts its file on the thread that writes delayed commits. We have none of those (`WRITE_DELAY=0`), so nobody would: after
/// 143,000 commits the file had 2.2 GB for about 100 MB of rows.
///
/// A commit goes to the end of the file and never into a gap. H2 2.5.252 does not always note in the file's header that it has
/// filled a gap; killed then, it opens the file as it was before, and what was acknowledged since is gone. A chunk at the end it
/// finds without the header. Gaps are closed by moving whole chunks, before which H2 does write the header.
final class H2Upkeep implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(H2Upkeep.class);

  /// Percent of the file that must be in use for it to be left alone. What is used is rewritten: for each byte won back that is
  /// 1.5 bytes at 60, which was a tenth of a node's processor time, and 0.4 at 30, for a file up to three times its rows.
  private static final int FILL_RATE = 30;

  private static final int WRITE_AT_MOST = 16 << 20;

  /// Bytes of file that are not worth moving anything for.
  private static final long SMALL = 32L << 20;

  private final MVStore store;
  private final RandomAccessStore file;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("journal-upkeep").factory());
  private long syncedVersion = -1;

  private H2Upkeep(MVStore store, RandomAccessStore file) {
    this.store = store;
    this.file = file;
    file.setReuseSpace(false);
    var _ = clock.scheduleWithFixedDelay(this::once, 500, 500, TimeUnit.MILLISECONDS);
  }

  /// None for a database that is in memory only.
  static @Nullable H2Upkeep of(DataSource pool) throws SQLException {
    try (var connection = pool.getConnection()) {
      var session = (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
      var store = session.getDatabase().getStore().getMvStore();
      return store.getFileStore() instanceof RandomAccessStore file
          ? new H2Upkeep(store, file)
          : null;
    }
  }

  void once() {
    try {
      long version = store.getCurrentVersion();
      if (store.isClosed() || version == syncedVersion) return;
      store.sync();
      store.compact(FILL_RATE, WRITE_AT_MOST);
      closeGaps();
      syncedVersion = version;
    } catch (RuntimeException e) {
      LOG.warn("could not compact the journal: {}", e.getMessage());
    }
  }

  private void closeGaps() {
    if (file.size() < SMALL || file.getFillRate() > FILL_RATE) return;
    file.setReuseSpace(true);
    try {
      file.compactMoveChunks(FILL_RATE, WRITE_AT_MOST, store);
    } finally {
      file.setReuseSpace(false);
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
