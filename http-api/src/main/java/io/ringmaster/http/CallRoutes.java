package io.ringmaster.http;

import io.ringmaster.actors.Calls;
import io.ringmaster.actors.Reply;
import io.ringmaster.actors.port.Directory;
import io.ringmaster.protocol.CallId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;

/// `/v1/calls`: look at calls, now or as they once stood, and tell them what to do.
record CallRoutes(Calls calls, Directory directory) {

  private static final List<String> STATES =
      List.of("ALERTING", "PROGRESSING", "CONNECTED", "TERMINATED");

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.of("GET", "/v1/calls", this::list),
        Endpoint.of("GET", "/v1/calls/{id}", this::get),
        Endpoint.of("POST", "/v1/calls/{id}/commands", this::command));
  }

  private CompletionStage<HttpResponse> list(Exchange exchange) {
    var paging = Paging.of(exchange, STATES);
    return directory
        .calls(paging.state(), paging.before(), paging.limit())
        .thenApply(lines ->
            paging.page(exchange, lines, lines.isEmpty() ? null : lines.getLast().createdAt()));
  }

  private CompletionStage<HttpResponse> get(Exchange exchange) {
    var id = exchange.callId();
    Optional<String> at = exchange.query("at");
    if (at.isPresent())
      return getAt(id, Exchange.parse("The parameter 'at'", at.get(), 1, Long.MAX_VALUE));
    return calls.view(id).thenApply(view -> Json.ok(view.orElseThrow(() -> none(id))));
  }

  private CompletionStage<HttpResponse> getAt(CallId id, long fact) {
    return calls
        .view(id)
        .thenCompose(now -> {
          long last = now.orElseThrow(() -> none(id)).fact();
          return calls
              .viewAt(id, fact)
              .thenApply(then ->
                  Json.ok(
                      then.orElseThrow(() ->
                          Problems.notFound(
                              "Call %s has no fact number %d; its last is %d."
                                  .formatted(id, fact, last)))));
        });
  }

  private CompletionStage<HttpResponse> command(Exchange exchange) {
    return exchange
        .json()
        .thenCompose(json -> {
          var id = exchange.callId();
          var command = CommandJson.read(json);
          return calls
              .command(id, command)
              .thenApply(reply ->
                  switch (reply) {
                    case Reply.Accepted() ->
                        Json.response(
                            StatusCodes.ACCEPTED, Map.of("callId", id, "type", command.method()));
                    case Reply.Refused(var reason) -> throw Problems.conflict(reason);
                    case Reply.Unknown() -> throw none(id);
                  });
        });
  }

  static Refusal none(CallId id) {
    return Problems.notFound("There is no call %s. GET /v1/calls lists them.".formatted(id));
  }
}
