package io.ringmaster.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringmaster.actors.History;
import io.ringmaster.actors.Reply;
import io.ringmaster.actors.Sessions;
import io.ringmaster.actors.port.Catalogue;
import io.ringmaster.actors.port.Directory;
import io.ringmaster.protocol.SessionId;
import io.ringmaster.protocol.command.OutgoingCall;
import io.ringmaster.protocol.signal.Route;
import io.ringmaster.protocol.signal.Route.Control;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.jspecify.annotations.Nullable;

/// `/v1/sessions`: start, look, place calls, end.
record SessionRoutes(Sessions sessions, Directory directory, Catalogue catalogue, History history) {

  private static final List<String> STATES =
      List.of("RUNNING", "IDLE", "DRAINING", "TERMINATING", "TERMINATED");

  /// What a session is to be started with: one of `rule`, `scenarios` and `control: "http"`.
  private record Start(
      @Nullable String rule,
      @Nullable List<String> scenarios,
      @Nullable String control,
      @Nullable String customData) {}

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.of("POST", "/v1/sessions", this::start),
        Endpoint.of("GET", "/v1/sessions", this::list),
        Endpoint.of("GET", "/v1/sessions/{id}", this::get),
        Endpoint.of("DELETE", "/v1/sessions/{id}", this::terminate),
        Endpoint.of("GET", "/v1/sessions/{id}/log", this::log),
        Endpoint.of("POST", "/v1/sessions/{id}/calls", this::placeCall));
  }

  private CompletionStage<HttpResponse> start(Exchange exchange) {
    return exchange
        .json()
        .thenCompose(json -> {
          var start = Json.<Start>read(json, Start.class);
          var customData = start.customData() == null ? "" : start.customData();
          return route(start).thenCompose(route -> sessions.start(route, customData));
        })
        .thenApply(started ->
            switch (started) {
              case Sessions.Started.Running(var id, var accessUrl) ->
                  Json.response(
                          StatusCodes.CREATED, Map.of("sessionId", id, "accessUrl", accessUrl))
                      .addHeader(RawHeader.create("Location", "/v1/sessions/" + id));
              case Sessions.Started.NotStarted(var reason) -> throw Problems.conflict(reason);
            });
  }

  private CompletionStage<Route> route(Start start) {
    boolean isHttp = RuleRoutes.control(start.control()) == Control.HTTP;
    int ways =
        (start.rule() != null ? 1 : 0) + (start.scenarios() != null ? 1 : 0) + (isHttp ? 1 : 0);
    if (ways != 1) {
      throw Problems.unprocessable(
          "Say one of these: \"rule\": \"NAME\", or \"scenarios\": [\"NAME\"], or \"control\": \"http\".");
    }
    if (isHttp) return CompletableFuture.completedFuture(new Route(null, Control.HTTP, List.of()));
    if (start.rule() != null) return CompletableFuture.completedFuture(ruleNamed(start.rule()));
    var names = start.scenarios() == null ? List.<String>of() : start.scenarios();
    if (names.isEmpty())
      throw Json.field("scenarios", "the list 'scenarios' must name at least one scenario");
    return catalogue
        .current(names)
        .handle((sources, failure) -> {
          if (failure == null) return new Route(null, Control.SCENARIO, names);
          Throwable cause =
              failure instanceof CompletionException && failure.getCause() != null
                  ? failure.getCause()
                  : failure;
          if (cause instanceof Catalogue.MissingScenario missing) {
            throw Json.field("scenarios", String.valueOf(missing.getMessage()));
          }
          throw new CompletionException(cause);
        });
  }

  private Route ruleNamed(String name) {
    return catalogue
        .rule(name)
        .orElseThrow(() ->
            Json.field("rule", "there is no rule '%s'; GET /v1/rules lists them".formatted(name)));
  }

  private CompletionStage<HttpResponse> list(Exchange exchange) {
    var paging = Paging.of(exchange, STATES);
    return directory
        .sessions(paging.state(), paging.before(), paging.limit())
        .thenApply(lines ->
            paging.page(exchange, lines, lines.isEmpty() ? null : lines.getLast().createdAt()));
  }

  private CompletionStage<HttpResponse> get(Exchange exchange) {
    var id = exchange.sessionId();
    return sessions.view(id).thenApply(view -> Json.ok(view.orElseThrow(() -> none(id))));
  }

  private CompletionStage<HttpResponse> terminate(Exchange exchange) {
    var id = exchange.sessionId();
    return sessions
        .terminate(id)
        .thenApply(reply ->
            switch (reply) {
              case Reply.Accepted() -> Json.response(StatusCodes.ACCEPTED, Map.of("sessionId", id));
              case Reply.Refused(var reason) -> throw Problems.conflict(reason);
              case Reply.Unknown() -> throw none(id);
            });
  }

  private CompletionStage<HttpResponse> log(Exchange exchange) {
    var id = exchange.sessionId();
    return history
        .log(id)
        .thenApply(found -> {
          var text = new StringBuilder();
          found.orElseThrow(() -> none(id)).forEach(line -> text.append(line).append('\n'));
          return HttpResponse.create()
              .withEntity(HttpEntities.create(ContentTypes.TEXT_PLAIN_UTF8, text.toString()));
        });
  }

  private CompletionStage<HttpResponse> placeCall(Exchange exchange) {
    return exchange
        .json()
        .thenCompose(json -> {
          var id = exchange.sessionId();
          var call = Json.<OutgoingCall>read(withCallerId(json), OutgoingCall.class);
          if (call.to().isBlank()) throw Json.field("to", "the field 'to' must say whom to call");
          return sessions
              .placeCall(id, call)
              .thenApply(placed ->
                  switch (placed) {
                    case Sessions.Placed.Placing(var callId) ->
                        Json.response(StatusCodes.CREATED, Map.of("callId", callId))
                            .addHeader(RawHeader.create("Location", "/v1/calls/" + callId));
                    case Sessions.Placed.NotPlaced(var reason) -> throw Problems.conflict(reason);
                    case Sessions.Placed.NoSession() -> throw none(id);
                  });
        });
  }

  /// Outside it is called `from`; VoxEngine says `callerid`. Both are taken, one at a time.
  private static ObjectNode withCallerId(ObjectNode json) {
    if (!json.has("from")) return json;
    if (json.has("callerid"))
      throw Json.field("from", "'from' and 'callerid' are the same; send one of them");
    var renamed = json.deepCopy();
    renamed.set("callerid", renamed.remove("from"));
    return renamed;
  }

  static Refusal none(SessionId id) {
    return Problems.notFound("There is no session %s. GET /v1/sessions lists them.".formatted(id));
  }
}
