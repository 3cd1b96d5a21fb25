package io.ringmaster.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.node.settings.NodeSettings;
import io.ringmaster.node.settings.Options;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `start --seed` with a journal of one's own: the cluster would have two truths about a call.
class AnotherDatabaseTest {

  private static final List<String> ANY_PORTS =
      List.of("--http-port=0", "--sip-port=0", "--rtp-ports=0-0", "-Dringmaster.log.file=");

  @TempDir Path temp;

  @Test
  void nodeWithAJournalOfItsOwnIsNotTakenInAndSaysWhy() throws Exception {
    int seed = FreePort.tcp("127.0.0.1");
    try (var member = Node.start(settings("--cluster-port=" + seed, data("member")))) {
      var stderr = temp.resolve("stderr.txt");
      var newcomer =
          new ProcessBuilder(
                  command("--cluster-port=0", "--seed=127.0.0.1:" + seed, data("newcomer")))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(stderr.toFile())
              .start();
      try {
        assertThat(newcomer.waitFor(60, TimeUnit.SECONDS)).as("it ends").isTrue();
      } finally {
        newcomer.destroyForcibly();
      }

      assertThat(newcomer.exitValue()).isEqualTo(2);
      assertThat(Files.readAllLines(stderr))
          .filteredOn(line -> line.startsWith("ringmaster:"))
          .containsExactly(
              "ringmaster: the cluster at 127.0.0.1:%d uses another database than this node (%s); give all its nodes the same --db-url jdbc:postgresql://HOST:PORT/DATABASE, or leave out --seed"
                  .formatted(seed, temp.resolve("newcomer").resolve("journal.mv.db")));
      assertThat(Files.readString(stderr)).doesNotContain("\tat ");
      assertThat(member.readyLine()).contains("ringmaster ready");
    }
  }

  private String data(String name) {
    return "--data=" + temp.resolve(name);
  }

  private static NodeSettings settings(String... options) {
    var all = new ArrayList<>(ANY_PORTS);
    all.addAll(List.of(options));
    return NodeSettings.load(Options.parse(all), Map.of());
  }

  private static List<String> command(String... options) {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1", // it lives for seconds
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "start"));
    command.addAll(ANY_PORTS);
    command.addAll(List.of(options));
    return command;
  }
}
