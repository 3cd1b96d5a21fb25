package io.ringmaster.scenario;

import io.ringmaster.protocol.session.ScriptFailure;
import io.ringmaster.scenario.engine.ScriptException;
import io.ringmaster.scenario.engine.ScriptException.Position;
import java.util.Optional;
import java.util.regex.Pattern;

/// Turns what the engine says of a failure into what the author of the scenario needs to know.
final class ScriptFailures {

  /// `    at name (file:line:column)` or `    at file:line:column`.
  private static final Pattern FRAME =
      Pattern.compile("^ *at (?:.*? \\()?(.+?):(\\d+):(\\d+)\\)?$", Pattern.MULTILINE);

  private ScriptFailures() {}

  static ScriptFailure of(ScriptException e) {
    var position = position(e).orElse(null);
    var kind = kind(e.kind());
    var message = message(e);
    if (position == null) return new ScriptFailure(kind, message, null, 0, 0, !e.contextUsable());
    return new ScriptFailure(
        kind,
        position + ": " + message,
        position.file(),
        position.line(),
        position.column(),
        !e.contextUsable());
  }

  static String message(ScriptException e) {
    return String.valueOf(e.getMessage());
  }

  static ScriptFailure internal(String message) {
    return new ScriptFailure(ScriptFailure.Kind.INTERNAL, message, null, 0, 0, true);
  }

  /// Where in the scenario: an error that VoxEngine's own functions throw points to their caller.
  private static Optional<Position> position(ScriptException e) {
    var frame = FRAME.matcher(e.scriptStack());
    while (frame.find()) {
      if (!frame.group(1).equals(VoxEnginePrelude.FILE)) {
        return Optional.of(
            new Position(
                frame.group(1),
                Integer.parseInt(frame.group(2)),
                Integer.parseInt(frame.group(3))));
      }
    }
    return e.position().filter(position -> !position.file().equals(VoxEnginePrelude.FILE));
  }

  private static ScriptFailure.Kind kind(ScriptException.Kind kind) {
    return switch (kind) {
      case SYNTAX -> ScriptFailure.Kind.SYNTAX;
      case EXCEPTION, STACK_OVERFLOW -> ScriptFailure.Kind.EXCEPTION;
      case UNHANDLED_REJECTION -> ScriptFailure.Kind.UNHANDLED_REJECTION;
      case TIMEOUT -> ScriptFailure.Kind.TIMEOUT;
      case OUT_OF_MEMORY -> ScriptFailure.Kind.OUT_OF_MEMORY;
      case TRAP -> ScriptFailure.Kind.INTERNAL;
    };
  }
}
