package io.ringmaster.node;

import io.ringmaster.node.settings.NodeSettings;
import io.ringmaster.node.settings.Options;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// A node as a process: starts it, says that it is ready, and lets it leave in order when the process is told to end.
final class Foreground {

  private Foreground() {}

  /// `start`: normally the process ends by a signal. Returns 1 when the cluster has removed the node: its calls are others' now.
  @SuppressWarnings("SystemOut") // the ready line is for whoever started the process
  static int start(List<String> arguments) throws InterruptedException {
    if (arguments.contains("--help") || arguments.contains("-h")) {
      System.out.print(Options.HELP);
      return 0;
    }
    var settings = NodeSettings.load(Options.parse(arguments), System.getenv());
    Ports.check(settings);
    var log = NodeLog.open(settings.log());
    var node = Node.start(settings);
    var leaving = new AtomicBoolean();
    node.whenToldToEnd(() -> {
      leaving.set(true);
      leave(node, log);
    });
    System.out.println(node.readyLine());
    node.awaitEnd();
    if (leaving.get()) return 0;
    System.err.println(
        "ringmaster: this node is no longer a member of its cluster; its calls are taken over, and it may be started again");
    return 1;
  }

  /// `train`: one start with everything that belongs to it, for the JDK to record. Leaves nothing behind.
  static int train() throws InterruptedException {
    try {
      Path data = Files.createTempDirectory("ringmaster-train");
      try (var _ = NodeLog.open(new NodeSettings.Log("INFO", null))) {
        var options =
            Options.parse(
                List.of(
                    "--http-port=0",
                    "--sip-port=0",
                    "--cluster-port=0",
                    "--rtp-ports=0-0",
                    "--db-url=jdbc:h2:mem:train",
                    "--data=" + data,
                    "-Dringmaster.log.file="));
        try (var node = Node.start(NodeSettings.load(options, System.getenv()))) {
          ask(node.httpPort());
        }
      } finally {
        delete(data);
      }
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void ask(int httpPort) throws IOException, InterruptedException {
    try (var http = HttpClient.newHttpClient()) {
      for (String path :
          List.of("/health/ready", "/v1/rules/match?destination=7002", "/v1/calls", "/metrics")) {
        var url = URI.create("http://127.0.0.1:%d%s".formatted(httpPort, path));
        http.send(HttpRequest.newBuilder(url).build(), BodyHandlers.discarding());
      }
    }
  }

  private static void leave(Node node, NodeLog log) {
    try {
      node.drain();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      log.close();
    }
  }

  private static void delete(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
    }
  }
}
