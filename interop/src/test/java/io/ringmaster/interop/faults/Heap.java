package io.ringmaster.interop.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/// A look into the memory of another JVM.
final class Heap {

  private Heap() {}

  /// How many objects of that class a process can still reach. Makes it collect its garbage first.
  static long reachable(ProcessHandle process, String className) {
    var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    try {
      var counting =
          new ProcessBuilder(jcmd, Long.toString(process.pid()), "GC.class_histogram")
              .redirectErrorStream(true)
              .start();
      try (var lines = counting.inputReader()) {
        return lines
            .lines()
            .map(line -> line.strip().split("\\s+"))
            .filter(columns -> columns.length >= 4 && columns[3].equals(className))
            .mapToLong(columns -> Long.parseLong(columns[1]))
            .sum();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
