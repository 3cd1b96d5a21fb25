package io.ringmaster.node;

import io.ringmaster.node.settings.StartFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/// `cluster N`: N nodes as processes of their own on 127.0.0.1, 127.0.0.2 and so on, sharing a PostgreSQL that is started with them.
/// The database stays in the data directory, so the next cluster there goes on where this one stopped. When this process is killed,
/// [DemoRemains] ends what it leaves.
final class DemoCluster {

  private static final String HELP =
      """
      ./ringmaster cluster N [options]      N from 1 to 9; nodes on 127.0.0.1, 127.0.0.2, ...

        --http-port N     on each node's own address (8080)
        --sip-port N      (5060)
        --cluster-port N  (7355)
        --data DIR        database, logs, recordings (./data/cluster)
        -Dkey=value       any setting, for every node
      """;

  private static final int MOST_NODES = 9;

  /// A node that has not left by then is killed.
  private static final long LEAVING_SECONDS = 45;

  private record Member(String name, Process process) {}

  private final Map<String, String> options;
  private final List<String> definitions;
  private final int size;
  private final List<Member> members = new ArrayList<>();
  private final CountDownLatch ready;
  private final CountDownLatch ended;

  private DemoCluster(int size, Map<String, String> options, List<String> definitions) {
    this.size = size;
    this.options = options;
    this.definitions = definitions;
    this.ready = new CountDownLatch(size);
    this.ended = new CountDownLatch(size);
  }

  /// Runs until Ctrl-C, or until the last node has ended.
  ///
  /// @return 1: nodes that end by themselves have failed
  @SuppressWarnings("SystemOut") // its output is the interface
  static int run(List<String> arguments) throws InterruptedException {
    if (arguments.isEmpty() || arguments.contains("--help") || arguments.contains("-h")) {
      System.out.print(HELP);
      return arguments.isEmpty() ? 2 : 0;
    }
    return parse(arguments).run(System.out, System.err);
  }

  static DemoCluster parse(List<String> arguments) {
    var options =
        new LinkedHashMap<>(
            Map.of("--http-port", "8080", "--sip-port", "5060", "--cluster-port", "7355"));
    options.put("--data", Path.of("data", "cluster").toString());
    var definitions = new ArrayList<String>();
    String size = arguments.getFirst();
    if (!size.matches("[1-" + MOST_NODES + "]")) {
      throw new StartFailure(
          "a demo cluster has 1 to %d nodes, not '%s'; try ./ringmaster cluster 3"
              .formatted(MOST_NODES, size));
    }
    for (var rest = new ArrayList<>(arguments.subList(1, arguments.size())); !rest.isEmpty(); ) {
      String argument = rest.removeFirst();
      if (argument.startsWith("-D")) {
        definitions.add(argument);
        continue;
      }
      int equals = argument.indexOf('=');
      String option = equals < 0 ? argument : argument.substring(0, equals);
      if (!options.containsKey(option) || (equals < 0 && rest.isEmpty())) {
        throw new StartFailure(
            "'%s' is no option of cluster, or lacks its value; ./ringmaster cluster --help lists them"
                .formatted(argument));
      }
      options.put(option, equals < 0 ? rest.removeFirst() : argument.substring(equals + 1));
    }
    return new DemoCluster(Integer.parseInt(size), options, definitions);
  }

