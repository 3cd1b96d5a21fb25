package io.ringmaster.scenario;

import io.ringmaster.scenario.engine.Limits;
import io.ringmaster.scenario.engine.ScriptEngine;
import io.ringmaster.scenario.engine.ScriptException;
import java.util.Optional;

/// Says whether a scenario would parse, without running any of it.
public final class ScriptSyntax {

  /// VoxEngine's own limit of one scenario, in Unicode characters.
  public static final int LONGEST_SOURCE = 256 * 1024;

  private final ScriptEngine engine;
  private final Limits limits;

  ScriptSyntax(ScriptEngine engine, Limits limits) {
    this.engine = engine;
    this.limits = limits;
  }

  /// What is wrong with a source.
  ///
  /// @param line counted from 1, as is `column`; both 0 when the source as a whole is at fault
  public record Problem(int line, int column, String message) {}

  /// The first problem of a source, or nothing. Takes a few milliseconds for an ordinary scenario; safe from any thread.
  ///
  /// @param name what the scenario is called in messages
  public Optional<Problem> check(String name, String source) {
    int length = source.codePointCount(0, source.length());
    if (length > LONGEST_SOURCE) {
      return Optional.of(
          new Problem(
              0,
              0,
              "%s has %,d characters; a scenario may have %,d"
                  .formatted(name, length, LONGEST_SOURCE)));
    }
    try (var context = engine.create(limits)) {
      context.parse(name, source);
      return Optional.empty();
    } catch (ScriptException e) {
      int line = e.position().map(ScriptException.Position::line).orElse(0);
      int column = e.position().map(ScriptException.Position::column).orElse(0);
      return Optional.of(new Problem(line, column, ScriptFailures.message(e)));
    }
  }
}
