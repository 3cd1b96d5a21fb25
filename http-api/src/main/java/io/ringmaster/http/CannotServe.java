package io.ringmaster.http;

/// The HTTP API cannot start. The message is one plain sentence for the person who started the node.
public final class CannotServe extends RuntimeException {

  private static final long serialVersionUID = 1L;

  CannotServe(String message) {
    super(message);
  }

  CannotServe(String message, Throwable cause) {
    super(message, cause);
  }
}
