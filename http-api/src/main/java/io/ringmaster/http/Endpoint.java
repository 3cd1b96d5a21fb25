package io.ringmaster.http;

import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/// One row of the API: a method, a path and what answers.
///
/// @param method an HTTP method, or `*` for any
/// @param path such as `/v1/calls/{id}`; a last segment `{*name}` takes the rest of the path, also an empty one
/// @param isOpen whether it is reached without the API key
record Endpoint(String method, String path, boolean isOpen, Handler handler) {

  /// Answers a request. It may throw a [Refusal] or let the stage fail with one.
  @FunctionalInterface
  interface Handler {
    CompletionStage<HttpResponse> handle(Exchange exchange);
  }

  static Endpoint of(String method, String path, Handler handler) {
    return new Endpoint(method, path, false, handler);
  }

  /// For what holds no secret, or has a secret of its own.
  static Endpoint open(String method, String path, Handler handler) {
    return new Endpoint(method, path, true, handler);
  }
}
