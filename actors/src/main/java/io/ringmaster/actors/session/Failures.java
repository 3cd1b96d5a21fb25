package io.ringmaster.actors.session;

import java.util.concurrent.CompletionException;

/// What a failed stage has to say to a person.
final class Failures {

  private Failures() {}

  static String reason(Throwable error) {
    Throwable cause =
        error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }
}
