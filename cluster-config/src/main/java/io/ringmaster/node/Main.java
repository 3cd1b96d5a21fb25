package io.ringmaster.node;

import io.ringmaster.http.cli.ControlCommands;
import io.ringmaster.node.settings.StartFailure;
import java.net.URI;
import java.util.Arrays;
import java.util.List;

/// The one way in: `./ringmaster` passes its arguments here.
///
/// Exit codes: 0 done, 1 something failed inside, 2 something must be changed by the person who called; then one sentence on stderr
/// says what.
public final class Main {

  private static final String HELP =
      """
      start [options]       one node; start --help lists the options
      cluster N [options]   a demo cluster of N nodes; cluster --help
      train                 starts a node on free ports and leaves again
      scenario|rule|session|call ...
                            the control API of $RINGMASTER_URL (default http://127.0.0.1:8080)
      """;

  private Main() {}

  @SuppressWarnings("SystemOut") // stdout and stderr are the interface here
  public static void main(String[] arguments) {
    try {
      int status = run(arguments);
      if (status != 0) System.exit(status);
    } catch (StartFailure failure) {
      System.err.println("ringmaster: " + failure.getMessage());
      System.exit(2);
    } catch (InterruptedException failure) {
      System.exit(1);
    }
  }

  /// Starting and the demo cluster are classes of their own, so that a short command does not load what only a node needs.
  @SuppressWarnings("SystemOut")
  private static int run(String[] arguments) throws InterruptedException {
    String command = arguments.length == 0 ? "help" : arguments[0];
    List<String> rest =
        Arrays.asList(arguments).subList(Math.min(1, arguments.length), arguments.length);
    return switch (command) {
      case "start" -> Foreground.start(rest);
      case "train" -> Foreground.train();
      case "cluster" -> DemoCluster.run(rest);
      case "help", "-h", "--help" -> {
        System.out.print(HELP);
        yield 0;
      }
      case "replay" ->
          throw new StartFailure(
              "replay is not part of this version yet; ./ringmaster session log ID shows what a session did");
      case String group when ControlCommands.GROUPS.contains(group) -> control(arguments);
      default ->
          throw new StartFailure(
              "there is no command '%s'; ./ringmaster help lists them".formatted(command));
    };
  }

  @SuppressWarnings("SystemOut")
  private static int control(String[] arguments) {
    URI server;
    try {
      server = ControlCommands.server();
    } catch (IllegalArgumentException e) {
      throw new StartFailure(String.valueOf(e.getMessage()), e);
    }
    return ControlCommands.run(arguments, System.out, System.err, server);
  }
}
