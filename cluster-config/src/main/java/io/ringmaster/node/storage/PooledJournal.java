package io.ringmaster.node.storage;

import com.typesafe.config.Config;
import javax.sql.DataSource;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.setup.Setup;
import org.apache.pekko.persistence.jdbc.db.SlickDatabase;
import org.apache.pekko.persistence.jdbc.db.SlickDatabaseProvider;
import org.jspecify.annotations.Nullable;
import scala.Some;
import slick.jdbc.JdbcBackend;
import slick.jdbc.JdbcBackend$;
import slick.jdbc.JdbcProfile;
import slick.util.AsyncExecutor;

/// Gives Pekko's journal the node's pool. Pekko makes it by its class name, `pekko-persistence-jdbc.database-provider-fqcn`, so it
/// finds the pool in the actor system's setup.
public final class PooledJournal implements SlickDatabaseProvider {

  /// Statements that may wait for a connection. When it is full the journal fails, and entities restart with backoff.
  private static final int QUEUE = 10_000;

  private final ActorSystem system;
  private final Pool pool;
  private @Nullable SlickDatabase shared;

  /// Called by Pekko.
  public PooledJournal(ActorSystem system) {
    this.system = system;
    this.pool = Pool.of(system);
  }

  @Override
  public synchronized SlickDatabase database(Config config) {
    if (shared == null) {
      var executor =
          AsyncExecutor.apply("journal", pool.threads, pool.threads, QUEUE, pool.threads, false);
      // Not database.close(): that would close the pool, which is not ours.
      system.registerOnTermination(executor::close);
      shared =
          new Shared(
              JdbcBackend$.MODULE$
                  .Database()
                  .forDataSource(pool.connections, new Some<>(pool.threads), executor, false),
              profile(pool.slickProfile));
    }
    return shared;
  }

  /// A Scala object by its class name.
  private static JdbcProfile profile(String name) {
    try {
      return (JdbcProfile) Class.forName(name).getField("MODULE$").get(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(name, e);
    }
  }

  /// May not be closed by a journal that restarts after a failure: the next one has the same.
  private record Shared(JdbcBackend.JdbcDatabaseDef database, JdbcProfile profile)
      implements SlickDatabase {

    @Override
    public boolean allowShutdown() {
      return false;
    }
  }

  static final class Pool extends Setup {

    private final DataSource connections;
    private final String slickProfile;
    private final int threads;
    private final JournalWriter writer;

    Pool(DataSource connections, String slickProfile, int threads, JournalWriter writer) {
      this.connections = connections;
      this.slickProfile = slickProfile;
      this.threads = threads;
      this.writer = writer;
    }

    static Pool of(ActorSystem system) {
      return system
          .settings()
          .setup()
          .get(Pool.class)
          .orElseThrow(() ->
              new IllegalStateException("create the actor system with Storage.journalSetup()"));
    }

    JournalWriter writer() {
      return writer;
    }
  }
}
