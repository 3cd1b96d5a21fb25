package io.ringmaster.node.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigValueFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// Lays the sources of settings over one another: command line, environment, file, `pekko.conf`, `reference.conf`.
final class Layers {

  private static final String OURS = "ringmaster";

  private Layers() {}

  static Config resolved(Options options, Map<String, String> environment) {
    Config known = ConfigFactory.parseResources(Layers.class.getClassLoader(), "reference.conf");
    Config commandLine = commandLine(options);
    checkNames(commandLine, known, "the command line");
    Config file = options.configFile() == null ? ConfigFactory.empty() : file(options.configFile());
    checkNames(file, known, String.valueOf(options.configFile()));
    Config variables = ConfigValueFactory.fromMap(environment).toConfig();
    try {
      Config layers =
          commandLine
              .withFallback(fromEnvironment(known, environment))
              .withFallback(file)
              .withFallback(
                  ConfigFactory.parseResources(Layers.class.getClassLoader(), "pekko.conf"))
              .withFallback(
                  ConfigFactory.defaultReferenceUnresolved(Layers.class.getClassLoader()));
      return layers.withFallback(variables).resolve(ConfigResolveOptions.noSystem());
    } catch (ConfigException e) {
      throw new StartFailure(
          "the configuration cannot be put together: %s".formatted(firstLine(e)), e);
    }
  }

  /// The environment variable of a setting: `ringmaster.http.api-key` is `RINGMASTER_HTTP_API_KEY`.
  static String variable(String path) {
    return path.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /// The paths of all settings of ours in a configuration, in order. It need not be resolved.
  static SortedSet<String> names(Config config) {
    var names = new TreeSet<String>();
    if (config.root().get(OURS) instanceof ConfigObject ours) collect(OURS, ours, names);
    return names;
  }

  private static void collect(String path, ConfigObject object, Set<String> names) {
    object.forEach((key, value) -> {
      String full = path + "." + key;
      if (value instanceof ConfigObject inner) collect(full, inner, names);
      else names.add(full);
    });
  }

  private static Config commandLine(Options options) {
    try {
      Config config = ConfigFactory.empty();
      for (var setting : options.settings().entrySet()) {
        config =
            config.withValue(
                setting.getKey(),
                ConfigValueFactory.fromAnyRef(setting.getValue(), "the command line"));
      }
      return config;
    } catch (ConfigException e) {
      throw new StartFailure("a -D option is not understood: %s".formatted(firstLine(e)), e);
    }
  }

  private static Config fromEnvironment(Config known, Map<String, String> environment) {
    Config config = ConfigFactory.empty();
    for (String name : names(known)) {
      String variable = variable(name);
      String value = environment.get(variable);
      if (value != null) {
        config =
            config.withValue(
                name, ConfigValueFactory.fromAnyRef(value, "the environment variable " + variable));
      }
    }
    return config;
  }

  private static Config file(Path file) {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new StartFailure(
          "the configuration file '%s' cannot be read; correct the path after --config"
              .formatted(file));
    }
    try {
      return ConfigFactory.parseFile(
          file.toFile(), ConfigParseOptions.defaults().setAllowMissing(false));
    } catch (ConfigException e) {
      throw new StartFailure(
          "the configuration file '%s' is not HOCON: %s; correct it there"
              .formatted(file, firstLine(e)),
          e);
    }
  }

  private static void checkNames(Config given, Config known, String source) {
    var names = names(known);
    for (String name : names(given)) {
      if (!names.contains(name)) {
        throw new StartFailure(
            "%s sets '%s', and there is no such setting%s; reference.conf in cluster-config/src/main/resources lists them"
                .formatted(source, name, closest(name, names)));
      }
    }
  }

  private static String closest(String name, Set<String> names) {
    String leaf = name.substring(name.lastIndexOf('.') + 1);
    for (String candidate : names) {
      if (candidate.endsWith("." + leaf)) return " (is it '%s'?)".formatted(candidate);
    }
    return "";
  }

  static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
  }
}
