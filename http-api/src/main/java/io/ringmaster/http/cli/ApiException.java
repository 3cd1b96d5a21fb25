package io.ringmaster.http.cli;

/// The server refused, or could not be reached. The message is a sentence for a person.
final class ApiException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ApiException(String message) {
    super(message);
  }

  ApiException(String message, Throwable cause) {
    super(message, cause);
  }
}