  private int run(PrintStream out, PrintStream err) throws InterruptedException {
    Path data = Path.of(option("--data"));
    err.println(
        "ringmaster: starting PostgreSQL in %s and %d nodes ..."
            .formatted(data.resolve("postgresql"), size));
    var watch = DemoWatch.start();
    watch.database(data.resolve("postgresql"));
    var database = DemoDatabase.start(data.resolve("postgresql"));
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("leaving")
                .unstarted(() -> {
                  leave();
                  database.close();
                  watch.close();
                }));
    for (int i = 1; i <= size; i++) start(i, database.url(), watch, out, err);
    Thread.ofPlatform().daemon().name("all-ready").start(() -> welcome(err));
    ended.await();
    err.println("ringmaster: all nodes have ended");
    return 1;
  }

  /// The arguments of node `number`, counted from 1.
  List<String> arguments(int number, String databaseUrl) {
    var arguments =
        new ArrayList<>(
            List.of(
                "start",
                "--host=" + host(number),
                "--node=node-" + number,
                "--http-port=" + option("--http-port"),
                "--sip-port=" + option("--sip-port"),
                "--cluster-port=" + option("--cluster-port"),
                "--db-url=" + databaseUrl,
                "--data=" + Path.of(option("--data"), "node-" + number)));
    // The same seeds in the same order on all: whichever starts first, they find one another, also
    // one that comes back.
    IntStream.rangeClosed(1, size)
        .forEach(
            seed -> arguments.add("--seed=%s:%s".formatted(host(seed), option("--cluster-port"))));
    arguments.addAll(definitions);
    return arguments;
  }

  private void start(
      int number, String databaseUrl, DemoWatch watch, PrintStream out, PrintStream err) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // The flags of this JVM, as the ahead-of-time cache is bound to them.
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(arguments(number, databaseUrl));
    try {
      var member = new Member("node-" + number, new ProcessBuilder(command).start());
      watch.node(member.process());
      members.add(member);
      member.process().getOutputStream().close();
      relay(member, member.process().inputReader(), line -> readyLine(line, out));
      relay(
          member,
          member.process().errorReader(),
          line -> err.println("[" + member.name() + "] " + line));
      var _ =
          member.process().onExit().thenAccept(process -> over(member, process.exitValue(), err));
    } catch (IOException e) {
      throw new StartFailure("node %d cannot be started: %s".formatted(number, e.getMessage()), e);
    }
  }

  private interface Line {
    void read(String text);
  }

  private static void relay(Member member, BufferedReader lines, Line line) {
    Thread.ofVirtual()
        .name(member.name())
        .start(() -> {
          try (lines) {
            for (String text = lines.readLine(); text != null; text = lines.readLine())
              line.read(text);
          } catch (IOException e) {
            // The node is gone; over() says so.
          }
        });
  }

  /// A node prints nothing else on stdout. The line names the node itself and is passed on as it is.
  private void readyLine(String line, PrintStream out) {
    out.println(line);
    ready.countDown();
  }

  private void over(Member member, int status, PrintStream err) {
    err.println("ringmaster: %s has ended with status %d".formatted(member.name(), status));
    ended.countDown();
  }

  private void welcome(PrintStream err) {
    try {
      ready.await();
    } catch (InterruptedException e) {
      return;
    }
    err.println(
        """
        ringmaster: the cluster is complete.
          Call sip:7000@127.0.0.1:%1$s (a menu), 7001 (bridge), 7002 (echo) or 7003 (voicemail), on any node.
          Console: http://127.0.0.1:%2$s/      Logs: %3$s
          To see a takeover, call 7002 and kill a node: kill -9 PID, where PIDs are %4$s
          Ctrl-C stops all; the database stays for the next time.\
        """
            .formatted(
                option("--sip-port"),
                option("--http-port"),
                Path.of(option("--data"), "node-*", "ringmaster.log"),
                members.stream().map(m -> m.name() + "=" + m.process().pid()).toList()));
  }

  /// Asks every node to leave, and ends those that do not.
  private void leave() {
    members.forEach(member -> member.process().destroy());
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LEAVING_SECONDS);
    for (Member member : members) {
      try {
        if (!member
            .process()
            .waitFor(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS)) {
          member.process().destroyForcibly().waitFor();
        }
      } catch (InterruptedException e) {
        member.process().destroyForcibly();
      }
    }
  }

  private String option(String name) {
    return String.valueOf(options.get(name));
  }

  private static String host(int number) {
    return "127.0.0." + number;
  }
}
