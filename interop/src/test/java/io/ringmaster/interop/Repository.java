package io.ringmaster.interop;

import java.nio.file.Files;
import java.nio.file.Path;

/// Where the sources and the built application are.
public final class Repository {

  private Repository() {}

  /// The directory of `./ringmaster`.
  public static Path root() {
    var root = Path.of(System.getProperty("ringmaster.root", "..")).toAbsolutePath().normalize();
    if (!Files.exists(root.resolve("ringmaster"))) {
      throw new AssertionError(root + " is not the repository; set -Dringmaster.root");
    }
    return root;
  }
}
