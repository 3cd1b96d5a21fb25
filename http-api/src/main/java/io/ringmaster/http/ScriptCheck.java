package io.ringmaster.http;

import java.util.Optional;

/// Tells whether a scenario's source parses, without running it.
@FunctionalInterface
public interface ScriptCheck {

  /// May take its time: it is called on a thread for blocking work.
  ///
  /// @param name the scenario's name, for the message
  Optional<Problem> check(String name, String source);

  /// Where a source stops being JavaScript. `line` and `column` count from 1; 0 when unknown.
  record Problem(String message, int line, int column) {}
}
