package io.ringmaster.node.storage;

import io.ringmaster.node.settings.DatabaseSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/// A process that writes to a journal, and says so on stdout, until it is killed.
final class Killable {

  private static final int WRITERS = 4;

  private Killable() {}

  static List<String> command(Class<?> main, String... arguments) {
    var flags =
        Stream.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName());
    return Stream.concat(flags, Stream.of(arguments)).toList();
  }

  /// Arguments: the data directory, and `hold` to write nothing. The first line is the newest ordering found; each later one is
  /// the persistence id and sequence number of a row that was committed.
  @SuppressWarnings("SystemOut") // how it speaks to the test
  public static void main(String[] arguments) throws InterruptedException {
    var storage = Storage.open(DatabaseSettings.of("", "", "", Path.of(arguments[0])));
    System.out.println(JournalTail.newest(storage));
    if (!arguments[1].equals("hold")) {
      for (int i = 0; i < WRITERS; i++) {
        String id = "Call|%s-%d".formatted(arguments[1], i + 1);
        var _ = Thread.ofPlatform().start(() -> write(storage, id));
      }
    }
    new CountDownLatch(1).await();
  }

  private static void write(Storage storage, String id) {
    for (long number = 1; ; number++) {
      Journals.insert(storage, id, number);
      System.out.println(id + " " + number);
    }
  }
}
