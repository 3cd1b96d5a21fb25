package io.ringmaster.interop;

import static org.awaitility.Awaitility.waitAtMost;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// SIPp, running one scenario of the test resources, `sipp/NAME.xml`. It ends by itself when its calls are over; what it saw and
/// sent is in its directory.
///
/// Words in the scenario of the form `__NAME__` are replaced by what `with` says, before SIPp sees them.
public final class Sipp implements AutoCloseable {

  private static final String HOST = "127.0.0.1";
  private static final int MOST_ATTEMPTS = 5;
  private static final Pattern AUDIO = Pattern.compile("m=audio (\\d+) ");

  private final Process process;
  private final Path directory;
  private final int port;

  private Sipp(Process process, Path directory, int port) {
    this.process = process;
    this.directory = directory;
    this.port = port;
  }

  /// A scenario to be played.
  ///
  /// @param directory a new or empty directory for its scenario and logs
  public static Plan scenario(String name, Path directory) {
    return new Plan(name, directory);
  }

  /// The SIP port it sends from and listens on.
  public int port() {
    return port;
  }

  /// A SIP URI that reaches it.
  public String uri(String user) {
    return "sip:%s@%s:%d".formatted(user, HOST, port);
  }

  public ProcessHandle handle() {
    return process.toHandle();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /// Waits for its end.
  ///
  /// @throws AssertionError unless every call went as its scenario says, with its error log and messages
  public void succeeds(Duration timeout) {
    int status = await(timeout);
    if (status != 0) throw new AssertionError("sipp: status %d%n%s".formatted(status, logs()));
  }

  /// Waits for its end, however its calls went.
  ///
  /// @return 0: all calls as the scenario says; 1: at least one was not; 97 and more: it could not run
  public int await(Duration timeout) {
    try {
      if (process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) return process.exitValue();
      close();
      throw new AssertionError("sipp is not done after %s%n%s".formatted(timeout, logs()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while sipp ran", e);
    }
  }

  /// Where the other side wants its sound, from the last SDP that came. Waits for one.
  public InetSocketAddress remoteAudio() {
    return waitAtMost(Duration.ofSeconds(30))
        .alias("an SDP reaches sipp")
        .pollInterval(Duration.ofMillis(20))
        .until(this::lastAudio, Optional::isPresent)
        .orElseThrow();
  }

  private Optional<InetSocketAddress> lastAudio() {
    return Arrays.stream(messages().split("UDP message "))
        .filter(message -> message.startsWith("received"))
        .map(AUDIO::matcher)
        .filter(Matcher::find)
        .reduce((first, second) -> second)
        .map(found ->
            new InetSocketAddress(
                InetAddress.getLoopbackAddress(), Integer.parseInt(found.group(1))));
  }

  /// Every SIP message it sent and received, in order.
  public String messages() {
    return read("messages.log");
  }

  public String logs() {
    var messages = messages();
    return "--- stdout%n%s%n--- errors%n%s%n--- messages%n%s"
        .formatted(
            read("stdout.txt"),
            read("errors.log"),
            messages.substring(Math.max(0, messages.length() - 12_000)));
  }

  /// Whether one of its sockets is bound to that port. Linux tells in /proc; asking by binding would get in its way.
  private boolean owns(int port) {
    var local = ":%04X ".formatted(port);
    try (var udp = Files.lines(Path.of("/proc/net/udp"));
        var tcp = Files.lines(Path.of("/proc/net/tcp"));
        var descriptors = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
      var inodes =
          Stream.concat(udp, tcp)
              .map(line -> line.strip().split("\\s+"))
              .filter(fields -> (fields[1] + " ").endsWith(local))
              .map(fields -> "socket:[" + fields[9] + "]")
              .toList();
      return descriptors.anyMatch(descriptor -> inodes.contains(target(descriptor)));
    } catch (NoSuchFileException | UncheckedIOException e) {
      return false; // it has just ended
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return ""; // closed in between
    }
  }

  @Override
  public void close() {
    process.toHandle().destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String read(String file) {
    try {
      var path = directory.resolve(file);
      return Files.exists(path) ? Files.readString(path, StandardCharsets.ISO_8859_1) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// How it is to be started.
  public static final class Plan {

    private final String name;
    private final Path directory;
    private final Map<String, String> words = new LinkedHashMap<>();
    private final List<String> options = new ArrayList<>();
    private @Nullable Integer port;

    private Plan(String name, Path directory) {
      this.name = name;
      this.directory = directory;
      with("CODECS", "0 101"); // PCMU and digits
    }

    /// Replaces `__NAME__` in the scenario.
    public Plan with(String name, Object value) {
      words.put("__" + name + "__", value.toString());
      return this;
    }

    /// Options of sipp, such as `-m 200 -r 50`.
    public Plan options(String... more) {
      options.addAll(List.of(more));
      return this;
    }

    /// Over TCP, with one connection for all its calls.
    public Plan overTcp() {
      return options("-t", "t1");
    }

    /// The port to send from and listen on; any free one where nothing is said.
    public Plan port(int port) {
      this.port = port;
      return this;
    }

    /// Calls a number at a node, once unless the options say otherwise.
    public Sipp call(String number, String address) {
      options.addAll(0, List.of(address, "-s", number));
      return start();
    }

    /// Waits for one call unless the options say otherwise. Returns when it listens.
    public Sipp listen() {
      return start();
    }

    /// Returns when it has its port. Between the choice of a free port and sipp's taking it another program may be quicker: then with
    /// another one.
    private Sipp start() {
      for (int attempt = 1; ; attempt++) {
        var sipp = start(port == null ? FreePorts.one() : port);
        waitAtMost(Duration.ofSeconds(20))
            .alias("sipp listens")
            .pollInterval(Duration.ofMillis(20))
            .until(() -> !sipp.isAlive() || sipp.owns(sipp.port));
        boolean beaten = !sipp.isAlive() && sipp.read("stdout.txt").contains("Unable to bind");
        if (!beaten || port != null || attempt == MOST_ATTEMPTS) return sipp;
      }
    }

    private Sipp start(int port) {
      try {
        Files.createDirectories(directory);
        var text = Resources.text("sipp/" + name + ".xml");
        for (var word : words.entrySet()) text = text.replace(word.getKey(), word.getValue());
        Files.writeString(directory.resolve("scenario.xml"), text);
        var command = new ArrayList<>(List.of("sipp"));
        command.addAll(options);
        command.addAll(
            List.of("-sf", "scenario.xml", "-i", HOST, "-p", String.valueOf(port), "-nostdin"));
        if (!options.contains("-m")) command.addAll(List.of("-m", "1"));
        command.addAll(List.of("-trace_err", "-error_file", "errors.log"));
        command.addAll(List.of("-trace_msg", "-message_file", "messages.log"));
        if (!options.contains("-timeout")) command.addAll(List.of("-timeout", "60s"));
        command.add("-timeout_error");
        var process =
            new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("stdout.txt").toFile())
                .start();
        return new Sipp(process, directory, port);
      } catch (IOException e) {
        throw new UncheckedIOException("sipp " + name, e);
      }
    }
  }
}
