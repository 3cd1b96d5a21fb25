package io.ringmaster.http.cli;

import java.io.PrintStream;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `ringmaster scenario|rule|session|call ...`: the control API of a running node from a shell.
public final class ControlCommands {

  /// The first arguments that are for here.
  public static final List<String> GROUPS = List.of("scenario", "rule", "session", "call");

  static final String USAGE =
      """
      usage: ringmaster scenario put NAME FILE | list | get NAME | delete NAME
             ringmaster rule put NAME --pattern P --scenario S [--scenario S2] [--priority N] [--control http] [--webhook URL]
             ringmaster rule list | delete NAME | match NUMBER
             ringmaster session start --rule R | --scenario S | --control http  [--data D]
             ringmaster session list [--state S] | show ID | log ID | stop ID | events ID [--follow]
             ringmaster call list [--state S] | show ID [--at FACT] | events ID [--follow]
             ringmaster call command ID TYPE [JSON] | place SESSION TO [--from F] [--display-name N]
      --json prints what the server said; FILE - is the standard input.\
      """;

  private ControlCommands() {}

  /// The server that `RINGMASTER_URL` names, or the one on this machine.
  ///
  /// @throws IllegalArgumentException when it is not an http or https URL; the message is for the person
  public static URI server() {
    var text = System.getenv("RINGMASTER_URL");
    return parse(text == null || text.isBlank() ? "http://127.0.0.1:8080" : text);
  }

  static URI parse(String text) {
    var advice =
        "RINGMASTER_URL must be an http or https URL such as http://127.0.0.1:8080, not '%s'"
            .formatted(text);
    try {
      var uri = URI.create(text);
      if (uri.getHost() != null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) return uri;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(advice, e);
    }
    throw new IllegalArgumentException(advice);
  }

  /// Runs one command. The API key is taken from `RINGMASTER_API_KEY`.
  ///
  /// @return 0 when it was done, 1 when the server refused or could not be reached, 2 when the command makes no sense; then one
  ///     sentence on `err` says why
  public static int run(String[] args, PrintStream out, PrintStream err, URI server) {
    return run(args, out, err, server, System.getenv("RINGMASTER_API_KEY"));
  }

  /// The same with a key of the caller's.
  public static int run(
      String[] args, PrintStream out, PrintStream err, URI server, @Nullable String apiKey) {
    try (var api = new Api(server, apiKey)) {
      var words = Arguments.parse(Arrays.asList(args));
      var terminal = new Terminal(out, words.flag("json"));
      var group = words.next("scenario, rule, session or call");
      switch (group) {
        case "scenario" -> new ScenarioCommands(api, terminal).run(words);
        case "rule" -> new RuleCommands(api, terminal).run(words);
        case "session" -> new SessionCommands(api, terminal).run(words);
        case "call" -> new CallCommands(api, terminal).run(words);
        default ->
            throw new UsageException(
                "there is no command '%s'; use scenario, rule, session or call".formatted(group));
      }
      return 0;
    } catch (UsageException e) {
      err.println("ringmaster: " + e.getMessage());
      if (args.length < 2) err.println(USAGE);
      return 2;
    } catch (ApiException e) {
      err.println("ringmaster: " + e.getMessage());
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    } finally {
      out.flush();
    }
  }
}
