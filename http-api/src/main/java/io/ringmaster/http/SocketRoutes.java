package io.ringmaster.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringmaster.actors.Calls;
import io.ringmaster.actors.History;
import io.ringmaster.actors.History.Positioned;
import io.ringmaster.actors.Reply;
import io.ringmaster.actors.Sessions;
import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.SessionId;
import io.ringmaster.protocol.json.WireJson;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.AttributeKeys;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.model.ws.Message;
import org.apache.pekko.http.javadsl.model.ws.TextMessage;
import org.apache.pekko.http.javadsl.model.ws.WebSocketUpgrade;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.jspecify.annotations.Nullable;

/// `/v1/ws`: events out and commands in on one WebSocket.
///
/// - Out: `{"position": 4, "event": {...}}`, of all, or of `?call=ID` or `?session=ID`, from `?from=N` on.
/// - In: `{"ref": "any text", "callId": "4711-1", "command": {"type": "answer"}}`.
/// - Out, for each of those in order: `{"ref": "any text", "status": 202}`, or a problem with the same `ref`.
record SocketRoutes(
    Calls calls,
    Sessions sessions,
    History history,
    EventStreams streams,
    long maxMessage,
    Materializer materializer) {

  /// What a client sends.
  private record Order(@Nullable String ref, CallId callId, JsonNode command) {}

  List<Endpoint> endpoints() {
    return List.of(Endpoint.of("GET", "/v1/ws", this::open));
  }

  private CompletionStage<HttpResponse> open(Exchange exchange) {
    WebSocketUpgrade upgrade =
        exchange
            .request()
            .getAttribute(AttributeKeys.webSocketUpgrade)
            .orElseThrow(() ->
                new Refusal(
                        StatusCodes.UPGRADE_REQUIRED,
                        "Open a WebSocket here; for plain HTTP there is /v1/events.")
                    .with(RawHeader.create("Upgrade", "websocket")));
    return events(exchange)
        .thenApply(events -> {
          Source<Message, NotUsed> out = streams.ending(events).map(SocketRoutes::frame);
          return upgrade.handleMessagesWith(
              Flow.<Message>create().mapAsync(1, this::answer).merge(out, true));
        });
  }

  private CompletionStage<Source<Positioned, NotUsed>> events(Exchange exchange) {
    long from = exchange.number("from", 1, 1, Long.MAX_VALUE);
    var call = exchange.query("call");
    var session = exchange.query("session");
    if (call.isPresent()) {
      var id =
          call.filter(CallId::isValid)
              .map(CallId::new)
              .orElseThrow(() -> Problems.notFound("'%s' is not a call id.".formatted(call.get())));
      return calls
          .view(id)
          .thenApply(view -> {
            if (view.isEmpty()) throw CallRoutes.none(id);
            return history.ofCall(id, from, true);
          });
    }
    if (session.isPresent()) {
      var id =
          session
              .filter(SessionId::isValid)
              .map(SessionId::new)
              .orElseThrow(
                  () -> Problems.notFound("'%s' is not a session id.".formatted(session.get())));
      return sessions
          .view(id)
          .thenApply(view -> {
            if (view.isEmpty()) throw SessionRoutes.none(id);
            return history.ofSession(id, from, true);
          });
    }
    return CompletableFuture.completedFuture(history.ofAll(from, true));
  }

  private static Message frame(Positioned positioned) {
    var json = Json.object().put("position", positioned.position());
    json.set("event", WireJson.flat(positioned.event()));
    return TextMessage.create(json.toString());
  }

  private CompletionStage<Message> answer(Message message) {
    return text(message)
        .thenCompose(this::carryOut)
        .exceptionally(failure -> Problems.document(Problems.refusal(failure)))
        .thenApply(reply -> TextMessage.create(reply.toString()));
  }

  private CompletionStage<ObjectNode> carryOut(String text) {
    var order = Json.<Order>read(Json.parse(text), Order.class);
    return command(order)
        .exceptionally(failure -> Problems.document(Problems.refusal(failure)))
        .thenApply(reply -> order.ref() == null ? reply : reply.put("ref", order.ref()));
  }

  private CompletionStage<ObjectNode> command(Order order) {
    try {
      if (!(order.command() instanceof ObjectNode json))
        throw Json.field("command", "the field 'command' must be an object");
      return calls
          .command(order.callId(), CommandJson.read(json))
          .thenApply(reply ->
              switch (reply) {
                case Reply.Accepted() -> Json.object().put("status", 202);
                case Reply.Refused(var reason) -> throw Problems.conflict(reason);
                case Reply.Unknown() -> throw CallRoutes.none(order.callId());
              });
    } catch (Refusal refusal) {
      return CompletableFuture.failedFuture(refusal);
    }
  }

  /// @throws Refusal when it is too long or not text (as a failed stage)
  private CompletionStage<String> text(Message message) {
    if (!message.isText()) {
      return message
          .asBinaryMessage()
          .getStreamedData()
          .runWith(Sink.ignore(), materializer)
          .thenApply(done -> {
            throw Problems.badRequest("Send commands as text, not as binary messages.");
          });
    }
    return message
        .asTextMessage()
        .getStreamedText()
        .runWith(
            Sink.fold("", (read, next) -> read.length() > maxMessage ? read : read + next),
            materializer)
        .thenApply(read -> {
          if (read.length() <= maxMessage) return read;
          throw new Refusal(
              StatusCodes.CONTENT_TOO_LARGE,
              "The message is longer than the %d characters allowed.".formatted(maxMessage));
        });
  }
}
