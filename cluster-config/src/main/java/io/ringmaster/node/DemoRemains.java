package io.ringmaster.node;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A process beside the demo cluster's that outlives it. When that one is killed, so that it can end nothing any more, the nodes
/// are told to leave and the PostgreSQL after them.
///
/// Its input says what there is, a line each: `node PID`, `database DIRECTORY`, and at last `done`. An input that ends without that has
/// lost its writer.
final class DemoRemains {

  static final String NODE = "node";
  static final String DATABASE = "database";
  static final String DONE = "done";

  /// How long nodes may take to leave before they are killed, and PostgreSQL after them.
  private static final Duration LEAVING = Duration.ofSeconds(45);

  /// A PostgreSQL whose cluster was killed while it was being started shows itself in this time.
  private static final Duration APPEARING = Duration.ofSeconds(10);

  private final Duration patience;
  private final PrintStream err;
  private final Instant born = startOf(ProcessHandle.current()).orElse(Instant.now());
  private final List<ProcessHandle> nodes = new ArrayList<>();
  private @Nullable Path database;
  private boolean done;

  DemoRemains(Duration patience, PrintStream err) {
    this.patience = patience;
    this.err = err;
  }

  /// Reads what there is from stdin until that ends, and ends it.
  @SuppressWarnings("SystemOut") // what it has to say is for the person at the terminal
  public static void main(String[] arguments) {
    var work =
        Thread.ofPlatform()
            .name("remains")
            .unstarted(() ->
                new DemoRemains(LEAVING, System.err)
                    .watch(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
    // Ctrl-C reaches this process too, while the cluster's still has to end its nodes and may be
    // killed over it.
    Runtime.getRuntime()
        .addShutdownHook(Thread.ofPlatform().name("not-yet").unstarted(() -> awaitEnd(work)));
    work.start();
  }

  void watch(InputStreamReader input) {
    try (var lines = new BufferedReader(input)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) note(line);
    } catch (IOException e) {
      // As good as its end.
    }
    if (!done) end();
  }

  private void note(String line) {
    var words = line.split(" ", 2);
    switch (words[0]) {
      case NODE -> ProcessHandle.of(Long.parseLong(words[1])).ifPresent(nodes::add);
      case DATABASE -> database = Path.of(words[1]);
      case DONE -> done = true;
      default -> throw new IllegalArgumentException("'%s' is not understood".formatted(line));
    }
  }

  private void end() {
    var alive = nodes.stream().filter(ProcessHandle::isAlive).toList();
    if (!alive.isEmpty()) {
      err.println(
          "ringmaster: the process of the demo cluster was killed; its %d nodes and its PostgreSQL are ended"
              .formatted(alive.size()));
    }
    alive.forEach(ProcessHandle::destroy);
    long deadline = System.nanoTime() + patience.toNanos();
    alive.forEach(node -> endBy(deadline, node));
    var directory = database;
    if (directory == null) return;
    // Told to end, PostgreSQL waits for its sessions, which were those of the nodes.
    postmaster(directory)
        .ifPresent(server -> {
          server.destroy();
          endBy(System.nanoTime() + patience.toNanos(), server);
        });
  }

  private static void endBy(long deadline, ProcessHandle process) {
    try {
      process.onExit().get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /// The server that the cluster has started there. One that is older than this process belongs to another cluster.
  private Optional<ProcessHandle> postmaster(Path directory) {
    long deadline = System.nanoTime() + APPEARING.toNanos();
    try {
      while (true) {
        var server =
            read(directory.resolve("postmaster.pid"))
                .flatMap(ProcessHandle::of)
                .filter(process -> process.info().command().orElse("").endsWith("postgres"));
        if (server.isPresent())
          return server.filter(process -> !startOf(process).orElse(Instant.MIN).isBefore(born));
        if (System.nanoTime() > deadline) return Optional.empty();
        TimeUnit.MILLISECONDS.sleep(100);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private static Optional<Long> read(Path pidFile) {
    try (var lines = Files.lines(pidFile)) {
      return lines.findFirst().map(String::strip).map(Long::valueOf);
    } catch (IOException | NumberFormatException e) {
      return Optional.empty(); // not there, or being written
    }
  }

  private static Optional<Instant> startOf(ProcessHandle process) {
    return process.info().startInstant();
  }

  private static void awaitEnd(Thread work) {
    try {
      work.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
