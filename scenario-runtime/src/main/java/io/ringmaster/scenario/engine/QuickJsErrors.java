package io.ringmaster.scenario.engine;

import io.ringmaster.scenario.engine.ScriptException.Failure;
import io.ringmaster.scenario.engine.ScriptException.Kind;
import io.ringmaster.scenario.engine.ScriptException.Position;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads JavaScript's error values. They may be anything (`throw null`), and reading them may run the scenario's own getters.
final class QuickJsErrors {
  /// `    at name (file:line:column)` or `    at file:line:column`.
  private static final Pattern FRAME =
      Pattern.compile(
          "^ *at (?:.*? \\((?<in>.+):(?<line>\\d+):(?<column>\\d+)\\)|(?<file>.+):(?<row>\\d+):(?<place>\\d+))$",
          Pattern.MULTILINE);

  private QuickJsErrors() {}

  /// The failure whose exception is pending, which it takes.
  ///
  /// @param evaluated the file being evaluated, if that is what failed
  static Failure pending(QuickJsVm vm, @Nullable String evaluated) {
    if (vm.imports().stopped()) {
      vm.free(vm.takeException());
      return timeout();
    }
    int error = vm.takeException();
    try {
      return describe(vm, error, Kind.EXCEPTION, evaluated);
    } finally {
      vm.free(error);
    }
  }

  static Failure timeout() {
    return Failure.of(
        Kind.TIMEOUT, "The script ran longer than one turn may; split the work or wait in a timer");
  }

  static Failure outOfMemory() {
    return Failure.of(Kind.OUT_OF_MEMORY, "InternalError: out of memory");
  }

  /// @param otherwise the kind, unless the value says more
  static Failure describe(QuickJsVm vm, int error, Kind otherwise, @Nullable String evaluated) {
    if (error == 0) {
      return outOfMemory();
    }
    if (!vm.isError(error)) {
      return Failure.of(otherwise, vm.text(error));
    }
    var name = vm.property(error, "name");
    var message = vm.property(error, "message");
    var stack = vm.property(error, "stack");
    var frame = FRAME.matcher(stack);
    var position = frame.find() ? position(frame) : null;
    var kind = kind(name, message, otherwise);
    if (evaluated != null
        && name.equals("SyntaxError")
        && position != null
        && parseError(stack, evaluated)) {
      kind = Kind.SYNTAX;
    }
    return new Failure(kind, message.isEmpty() ? name : name + ": " + message, position, stack);
  }

  /// An error of the parser names only the place in the source; one thrown while running (by JSON.parse, say) has a function first.
  private static boolean parseError(String stack, String file) {
    return stack.stripLeading().startsWith("at " + file + ":");
  }

  private static Kind kind(String name, String message, Kind otherwise) {
    return switch (name + ": " + message) {
      case "InternalError: out of memory" -> Kind.OUT_OF_MEMORY;
      case "RangeError: Maximum call stack size exceeded", "InternalError: stack overflow" ->
          Kind.STACK_OVERFLOW;
      default -> otherwise;
    };
  }

  private static Position position(Matcher frame) {
    return frame.group("in") != null
        ? position(frame, "in", "line", "column")
        : position(frame, "file", "row", "place");
  }

  private static Position position(Matcher frame, String file, String line, String column) {
    return new Position(
        frame.group(file),
        Integer.parseInt(frame.group(line)),
        Integer.parseInt(frame.group(column)));
  }
}
