package io.ringmaster.http;

import static io.ringmaster.http.FakeRooms.CALL;
import static io.ringmaster.http.FakeRooms.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringmaster.actors.Reply;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HttpServerTest {

  private TestServer node;

  @BeforeEach
  void start() {
    node = TestServer.start();
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void stoppingServerEndsItsStreamsAndWaitsForNobody() throws Exception {
    node.rooms.journal(CALL).add(message(CALL, 1));
    try (var reader = EventReader.open(node, "/v1/calls/4711-1/events", null)) {
      reader.next();
      long began = System.nanoTime();

      node.server.stop(Duration.ofSeconds(15)).toCompletableFuture().get(20, TimeUnit.SECONDS);

      assertThat(reader.next()).isEmpty();
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
    }
    assertThatThrownBy(() -> node.get("/health/alive")).hasCauseInstanceOf(ConnectException.class);
  }

  @Test
  void stoppingServerLetsARequestUnderWayFinish() throws Exception {
    var reply = new CompletableFuture<Reply>();
    node.rooms.reply = reply;
    var answer =
        CompletableFuture.supplyAsync(
            () -> node.json("POST", "/v1/calls/4711-1/commands", "{\"type\":\"hangup\"}"));
    Awaitility.await().until(() -> !node.rooms.commands.isEmpty());

    var stopped = node.server.stop(Duration.ofSeconds(15)).toCompletableFuture();
    reply.complete(new Reply.Accepted());

    assertThat(answer.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(202);
    stopped.get(20, TimeUnit.SECONDS);
  }

  @Test
  void portInUseIsToldInOneSentence() {
    var second =
        new HttpApi(
            HttpSettings.of("127.0.0.1", node.server.address().getPort()),
            new HttpPorts(
                node.rooms,
                node.rooms,
                node.rooms,
                node.rooms,
                node.catalogue,
                node.catalogue,
                (name, source) -> Optional.empty(),
                new RecordingDirectory(node.recordings),
                List::of,
                node.metrics));

    assertThatThrownBy(() ->
            second.start(node.testKit.system()).toCompletableFuture().get(10, TimeUnit.SECONDS))
        .cause()
        .isInstanceOf(CannotServe.class)
        .hasMessageContaining("port %d".formatted(node.server.address().getPort()))
        .hasMessageContaining("in use")
        .hasMessageNotContaining("\n");
  }
}
