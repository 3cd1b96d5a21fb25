package io.ringmaster.http;

import static io.ringmaster.http.FakeRooms.CALL;
import static io.ringmaster.http.FakeRooms.message;
import static io.ringmaster.http.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringmaster.actors.Reply;
import io.ringmaster.protocol.command.SignallingCommand;
import io.ringmaster.protocol.json.WireJson;
import java.net.URI;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SocketRoutesTest {

  /// Keeps what comes, message by message; `closed` stands for the end.
  private static final class Inbox implements WebSocket.Listener {

    final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final StringBuilder partial = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      partial.append(data);
      if (last) {
        messages.add(partial.toString());
        partial.setLength(0);
      }
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      messages.add("closed");
      return null;
    }

    String next() throws InterruptedException {
      return String.valueOf(messages.poll(10, TimeUnit.SECONDS));
    }
  }

  private TestServer server;
  private final Inbox inbox = new Inbox();

  @BeforeEach
  void start() {
    server = TestServer.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private WebSocket open(String path) {
    var uri = URI.create(server.uri(path).toString().replace("http:", "ws:"));
    return server.http.newWebSocketBuilder().buildAsync(uri, inbox).join();
  }

  private static String event(long seq) {
    return "{\"position\":%d,\"event\":%s}".formatted(seq, WireJson.flat(message(CALL, seq)));
  }

  @Test
  void eventsComeFromThePositionAskedForAndGoOnLive() throws Exception {
    var journal = server.rooms.journal(CALL);
    for (int seq = 1; seq <= 3; seq++) journal.add(message(CALL, seq));

    open("/v1/ws?call=4711-1&from=2");

    assertThat(inbox.next()).isEqualTo(event(2));
    assertThat(inbox.next()).isEqualTo(event(3));
    journal.add(message(CALL, 4));
    assertThat(inbox.next()).isEqualTo(event(4));
    journal.end();
    assertThat(inbox.next()).isEqualTo("closed");
  }

  @Test
  void commandsAreCarriedOutAndAnsweredInOrder() throws Exception {
    var socket = open("/v1/ws?session=4711");

    socket
        .sendText(
            "{\"ref\":\"a\",\"callId\":\"4711-1\",\"command\":{\"type\":\"reject\",\"code\":486}}",
            true)
        .join();
    assertThat(inbox.next()).isEqualTo("{\"status\":202,\"ref\":\"a\"}");
    assertThat(server.rooms.commands)
        .containsExactly(
            new FakeRooms.Commanded(CALL, new SignallingCommand.RejectCall(486, null)));

    server.rooms.reply = FakeRooms.done(new Reply.Refused("the call has ended"));
    socket
        .sendText("{\"ref\":\"b\",\"callId\":\"4711-1\",\"command\":{\"type\":\"hangup\"}}", true)
        .join();
    assertThat(inbox.next())
        .contains("\"status\":409")
        .contains("the call has ended")
        .contains("\"ref\":\"b\"");

    socket
        .sendText("{\"ref\":\"c\",\"callId\":\"4711-1\",\"command\":{\"type\":\"dance\"}}", true)
        .join();
    assertThat(inbox.next())
        .contains("\"status\":422")
        .contains("no command 'dance'")
        .contains("\"ref\":\"c\"");

    socket.sendText("{", true).join();
    assertThat(inbox.next()).contains("\"status\":400").contains("not JSON");

    socket.sendBinary(ByteBuffer.wrap(new byte[3]), true).join();
    assertThat(inbox.next()).contains("\"status\":400").contains("as text");
  }

  @Test
  void stoppingServerClosesTheSocket() throws Exception {
    open("/v1/ws");

    server.server.stop(Duration.ofSeconds(10)).toCompletableFuture().get(20, TimeUnit.SECONDS);

    assertThat(inbox.next()).isEqualTo("closed");
  }

  @Test
  void socketOfAForeignPageIsRefused() {
    var uri = URI.create(server.uri("/v1/ws").toString().replace("http:", "ws:"));

    assertThatThrownBy(() ->
            server
                .http
                .newWebSocketBuilder()
                .header("Origin", "http://evil.example")
                .buildAsync(uri, inbox)
                .join())
        .hasCauseInstanceOf(WebSocketHandshakeException.class);
  }

  @Test
  void plainRequestIsToldWhatToDo() {
    assertProblem(server.get("/v1/ws"), 426, "Open a WebSocket here");
  }
}
