package io.ringmaster.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// What `./ringmaster start` records of one start so that later ones take half the time. Half a minute of work the first time,
/// and some fifty nodes are started here.
final class StartCache {

  private static final int PATIENCE_MINUTES = 3;
  private static final List<String> FLAGS = record();

  private StartCache() {}

  /// JVM flags that use it; none where there is no cache.
  static List<String> flags() {
    return FLAGS;
  }

  private static List<String> record() {
    var app = Repository.root().resolve("cluster-config/target/app");
    try {
      var launcher =
          new ProcessBuilder(Repository.root().resolve("ringmaster").toString(), "train")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD);
      launcher.environment().put("JAVA_HOME", System.getProperty("java.home"));
      var training = launcher.start();
      if (!training.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
        training.descendants().forEach(ProcessHandle::destroyForcibly);
        training.destroyForcibly();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while a start was recorded", e);
    }
    Path cache = app.resolve("ringmaster.aot");
    return Files.exists(cache)
        ? List.of("-XX:AOTCache=" + cache, "-Xlog:aot*=off", "-Xlog:cds*=off")
        : List.of();
  }
}
