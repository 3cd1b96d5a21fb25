package io.ringmaster.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How a [RunningNode] is to be started. Not thread-safe; `start()` may be called again after the node is gone, on the same data.
public final class NodePlan {

  private final Path data;
  private final Map<String, String> options = new LinkedHashMap<>();
  private final List<String> seeds = new ArrayList<>();
  private final Map<String, String> settings = new LinkedHashMap<>();
  private final List<String> jvm = new ArrayList<>();

  NodePlan(Path data) {
    this.data = data;
    options.put("--host", "127.0.0.1");
    options.put("--http-port", "0");
    options.put("--sip-port", "0");
    options.put("--cluster-port", "0");
    options.put("--rtp-ports", "0-0");
    options.put("--data", data.toString());
  }

  /// An option of `start`, such as `--node` or `--db-url`, in place of what it was.
  public NodePlan option(String name, String value) {
    options.put(name, value);
    return this;
  }

  /// HOST:PORT of a node to join through; may be repeated.
  public NodePlan seed(String address) {
    seeds.add(address);
    return this;
  }

  /// A setting of reference.conf, passed as `-Dname=value`.
  public NodePlan set(String name, String value) {
    settings.put(name, value);
    return this;
  }

  /// A flag of the JVM, such as `-Xmx256m`.
  public NodePlan jvm(String flag) {
    jvm.add(flag);
    return this;
  }

  /// Starts it and waits until it takes calls.
  ///
  /// @throws AssertionError when it does not get ready
  public RunningNode start() {
    var command = new ArrayList<>(application(jvm));
    command.add("start");
    options.forEach((name, value) -> command.addAll(List.of(name, value)));
    seeds.forEach(seed -> command.addAll(List.of("--seed", seed)));
    settings.forEach((name, value) -> command.add("-D" + name + "=" + value));
    return RunningNode.start(command, data);
  }

  /// The command line of the application up to the word that says what it is to do.
  public static List<String> application(List<String> moreFlags) {
    var command = new ArrayList<String>();
    command.add(java());
    command.addAll(List.of(System.getProperty("ringmaster.jvm.flags", "").split(" ")));
    // A node lives for seconds here. Left to itself the JVM would spend most of them on optimising
    // what is soon gone, on cores that the tests need.
    command.addAll(List.of("-XX:+UseG1GC", "-Xmx512m", "-XX:TieredStopAtLevel=1"));
    if (isBuilt()) command.addAll(StartCache.flags());
    command.addAll(moreFlags);
    command.addAll(List.of("-cp", classPath(), "io.ringmaster.node.Main"));
    command.removeIf(String::isEmpty);
    return command;
  }

  /// The words that begin a command line: `./ringmaster`, or what it would run where another class path is given.
  static List<String> launcher() {
    if (isBuilt()) {
      return List.of(Repository.root().resolve("ringmaster").toString());
    }
    return List.of(java(), "-cp", classPath(), "io.ringmaster.node.Main");
  }

  /// Whether the tests start what `./ringmaster` starts, and not another class path.
  private static boolean isBuilt() {
    return System.getProperty("ringmaster.app.classpath", "").isEmpty();
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static String classPath() {
    var given = System.getProperty("ringmaster.app.classpath", "");
    if (given.startsWith("@")) {
      try {
        return Files.readString(Path.of(given.substring(1))).strip();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    if (!given.isEmpty()) return given;
    var app = Repository.root().resolve("cluster-config/target/app");
    if (!Files.isDirectory(app)) {
      throw new AssertionError(
          app + " is missing: build the application first, with ./ringmaster test or mvn package");
    }
    return app.resolve("*").toString();
  }
}
