package io.ringmaster.node.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.node.settings.DatabaseSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

class DurabilityTest {

  private static final int ACKNOWLEDGED = 600;

  @TempDir Path data;

  @RepeatedTest(2)
  void everyAcknowledgedRowOutlivesTheKillOfItsWriter() throws Exception {
    var acknowledged = new HashSet<String>();
    var process =
        new ProcessBuilder(Killable.command(Killable.class, data.toString(), "1"))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (var said = process.inputReader()) {
      assertThat(said.readLine()).isEqualTo("0");
      while (acknowledged.size() < ACKNOWLEDGED) acknowledged.add(line(said));
      process.toHandle().destroyForcibly(); // SIGKILL, in the middle of its writing
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
      // What it had said before it died, too.
      for (String line = said.readLine(); line != null; line = said.readLine())
        acknowledged.add(line);
    }

    try (var underTest = Storage.open(DatabaseSettings.of("", "", "", data))) {
      var kept = kept(underTest);

      assertThat(kept).containsAll(withoutTornLine(acknowledged, kept));
      assertThat(kept).hasSizeGreaterThanOrEqualTo(ACKNOWLEDGED);
    }
  }

  private static String line(BufferedReader said) throws IOException {
    String line = said.readLine();
    if (line == null) throw new IllegalStateException("the writer died before it was killed");
    return line;
  }

  /// The last line may be cut off by the kill, as in `Call|1-2 12` of 1234: then it is the beginning of one that was kept.
  private static Set<String> withoutTornLine(Set<String> acknowledged, Set<String> kept) {
    var whole = new HashSet<>(acknowledged);
    whole.removeIf(line -> !kept.contains(line) && !line.matches("Call\\|1-[1-4] \\d+"));
    return whole;
  }

  private static Set<String> kept(Storage storage) {
    Map<String, Long> highest = new HashMap<>();
    var kept = new HashSet<String>();
    var tail =
        new JournalTail(
            storage, 0, InstantSource.offset(InstantSource.system(), Duration.ofHours(1)));
    for (var rows = tail.next(500); !rows.isEmpty(); rows = tail.next(500)) {
      for (var row : rows) {
        kept.add(row.persistenceId() + " " + row.sequenceNumber());
        assertThat(row.sequenceNumber())
            .isEqualTo(highest.merge(row.persistenceId(), 1L, Long::sum));
      }
    }
    return kept;
  }
}
