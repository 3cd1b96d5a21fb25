package io.ringmaster.http;

import io.ringmaster.actors.Sessions;
import io.ringmaster.protocol.SessionId;
import io.ringmaster.protocol.event.AppEvent;
import io.ringmaster.protocol.event.AppEvent.KeyValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/// A session's access URL: any request there is an `AppEvents.HttpRequest` for its scenario, and what the handler returns is the
/// response. The token in the path is the secret, so no key is asked for.
record AccessRoutes(Sessions sessions) {

  List<Endpoint> endpoints() {
    return List.of(Endpoint.open("*", "/request/{session}/{token}/{*rest}", this::request));
  }

  private CompletionStage<HttpResponse> request(Exchange exchange) {
    return exchange
        .bodies()
        .bytes(exchange.request())
        .thenCompose(body -> {
          if (!SessionId.isValid(exchange.segment("session"))) throw none();
          var content = StandardCharsets.UTF_8.decode(body).toString();
          var event =
              new AppEvent.HttpRequest(
                  exchange.request().method().name(),
                  pathOf(exchange.request()),
                  content,
                  extensionHeaders(exchange.request()));
          return sessions.request(
              new SessionId(exchange.segment("session")), exchange.segment("token"), event);
        })
        .thenApply(answer ->
            switch (answer) {
              case Sessions.Answer.Answered(var contentType, var body) ->
                  answered(contentType, body);
              case Sessions.Answer.NotFound() -> throw none();
              // The reason is in the scenario author's words, and not for whoever holds the URL.
              case Sessions.Answer.Failed(var reason) ->
                  throw new Refusal(
                      StatusCodes.INTERNAL_SERVER_ERROR,
                      "The scenario failed while it handled the request, and the session has ended. The session's log says why.");
            });
  }

  /// As it came, from `/request/` on, with the query: scenarios take it apart themselves.
  private static String pathOf(HttpRequest request) {
    return request.getUri().toRelative().toString();
  }

  private static List<KeyValue> extensionHeaders(HttpRequest request) {
    var headers = new ArrayList<KeyValue>();
    for (var header : request.getHeaders()) {
      var name = header.lowercaseName().toLowerCase(Locale.ROOT);
      if (name.startsWith("x-") && !name.equals("x-api-key"))
        headers.add(new KeyValue(header.name(), header.value()));
    }
    return headers;
  }

  /// A scenario may answer with HTML, and it comes from the console's own origin: `sandbox` takes away whatever rights that gives.
  private static HttpResponse answered(String contentType, String body) {
    return HttpResponse.create()
        .addHeader(RawHeader.create("Content-Security-Policy", "sandbox"))
        .withEntity(
            HttpEntities.create(typeOf(contentType), body.getBytes(StandardCharsets.UTF_8)));
  }

  private static ContentType typeOf(String contentType) {
    try {
      return ContentTypes.parse(contentType);
    } catch (NoSuchElementException e) { // that is how Pekko says no
      return ContentTypes.TEXT_PLAIN_UTF8;
    }
  }

  private static Refusal none() {
    return Problems.notFound(
        "No running session has this access URL. Sessions end, and their URLs with them; start a new one.");
  }
}
