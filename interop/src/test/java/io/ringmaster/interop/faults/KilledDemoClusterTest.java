package io.ringmaster.interop.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.waitAtMost;

import io.ringmaster.interop.FreePorts;
import io.ringmaster.interop.NodePlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The demo cluster as a process that is killed.
class KilledDemoClusterTest {

  private static final Duration START = Duration.ofMinutes(2);
  private static final Duration END = Duration.ofSeconds(60);

  @TempDir Path temp;

  private final List<ProcessHandle> started = new ArrayList<>();

  @Test
  void killedClusterLeavesNoNodesAndNoDatabase() throws Exception {
    var cluster = start();
    try {
      var all = startedBy(cluster);

      ProcessHandle.of(cluster.pid()).orElseThrow().destroyForcibly();

      awaitEnd(all);
      assertThat(pidFile()).as("the server has ended in order").doesNotExist();
      assertThat(Files.readString(output()))
          .contains("its 2 nodes and its PostgreSQL are ended")
          .doesNotContain("\tat ");
    } finally {
      end(cluster);
    }
  }

  @Test
  void clusterThatIsToldToEndLeavesNobodyToWatch() throws Exception {
    var cluster = start();
    try {
      var all = startedBy(cluster);

      cluster.destroy();

      awaitEnd(all);
      waitAtMost(END).until(() -> !cluster.isAlive());
      assertThat(Files.readString(output())).doesNotContain("was killed");
    } finally {
      end(cluster);
    }
  }

  /// Every process that a cluster which is complete has around it.
  private List<ProcessHandle> startedBy(Process cluster) throws IOException {
    waitAtMost(START).until(() -> !cluster.isAlive() || readyLines() == 2);
    assertThat(cluster.isAlive()).as(Files.readString(output())).isTrue();
    assertThat(cluster.children())
        .as("two nodes and the one that watches")
        .hasSize(3)
        .allMatch(process -> commandOf(process).endsWith("java"));
    started.addAll(cluster.descendants().toList());
    // PostgreSQL makes itself a process without a parent.
    var server =
        ProcessHandle.of(Long.parseLong(Files.readAllLines(pidFile()).getFirst())).orElseThrow();
    assertThat(commandOf(server)).endsWith("postgres");
    started.add(server);
    started.addAll(server.descendants().toList());
    return started;
  }

  private static void awaitEnd(List<ProcessHandle> processes) {
    for (var process : processes)
      waitAtMost(END).alias(commandOf(process)).until(() -> !process.isAlive());
  }

  /// Whatever a test that has failed would leave.
  private void end(Process cluster) throws InterruptedException {
    cluster.destroyForcibly().waitFor();
    started.forEach(ProcessHandle::destroyForcibly);
  }

  private Process start() throws IOException {
    var command = new ArrayList<>(NodePlan.application(List.of()));
    command.addAll(
        List.of(
            "cluster",
            "2",
            "--http-port=0",
            "--sip-port=0",
            "--cluster-port=" + FreePorts.one(),
            "--data=" + temp.resolve("data"),
            "-Dringmaster.rtp.ports=0-0",
            "-Dringmaster.demo=off"));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(output().toFile())
        .start();
  }

  private Path output() {
    return temp.resolve("output.txt");
  }

  private Path pidFile() {
    return temp.resolve("data").resolve("postgresql").resolve("postmaster.pid");
  }

  private long readyLines() {
    try (var lines = Files.lines(output())) {
      return lines.filter(line -> line.startsWith("ringmaster ready")).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String commandOf(ProcessHandle process) {
    return process.info().command().orElse("");
  }
}
