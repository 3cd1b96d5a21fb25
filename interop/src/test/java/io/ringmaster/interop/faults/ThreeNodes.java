package io.ringmaster.interop.faults;

import static org.awaitility.Awaitility.waitAtMost;

import io.ringmaster.interop.Api;
import io.ringmaster.interop.FreePorts;
import io.ringmaster.interop.NodePlan;
import io.ringmaster.interop.RunningNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// `cluster 3`: three nodes on 127.0.0.1, .2 and .3 that share a PostgreSQL. A node that is gone can be started again. One of the three
/// that it starts with has to stay: with the last of them the cluster ends its database.
final class ThreeNodes implements AutoCloseable {

  private static final Duration START = Duration.ofMinutes(3);
  private static final Pattern PIDS = Pattern.compile("node-(\\d)=(\\d+)");

  private final Path data;
  private final List<String> settings;
  private final int http;
  private final int sip;
  private final int clusterPort;
  private final Process process;
  private final Map<Integer, ProcessHandle> nodes = new HashMap<>();
  private final List<RunningNode> restarted = new ArrayList<>();

  /// @param settings `-Dname=value`, for every node
  static ThreeNodes start(Path data, List<String> settings) {
    try {
      return new ThreeNodes(data, settings);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ThreeNodes(Path data, List<String> settings) throws IOException {
    this.data = data;
    this.settings = settings;
    http = FreePorts.first(3);
    sip = http + 1;
    clusterPort = http + 2;
    var command = new ArrayList<>(NodePlan.application(List.of()));
    command.addAll(List.of("cluster", "3", "--data", data.toString()));
    command.addAll(
        List.of(
            "--http-port", "" + http, "--sip-port", "" + sip, "--cluster-port", "" + clusterPort));
    command.addAll(settings);
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(Files.createDirectories(data).resolve("output.txt").toFile())
            .start();
    try {
      waitAtMost(START)
          .alias("the cluster is complete")
          .until(() -> !process.isAlive() || output().contains("PIDs are"));
      if (!process.isAlive()) throw new AssertionError("the cluster ended:\n" + output());
      var pids = PIDS.matcher(output());
      while (pids.find()) {
        nodes.put(
            Integer.valueOf(pids.group(1)),
            ProcessHandle.of(Long.parseLong(pids.group(2))).orElseThrow());
      }
      nodes.keySet().forEach(this::awaitWarm);
    } catch (RuntimeException | AssertionError e) {
      close();
      throw new AssertionError("the cluster did not start:\n" + output(), e);
    }
  }

  /// Three JVMs that compile at once on two processors can hold up one of them for longer than the others forgive, and it is other
  /// losses that are tested here.
  private void awaitWarm(int node) {
    var log = data.resolve("node-" + node).resolve("ringmaster.log");
    waitAtMost(START)
        .alias("node %d is warm".formatted(node))
        .until(() -> Files.readString(log).contains("the scenario engine is warm"));
  }

  Api api(int node) {
    return new Api(URI.create("http://127.0.0.%d:%d".formatted(node, http)));
  }

  String sip(int node) {
    return "127.0.0.%d:%d".formatted(node, sip);
  }

  ProcessHandle node(int number) {
    return Objects.requireNonNull(nodes.get(number));
  }

  /// Starts a node that is gone, as an operator would.
  void startAgain(int number) {
    var plan =
        RunningNode.in(data.resolve("node-" + number))
            .option("--host", "127.0.0." + number)
            .option("--node", "node-" + number)
            .option("--http-port", "" + http)
            .option("--sip-port", "" + sip)
            .option("--cluster-port", "" + clusterPort)
            .option(
                "--db-url",
                "jdbc:postgresql://localhost:%s/postgres?user=postgres"
                    .formatted(postmaster().get(3)));
    for (int seed = 1; seed <= 3; seed++) plan.seed("127.0.0.%d:%d".formatted(seed, clusterPort));
    for (var setting : settings) {
      var words = setting.substring(2).split("=", 2);
      plan.set(words[0], words[1]);
    }
    var node = plan.start();
    restarted.add(node);
    nodes.put(number, node.handle());
  }

  /// Stops the database in the middle of whatever it does, as a machine that hangs; connections stay open.
  void freezeDatabase() {
    database().forEach(server -> signal("STOP", server));
  }

  void thawDatabase() {
    database().forEach(server -> signal("CONT", server));
  }

  void freeze(int node) {
    signal("STOP", node(node));
  }

  void thaw(int node) {
    signal("CONT", node(node));
  }

  /// What all nodes wrote to stderr.
  String output() {
    try {
      return Files.readString(data.resolve("output.txt"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    restarted.forEach(RunningNode::close);
    var all = new ArrayList<>(nodes.values());
    all.forEach(ProcessHandle::destroyForcibly);
    process.destroy(); // ends its database
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<String> postmaster() {
    try {
      return Files.readAllLines(data.resolve("postgresql").resolve("postmaster.pid"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<ProcessHandle> database() {
    var server = ProcessHandle.of(Long.parseLong(postmaster().getFirst())).orElseThrow();
    var all = new ArrayList<>(List.of(server));
    all.addAll(server.descendants().toList());
    return all;
  }

  private static void signal(String name, ProcessHandle process) {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
