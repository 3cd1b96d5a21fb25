package io.ringmaster.node;

import io.ringmaster.node.settings.StartFailure;
import java.io.IOException;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.List;

/// The demo cluster's line to [DemoRemains], which ends what has been named here when this process is gone without having closed this.
final class DemoWatch implements AutoCloseable {

  private final Process process;
  private final Writer line;

  private DemoWatch(Process process) {
    this.process = process;
    this.line = process.outputWriter();
  }

  /// @throws StartFailure when the process that watches cannot be started
  static DemoWatch start() {
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            // It waits all its life, and should cost nothing.
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx16m",
            "-cp",
            System.getProperty("java.class.path"),
            DemoRemains.class.getName());
    try {
      return new DemoWatch(
          new ProcessBuilder(command)
              .redirectOutput(Redirect.DISCARD)
              .redirectError(Redirect.INHERIT)
              .start());
    } catch (IOException e) {
      throw new StartFailure(
          "the process that watches over the demo cluster cannot be started: %s"
              .formatted(e.getMessage()),
          e);
    }
  }

  /// A node that has been started.
  void node(Process node) {
    tell("%s %d".formatted(DemoRemains.NODE, node.pid()));
  }

  /// A PostgreSQL that will be started in that directory.
  void database(Path directory) {
    tell("%s %s".formatted(DemoRemains.DATABASE, directory.toAbsolutePath()));
  }

  /// Nothing is left to end.
  @Override
  public void close() {
    tell(DemoRemains.DONE);
    try {
      line.close();
      process.waitFor();
    } catch (IOException e) {
      // It is gone already.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void tell(String words) {
    try {
      line.write(words + "\n");
      line.flush();
    } catch (IOException e) {
      // Without its watcher the cluster runs as well; only a kill would leave something.
    }
  }
}
