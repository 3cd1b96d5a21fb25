package io.ringmaster.protocol.session;

import org.jspecify.annotations.Nullable;

/// A scenario's own failure.
///
/// @param message what a scenario author needs to know, with the exception's own text
/// @param file the scenario's name; null when unknown. `line` and `column` count from 1; 0 when unknown
/// @param contextLost true when the JavaScript context is no longer usable, so not even `Terminating` can be handled
public record ScriptFailure(
    Kind kind, String message, @Nullable String file, int line, int column, boolean contextLost) {

  public enum Kind {
    SYNTAX,
    EXCEPTION,
    UNHANDLED_REJECTION,
    TIMEOUT,
    OUT_OF_MEMORY,
    INTERNAL
  }
}
