package io.ringmaster.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.SessionId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;

/// A request that has found its endpoint.
///
/// @param path the values of the path's variables, decoded
record Exchange(HttpRequest request, Map<String, String> path, Bodies bodies) {

  /// The value of a variable of the endpoint's path.
  String segment(String name) {
    var value = path.get(name);
    if (value == null)
      throw new IllegalStateException("the path has no variable '%s'".formatted(name));
    return value;
  }

  /// @throws Refusal 404, because a thing with an impossible id is never there
  CallId callId() {
    var id = segment("id");
    if (CallId.isValid(id)) return new CallId(id);
    throw Problems.notFound(
        "'%s' is not a call id; one looks like 4711-1. GET /v1/calls lists them.".formatted(id));
  }

  /// @throws Refusal 404
  SessionId sessionId() {
    var id = segment("id");
    if (SessionId.isValid(id)) return new SessionId(id);
    throw Problems.notFound(
        "'%s' is not a session id; one is a number. GET /v1/sessions lists them.".formatted(id));
  }

  Optional<String> query(String name) {
    return request.getUri().query().get(name);
  }

  /// @throws Refusal 400 when the parameter is there and is not a whole number in the range
  long number(String name, long absent, long min, long max) {
    return query(name)
        .map(text -> parse("The parameter '%s'".formatted(name), text, min, max))
        .orElse(absent);
  }

  Optional<String> header(String name) {
    return request.getHeader(name).map(HttpHeader::value);
  }

  boolean accepts(String mediaType) {
    return header("Accept").filter(accept -> accept.contains(mediaType)).isPresent();
  }

  /// The body as a JSON object; see [Json#parse].
  CompletionStage<ObjectNode> json() {
    return bodies.json(request);
  }

  static long parse(String what, String text, long min, long max) {
    try {
      long value = Long.parseLong(text);
      if (value >= min && value <= max) return value;
    } catch (NumberFormatException e) {
      // said below
    }
    throw Problems.badRequest(
        max == Long.MAX_VALUE
            ? "%s must be a whole number from %d on, not '%s'.".formatted(what, min, text)
            : "%s must be a whole number from %d to %d, not '%s'.".formatted(what, min, max, text));
  }
}
