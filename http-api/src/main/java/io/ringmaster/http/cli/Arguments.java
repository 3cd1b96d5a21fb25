package io.ringmaster.http.cli;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The words of a command: first those that stand alone, in order; options anywhere. What nobody asked for is an error.
final class Arguments {

  private static final Set<String> FLAGS = Set.of("json", "follow");

  private final Deque<String> words = new ArrayDeque<>();
  private final Map<String, List<String>> options = new LinkedHashMap<>();
  private final Set<String> flags = new HashSet<>();

  private Arguments() {}

  static Arguments parse(List<String> args) {
    var parsed = new Arguments();
    for (var rest = args.iterator(); rest.hasNext(); ) {
      var arg = rest.next();
      if (!arg.startsWith("--")) {
        parsed.words.add(arg);
        continue;
      }
      int equals = arg.indexOf('=');
      var name = arg.substring(2, equals < 0 ? arg.length() : equals);
      if (FLAGS.contains(name)) {
        parsed.flags.add(name);
      } else {
        if (equals < 0 && !rest.hasNext())
          throw new UsageException("the option --%s needs a value".formatted(name));
        var value = equals < 0 ? rest.next() : arg.substring(equals + 1);
        parsed.options.computeIfAbsent(name, ignored -> new ArrayList<>()).add(value);
      }
    }
    return parsed;
  }

  /// The next word.
  ///
  /// @param what it should be, for the message
  String next(String what) {
    var word = words.poll();
    if (word == null) throw new UsageException("something is missing: " + what);
    return word;
  }

  Optional<String> nextIfAny() {
    return Optional.ofNullable(words.poll());
  }

  /// Whether the flag was given. Asking takes it.
  boolean flag(String name) {
    return flags.remove(name);
  }

  /// The values of an option, in order. Asking takes them.
  List<String> all(String name) {
    var values = options.remove(name);
    return values == null ? List.of() : values;
  }

  Optional<String> one(String name) {
    var values = all(name);
    if (values.size() > 1)
      throw new UsageException("the option --%s can be given only once".formatted(name));
    return values.stream().findFirst();
  }

  /// To be called when everything a command knows has been taken.
  void end() {
    if (!words.isEmpty())
      throw new UsageException("'%s' is one word too many".formatted(words.peek()));
    for (var option : options.keySet())
      throw new UsageException("there is no option --%s here".formatted(option));
    for (var flag : flags) throw new UsageException("there is no option --%s here".formatted(flag));
  }
}
