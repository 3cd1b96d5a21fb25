package io.ringmaster.node.settings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The command line of `start`, as the settings it stands for.
///
/// @param settings values by HOCON path; a text or a list of texts
/// @param configFile of `--config`; null when there is none
public record Options(Map<String, Object> settings, @Nullable Path configFile) {

  /// What `start --help` prints.
  public static final String HELP =
      """
      ./ringmaster start [options]

        --host ADDRESS        address for SIP, RTP, HTTP and the cluster (127.0.0.1)
        --http-port N         control API and console (8080; 0 = any)
        --sip-port N          SIP over UDP and TCP (5060; 0 = any)
        --rtp-ports LOW-HIGH  UDP ports for RTP (40000-59999; 0-0 = any)
        --data DIR            journal, recordings, sounds, log (./data)
        --db-url JDBC         PostgreSQL instead of the embedded journal: jdbc:postgresql://HOST:PORT/DATABASE
        --db-user NAME        its user
        --db-password TEXT    and password (better: RINGMASTER_DB_PASSWORD in the environment)
        --cluster-port N      for the other nodes (7355; 0 = any)
        --seed HOST:PORT      a node to join through; may be given several times
        --node NAME           what this node is called
        --config FILE         settings in HOCON
        -Dkey=value           any setting of reference.conf, such as -Dringmaster.call.answer-timeout=30s
      """;

  private static final Map<String, String> PATHS =
      Map.ofEntries(
          Map.entry("--host", "ringmaster.host"),
          Map.entry("--http-port", "ringmaster.http.port"),
          Map.entry("--sip-port", "ringmaster.sip.port"),
          Map.entry("--rtp-ports", "ringmaster.rtp.ports"),
          Map.entry("--data", "ringmaster.data"),
          Map.entry("--db-url", "ringmaster.db.url"),
          Map.entry("--db-user", "ringmaster.db.user"),
          Map.entry("--db-password", "ringmaster.db.password"),
          Map.entry("--cluster-port", "ringmaster.cluster.port"),
          Map.entry("--seed", "ringmaster.cluster.seeds"),
          Map.entry("--node", "ringmaster.node"));

  public Options {
    settings = Map.copyOf(settings);
  }

  /// No options at all.
  public static Options none() {
    return new Options(Map.of(), null);
  }

  /// Values may follow after a space or an equals sign. Of an option given twice the last one counts, but `--seed` gathers.
  ///
  /// @throws StartFailure when an option is unknown or lacks its value
  public static Options parse(List<String> arguments) {
    var settings = new LinkedHashMap<String, Object>();
    var seeds = new ArrayList<String>();
    Path file = null;
    for (var rest = new ArrayList<>(arguments); !rest.isEmpty(); ) {
      String argument = rest.removeFirst();
      if (argument.startsWith("-D")) {
        define(argument.substring(2), settings);
        continue;
      }
      int equals = argument.indexOf('=');
      String option = equals < 0 ? argument : argument.substring(0, equals);
      String path = PATHS.get(option);
      if (path == null && !option.equals("--config")) {
        throw new StartFailure(
            "there is no option '%s'; ./ringmaster start --help lists them".formatted(option));
      }
      String value = equals < 0 ? value(option, rest) : argument.substring(equals + 1);
      switch (option) {
        case "--config" -> file = Path.of(value);
        case "--seed" -> seeds.add(value);
        default -> settings.put(String.valueOf(path), value);
      }
    }
    if (!seeds.isEmpty()) settings.put("ringmaster.cluster.seeds", List.copyOf(seeds));
    return new Options(settings, file);
  }

  private static void define(String definition, Map<String, Object> settings) {
    int equals = definition.indexOf('=');
    if (equals < 1) {
      throw new StartFailure(
          "'-D%s' sets nothing; write -Dkey=value, such as -Dringmaster.http.port=8081"
              .formatted(definition));
    }
    settings.put(definition.substring(0, equals), definition.substring(equals + 1));
  }

  private static String value(String option, List<String> rest) {
    if (rest.isEmpty() || rest.getFirst().startsWith("--")) {
      throw new StartFailure(
          "the option %s needs a value; ./ringmaster start --help shows of what kind"
              .formatted(option));
    }
    return rest.removeFirst();
  }
}
