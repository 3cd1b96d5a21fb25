package io.ringmaster.node.storage;

import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks the database every second whether it is there, so that readiness can be answered without waiting for it.
final class DatabaseProbe implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DatabaseProbe.class);
  private static final int PATIENCE_SECONDS = 2;

  private final DataSource pool;
  private final String shown;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("database-probe").factory());
  private volatile @Nullable String trouble;
  private volatile long asked;

  DatabaseProbe(DataSource pool, String shown) {
    this.pool = pool;
    this.shown = shown;
    var _ = clock.scheduleWithFixedDelay(this::ask, 1, 1, TimeUnit.SECONDS);
  }

  Optional<String> trouble() {
    long since = asked; // 0 while no question is open
    if (since != 0 && System.nanoTime() - since > TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
      return Optional.of("the database %s does not answer".formatted(shown));
    }
    return Optional.ofNullable(trouble);
  }

  private void ask() {
    asked = System.nanoTime() | 1;
    String before = trouble;
    try (var connection = pool.getConnection()) {
      trouble =
          connection.isValid(PATIENCE_SECONDS)
              ? null
              : "the database %s does not answer".formatted(shown);
    } catch (SQLException | RuntimeException e) {
      trouble = "the database %s cannot be reached".formatted(shown);
      if (before == null) LOG.warn("{}: {}", trouble, e.getMessage());
    } finally {
      asked = 0;
    }
    if (before != null && trouble == null) LOG.info("the database {} is back", shown);
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
