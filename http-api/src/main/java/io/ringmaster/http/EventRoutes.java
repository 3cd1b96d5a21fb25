package io.ringmaster.http;

import io.ringmaster.actors.Calls;
import io.ringmaster.actors.History;
import io.ringmaster.actors.History.Positioned;
import io.ringmaster.actors.Sessions;
import io.ringmaster.protocol.json.WireJson;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;

/// The events of a call, of a session and of all: a JSON list, or with `Accept: text/event-stream` a live stream.
record EventRoutes(
    Calls calls,
    Sessions sessions,
    History history,
    EventStreams streams,
    Materializer materializer) {

  private static final int DEFAULT_LIMIT = 1000;
  private static final int MAX_LIMIT = 10_000;

  /// Reads one history from a position on.
  @FunctionalInterface
  private interface Reading {
    Source<Positioned, NotUsed> read(long from, boolean live);
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.of("GET", "/v1/calls/{id}/events", this::ofCall),
        Endpoint.of("GET", "/v1/sessions/{id}/events", this::ofSession),
        Endpoint.of("GET", "/v1/events", this::ofAll));
  }

  private CompletionStage<HttpResponse> ofCall(Exchange exchange) {
    var id = exchange.callId();
    return calls
        .view(id)
        .thenCompose(view -> {
          boolean isOver = view.orElseThrow(() -> CallRoutes.none(id)).state().equals("TERMINATED");
          return answer(exchange, (from, live) -> history.ofCall(id, from, live), isOver);
        });
  }

  private CompletionStage<HttpResponse> ofSession(Exchange exchange) {
    var id = exchange.sessionId();
    return sessions
        .view(id)
        .thenCompose(view -> {
          boolean isOver =
              view.orElseThrow(() -> SessionRoutes.none(id)).state().equals("TERMINATED");
          return answer(exchange, (from, live) -> history.ofSession(id, from, live), isOver);
        });
  }

  private CompletionStage<HttpResponse> ofAll(Exchange exchange) {
    return answer(exchange, history::ofAll, false);
  }

  private CompletionStage<HttpResponse> answer(Exchange exchange, Reading reading, boolean isOver) {
    long from = exchange.number("from", 1, 1, Long.MAX_VALUE);
    if (!exchange.accepts("text/event-stream")) return list(exchange, reading, from);
    // A reconnecting browser repeats the first URL, so what it saw last outranks the URL's own
    // `from`.
    Optional<Long> seen = exchange.header("Last-Event-ID").map(EventRoutes::position);
    long next = seen.map(last -> last + 1).orElse(from);
    if (seen.isEmpty() || !isOver)
      return CompletableFuture.completedFuture(streams.response(reading.read(next, true)));
    return reading
        .read(next, false)
        .runWith(Sink.headOption(), materializer)
        .thenApply(more ->
            more.isPresent()
                ? streams.response(reading.read(next, true))
                // Tells an EventSource that there is nothing to come back for (HTML Living Standard
                // section 9.2).
                : HttpResponse.create().withStatus(StatusCodes.NO_CONTENT));
  }

  private CompletionStage<HttpResponse> list(Exchange exchange, Reading reading, long from) {
    long limit = exchange.number("limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
    return reading
        .read(from, false)
        .take(limit)
        .runWith(Sink.seq(), materializer)
        .thenApply(events -> {
          var response =
              Json.ok(
                  events.stream().map(positioned -> WireJson.flat(positioned.event())).toList());
          if (events.isEmpty()) return response;
          return response.addHeader(
              RawHeader.create(
                  "Link",
                  "<%s?from=%d&limit=%d>; rel=\"next\""
                      .formatted(
                          exchange.request().getUri().getPathString(),
                          events.getLast().position() + 1,
                          limit)));
        });
  }

  private static long position(String lastEventId) {
    return Exchange.parse("The header 'Last-Event-ID'", lastEventId.strip(), 0, Long.MAX_VALUE - 1);
  }
}
