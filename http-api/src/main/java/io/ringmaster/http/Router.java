package io.ringmaster.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.jspecify.annotations.Nullable;

/// Leads each request to its endpoint. The endpoints are plain data, so what exists, what a 405 allows and what OpenAPI must
/// describe are one list.
final class Router {

  /// An endpoint whose path fits, with the values of the path's variables.
  private record Match(Endpoint endpoint, Map<String, String> values) {}

  private final List<Endpoint> endpoints;
  private final Guard guard;
  private final Bodies bodies;
  private final MeterRegistry metrics;

  Router(List<Endpoint> endpoints, Guard guard, Bodies bodies, MeterRegistry metrics) {
    // Fixed segments before variable ones: /v1/rules/match is not the rule called match.
    this.endpoints =
        endpoints.stream()
            .sorted(Comparator.comparing(Endpoint::path, Router::moreFixedFirst))
            .toList();
    this.guard = guard;
    this.bodies = bodies;
    this.metrics = metrics;
  }

  /// The stage never fails.
  CompletionStage<HttpResponse> answer(HttpRequest request) {
    var timer = Timer.start(metrics);
    @Nullable Endpoint endpoint = null;
    CompletionStage<HttpResponse> response;
    try {
      guard.admit(request);
      var matches = matches(request);
      var found = choose(matches, request.method().name());
      if (found.isEmpty() || !found.get().endpoint().isOpen()) guard.authenticate(request);
      if (found.isEmpty()) {
        response = CompletableFuture.completedFuture(withoutEndpoint(request, matches));
        bodies.discard(request);
      } else {
        endpoint = found.get().endpoint();
        var exchange = new Exchange(request, found.get().values(), bodies);
        response = handle(endpoint, exchange);
      }
    } catch (Refusal refusal) {
      bodies.discard(request);
      response = CompletableFuture.completedFuture(Problems.response(refusal));
    }
    String route = endpoint == null ? "none" : endpoint.path();
    return response
        .exceptionally(Problems::of)
        .thenApply(answer -> {
          timer.stop(
              metrics.timer(
                  "ringmaster.http.requests",
                  "method",
                  request.method().name(),
                  "route",
                  route,
                  "status",
                  Integer.toString(answer.status().intValue())));
          return secured(answer);
        });
  }

  private CompletionStage<HttpResponse> handle(Endpoint endpoint, Exchange exchange) {
    if (endpoint.method().equals("GET") || endpoint.method().equals("DELETE"))
      bodies.discard(exchange.request());
    try {
      return endpoint.handler().handle(exchange);
    } catch (RuntimeException failure) {
      return CompletableFuture.failedFuture(failure);
    }
  }

  private List<Match> matches(HttpRequest request) {
    var path = request.getUri().getPathString().split("/", -1);
    var matches = new ArrayList<Match>();
    for (var endpoint : endpoints) {
      match(endpoint.path().split("/", -1), path)
          .ifPresent(values -> matches.add(new Match(endpoint, values)));
    }
    return matches;
  }

  private static Optional<Match> choose(List<Match> matches, String method) {
    Optional<Match> exact =
        matches.stream()
            .filter(match ->
                match.endpoint().method().equals(method) || match.endpoint().method().equals("*"))
            .findFirst();
    return exact.isEmpty() && method.equals("HEAD") ? choose(matches, "GET") : exact;
  }

  private static HttpResponse withoutEndpoint(HttpRequest request, List<Match> matches) {
    if (matches.isEmpty()) {
      throw Problems.notFound(
          "There is nothing at %s. GET /openapi.json describes what there is."
              .formatted(request.getUri().getPathString()));
    }
    var methods = new TreeSet<String>();
    matches.forEach(match -> methods.add(match.endpoint().method()));
    if (methods.contains("GET")) methods.add("HEAD");
    methods.add("OPTIONS");
    var allow = RawHeader.create("Allow", String.join(", ", methods));
    if (request.method().name().equals("OPTIONS")) {
      return HttpResponse.create().withStatus(StatusCodes.NO_CONTENT).addHeader(allow);
    }
    throw new Refusal(
            StatusCodes.METHOD_NOT_ALLOWED,
            "%s cannot be done here. Use %s."
                .formatted(request.method().name(), String.join(", ", methods)))
        .with(allow);
  }

  private static Optional<Map<String, String>> match(String[] template, String[] path) {
    var values = new HashMap<String, String>();
    for (int i = 0; i < template.length; i++) {
      var part = template[i];
      if (part.startsWith("{*")) return Optional.of(values);
      if (i >= path.length) return Optional.empty();
      var given = URLDecoder.decode(path[i].replace("+", "%2B"), StandardCharsets.UTF_8);
      if (part.startsWith("{")) {
        if (given.isEmpty()) return Optional.empty();
        values.put(part.substring(1, part.length() - 1), given);
      } else if (!part.equals(given)) {
        return Optional.empty();
      }
    }
    return template.length == path.length ? Optional.of(values) : Optional.empty();
  }

  private static int moreFixedFirst(String one, String other) {
    return one.replace('{', '\uffff').compareTo(other.replace('{', '\uffff'));
  }

  /// What a browser must know about every answer: it is what it says it is, it is for this site's own pages, and it is not kept.
  private static HttpResponse secured(HttpResponse answer) {
    var secured =
        answer
            .addHeader(RawHeader.create("X-Content-Type-Options", "nosniff"))
            .addHeader(RawHeader.create("Cross-Origin-Resource-Policy", "same-origin"))
            .addHeader(RawHeader.create("Referrer-Policy", "no-referrer"));
    return answer.getHeader("Cache-Control").isPresent()
        ? secured
        : secured.addHeader(RawHeader.create("Cache-Control", "no-store"));
  }
}
