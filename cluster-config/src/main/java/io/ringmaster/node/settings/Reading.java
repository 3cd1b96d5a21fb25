package io.ringmaster.node.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValueType;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Reads single settings below `ringmaster.`, and says in a sentence what is wrong with one.
///
/// @param config resolved, with every setting in it
record Reading(Config config) {

  private static final String HIGHEST_PORT = "65535";

  String text(String path) {
    return read(path, "a text", Config::getString, _ -> true).strip();
  }

  /// The text, or what it stands for when it is blank.
  String text(String path, String otherwise) {
    String text = text(path);
    return text.isBlank() ? otherwise : text;
  }

  boolean flag(String path) {
    return read(path, "on or off", Config::getBoolean, _ -> true);
  }

  int number(String path, int low, int high) {
    return read(
        path,
        "a whole number from %d to %d".formatted(low, high),
        Config::getInt,
        n -> n >= low && n <= high);
  }

  int port(String path) {
    return read(
        path,
        "a port from 0 to " + HIGHEST_PORT,
        Config::getInt,
        n -> n >= 0 && n <= Integer.parseInt(HIGHEST_PORT));
  }

  Duration duration(String path) {
    return read(
        path,
        "a duration with a unit, such as 500ms, 60s or 2h",
        Config::getDuration,
        Duration::isPositive);
  }

  long bytes(String path, long low, long high) {
    return read(
        path,
        "a size with a unit, such as 16MiB, from %s to %s".formatted(size(low), size(high)),
        (config, at) -> config.getBytes(at),
        n -> n >= low && n <= high);
  }

  /// A list, or a text with commas, as the environment can only give texts.
  List<String> list(String path) {
    return read(path, "a list of texts", Reading::texts, _ -> true);
  }

  String oneOf(String path, List<String> choices) {
    return read(path, "one of " + String.join(", ", choices), Config::getString, choices::contains);
  }

  /// A numeric IP address.
  String address(String path, String otherwise) {
    String text = text(path, otherwise);
    check(path, text, "a numeric IP address, such as 127.0.0.1", isAddress(text));
    return text;
  }

  /// @throws StartFailure unless `holds`
  void check(String path, Object value, String wanted, boolean holds) {
    if (!holds) throw wrong(path, value, wanted);
  }

  private interface Getter<T> {
    T get(Config config, String path);
  }

  private <T> T read(String path, String wanted, Getter<T> getter, Function<T, Boolean> holds) {
    String full = "ringmaster." + path;
    try {
      T value = getter.get(config, full);
      if (holds.apply(value)) return value;
    } catch (ConfigException | IllegalArgumentException e) {
      // Said below, in our words.
    }
    throw wrong(path, config.getValue(full).unwrapped(), wanted);
  }

  private StartFailure wrong(String path, Object value, String wanted) {
    String full = "ringmaster." + path;
    String shown =
        path.endsWith("password") || path.endsWith("key") ? "***" : String.valueOf(value);
    return new StartFailure(
        "the setting %s is '%s' (from %s), but must be %s"
            .formatted(full, shown, config.getValue(full).origin().description(), wanted));
  }

  private static List<String> texts(Config config, String path) {
    if (config.getValue(path).valueType() == ConfigValueType.LIST)
      return List.copyOf(config.getStringList(path));
    return Arrays.stream(config.getString(path).split(","))
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .collect(Collectors.toUnmodifiableList());
  }

  private static boolean isAddress(String text) {
    try {
      // Only characters of numeric addresses, so this never asks a name server.
      return text.matches("[0-9a-fA-F.:]+")
          && !InetAddress.getByName(text).getHostAddress().isEmpty();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static String size(long bytes) {
    if (bytes == Long.MAX_VALUE) return "any";
    if (bytes % (1 << 20) == 0 && bytes > 0) return (bytes >> 20) + "MiB";
    return bytes % 1024 == 0 && bytes > 0 ? (bytes >> 10) + "KiB" : bytes + "B";
  }
}
