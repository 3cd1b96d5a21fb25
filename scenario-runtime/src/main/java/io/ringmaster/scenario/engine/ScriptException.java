package io.ringmaster.scenario.engine;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A script could not be evaluated, or a turn failed. The message is meant for the author of the scenario.
public final class ScriptException extends Exception {
  private static final long serialVersionUID = 1L;

  /// Why the script stopped.
  public enum Kind {
    /// The source does not parse.
    SYNTAX,
    /// An exception nobody caught.
    EXCEPTION,
    /// A promise was rejected and nothing handled it by the end of the turn.
    UNHANDLED_REJECTION,
    /// [Limits#turnTimeout()] passed.
    TIMEOUT,
    /// [Limits#memoryBytes()] were used up.
    OUT_OF_MEMORY,
    /// Too deep a recursion.
    STACK_OVERFLOW,
    /// The engine itself failed, or its thread was interrupted from outside.
    TRAP
  }

  /// Where in the scenario: the file as named in [ScriptContext#evaluate], line and column counted from 1.
  public record Position(String file, int line, int column) {
    @Override
    public String toString() {
      return file + ":" + line + ":" + column;
    }
  }

  private final Kind kind;
  private final transient @Nullable Position position;
  private final String scriptStack;
  private final boolean contextUsable;
  private final String output;

  ScriptException(
      Failure failure, boolean contextUsable, String output, @Nullable Throwable cause) {
    super(failure.message(), cause);
    this.kind = failure.kind();
    this.position = failure.position();
    this.scriptStack = failure.stack();
    this.contextUsable = contextUsable;
    this.output = output;
  }

  public Kind kind() {
    return kind;
  }

  public Optional<Position> position() {
    return Optional.ofNullable(position);
  }

  /// The JavaScript stack, one `at function (file:line:column)` a line; empty if there is none.
  public String scriptStack() {
    return scriptStack;
  }

  /// Whether further turns are possible without a rollback. The script's own state is what the failed turn left.
  public boolean contextUsable() {
    return contextUsable;
  }

  /// What `__flush()` returned after the failure: what the turn had collected until then. Empty if it could not be had.
  public String output() {
    return output;
  }

  /// A failure as the engine describes it, before it is known what becomes of the context.
  record Failure(Kind kind, String message, @Nullable Position position, String stack) {
    static Failure of(Kind kind, String message) {
      return new Failure(kind, message, null, "");
    }
  }
}
