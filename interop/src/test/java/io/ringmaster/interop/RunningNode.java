package io.ringmaster.interop;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The application as a process of its own, as `./ringmaster start` runs it. What it prints is kept beside its data.
///
/// ```java
/// try (var node = RunningNode.in(temp).set("ringmaster.call.answer-timeout", "2s").start()) { ... }
/// ```
public final class RunningNode implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(90);
  private static final int TAIL = 60;
  private static final Pattern READY =
      Pattern.compile("ringmaster ready  http=(\\S+):(\\d+)  sip=(\\S+):(\\d+)  node=(\\S+)");

  private final Process process;
  private final Path data;
  private final Path stderr;
  private final Matcher ready;

  private RunningNode(Process process, Path data, Path stderr, Matcher ready) {
    this.process = process;
    this.data = data;
    this.stderr = stderr;
    this.ready = ready;
  }

  /// A node that keeps its journal, sounds, recordings and log in that directory, on 127.0.0.1 and free ports.
  public static NodePlan in(Path data) {
    return new NodePlan(data);
  }

  /// Starts it and waits for its ready line.
  ///
  /// @throws AssertionError when it ends or says nothing for 90 s, with what it printed and logged
  static RunningNode start(List<String> command, Path data) {
    try {
      Files.createDirectories(data);
      var stderr = data.resolve("stderr.txt");
      var builder = new ProcessBuilder(command).directory(data.toFile());
      builder.environment().keySet().removeIf(name -> name.startsWith("RINGMASTER_"));
      builder.redirectError(ProcessBuilder.Redirect.appendTo(stderr.toFile()));
      var process = builder.start();
      var ready = new CompletableFuture<Matcher>();
      Thread.ofVirtual().name("stdout-of-" + process.pid()).start(() -> read(process, ready));
      try {
        return new RunningNode(
            process, data, stderr, ready.get(START.toSeconds(), TimeUnit.SECONDS));
      } catch (ExecutionException | TimeoutException e) {
        process.destroyForcibly();
        var reason = e instanceof TimeoutException ? "is not ready after " + START : "ended";
        throw new AssertionError(
            "The node %s.%n%s%n%s"
                .formatted(reason, String.join(" ", shortened(command)), printed(data, stderr)),
            e);
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted while a node started", e);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Api api() {
    return new Api(URI.create("http://%s:%d".formatted(ready.group(1), httpPort())));
  }

  public int httpPort() {
    return Integer.parseInt(ready.group(2));
  }

  public String host() {
    return ready.group(3);
  }

  public int sipPort() {
    return Integer.parseInt(ready.group(4));
  }

  /// What the node is called in the cluster.
  public String name() {
    return ready.group(5);
  }

  /// Where a SIP program sends its requests: `HOST:PORT`.
  public String sipAddress() {
    return host() + ":" + sipPort();
  }

  public Path data() {
    return data;
  }

  public ProcessHandle handle() {
    return process.toHandle();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /// SIGKILL, as a machine that loses power. Returns when the process is gone.
  public void kill() {
    process.toHandle().destroyForcibly();
    awaitExit(Duration.ofSeconds(10));
  }

  /// SIGTERM: the node is asked to drain and leave. Returns at once.
  public void terminate() {
    process.toHandle().destroy();
  }

  /// Waits for its end.
  ///
  /// @return its exit status; 128 + signal when it was ended by one
  public int awaitExit(Duration timeout) {
    try {
      if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError(
            "The node is still there after %s.%n%s".formatted(timeout, printed()));
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while a node ended", e);
    }
  }

  /// The end of what it wrote to stderr and to its log: for the message of a failing test.
  public String printed() {
    return printed(data, stderr);
  }

  /// Lines of its log at level ERROR, and everything on stderr: on a good day there are none.
  public List<String> errors() {
    return Stream.concat(
            lines(data.resolve("ringmaster.log")).filter(line -> line.contains(" ERROR ")),
            lines(stderr).filter(line -> !line.isBlank()))
        .toList();
  }

  /// Runs a command of the JDK's `jcmd` in it, such as `GC.run` or `Thread.print`.
  public String jcmd(String command) {
    var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    try {
      var asked = new ProcessBuilder(jcmd, String.valueOf(process.pid()), command).start();
      var answer = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (asked.waitFor() != 0) throw new AssertionError("jcmd " + command + ": " + answer);
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted at jcmd", e);
    }
  }

  /// Bytes of its heap that are in use after a full collection.
  public long heapAfterCollection() {
    jcmd("GC.run");
    return (long) api().metric("jvm_memory_used_bytes", "area=\"heap\"");
  }

  @Override
  public void close() {
    process.toHandle().destroyForcibly();
    awaitExit(Duration.ofSeconds(10));
  }

  /// Drains the pipe to its end, so that the process never waits for us.
  private static void read(Process process, CompletableFuture<Matcher> ready) {
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        var matcher = READY.matcher(line);
        if (matcher.matches()) ready.complete(matcher);
      }
    } catch (IOException e) {
      ready.completeExceptionally(e);
    }
    ready.completeExceptionally(new IllegalStateException("its stdout ended without a ready line"));
  }

  private static String printed(Path data, Path stderr) {
    return "--- stderr%n%s%n--- ringmaster.log%n%s"
        .formatted(tail(stderr), tail(data.resolve("ringmaster.log")));
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.exists(file) ? Files.readAllLines(file).stream() : Stream.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String tail(Path file) {
    if (!Files.exists(file)) return "(none)";
    try {
      var lines = Files.readAllLines(file);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL), lines.size()));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static List<String> shortened(List<String> command) {
    return command.stream()
        .map(word -> word.length() > 200 ? word.substring(0, 200) + "..." : word)
        .toList();
  }
}
