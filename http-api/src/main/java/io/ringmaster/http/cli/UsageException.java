package io.ringmaster.http.cli;

/// The command cannot be understood. The message is a sentence for the person who typed it.
final class UsageException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
