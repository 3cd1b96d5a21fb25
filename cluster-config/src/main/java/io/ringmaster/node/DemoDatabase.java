package io.ringmaster.node;

import io.ringmaster.node.settings.StartFailure;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The PostgreSQL of the demo cluster: a real server out of a jar, on a free port of 127.0.0.1, with its data where it is kept.
final class DemoDatabase implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DemoDatabase.class);

  private final EmbeddedPostgres server;

  private DemoDatabase(EmbeddedPostgres server) {
    this.server = server;
  }

  /// @throws StartFailure when it does not come up
  static DemoDatabase start(Path directory) {
    try {
      Files.createDirectories(directory.toAbsolutePath().getParent());
      return new DemoDatabase(
          EmbeddedPostgres.builder()
              .setDataDirectory(directory.toAbsolutePath())
              .setCleanDataDirectory(false)
              // The nodes leave first; DemoCluster closes this after them.
              .setRegisterShutdownHook(false)
              .setServerConfig("max_connections", "200")
              .setPGStartupWait(Duration.ofSeconds(30))
              .setOutputRedirector(Redirect.DISCARD)
              .setErrorRedirector(Redirect.DISCARD)
              .start());
    } catch (IOException | IllegalStateException e) {
      throw new StartFailure(
          "PostgreSQL could not be started in '%s' (%s); see that no other cluster runs there, or choose another place with --data"
              .formatted(directory, e.getMessage()),
          e);
    }
  }

  String url() {
    return server.getJdbcUrl("postgres", "postgres");
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      LOG.warn("PostgreSQL did not end cleanly: {}", e.getMessage());
    }
  }
}
