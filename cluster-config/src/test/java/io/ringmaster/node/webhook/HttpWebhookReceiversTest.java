package io.ringmaster.node.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.ringmaster.actors.port.WebhookPost;
import io.ringmaster.actors.port.WebhookReceivers.Reception;
import io.ringmaster.node.settings.NodeSettings;
import io.ringmaster.node.webhook.HttpWebhookReceivers.Statistics;
import io.ringmaster.protocol.SessionId;
import io.ringmaster.protocol.event.CallEvent;
import io.ringmaster.protocol.event.NumberedCallEvent;
import io.ringmaster.protocol.event.NumberedEvent;
import io.ringmaster.protocol.json.WireJson;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpWebhookReceiversTest {

  private static final SessionId SESSION = new SessionId("8796093022209");
  private static final Reception TAKEN = new Reception.Taken();

  private final CountDownLatch over = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpWebhookReceivers underTest = receivers(Duration.ofSeconds(10));
  private HttpServer server;

  private static HttpWebhookReceivers receivers(Duration timeout) {
    return new HttpWebhookReceivers(
        new NodeSettings.Webhook(
            Duration.ofSeconds(5),
            timeout,
            Duration.ofMillis(500),
            Duration.ofMinutes(5),
            Duration.ofHours(24),
            100,
            4));
  }

  @BeforeEach
  void startServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    server.setExecutor(threads);
    server.start();
  }

  @AfterEach
  void stopServer() {
    over.countDown();
    underTest.close();
    server.stop(0);
    threads.close();
  }

  private void serve(String path, HttpHandler handler) {
    server.createContext(
        path,
        exchange -> {
          try (exchange) {
            handler.handle(exchange);
          }
        });
  }

  private String url(String path) {
    return "http://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), path);
  }

  private static Reception post(HttpWebhookReceivers receivers, String url) throws Exception {
    return receivers
        .post(new WebhookPost(url, SESSION, 3, 2, events()))
        .toCompletableFuture()
        .get(20, TimeUnit.SECONDS);
  }

  private static List<NumberedEvent> events() {
    var at = Instant.parse("2026-11-22T06:00:00.123Z");
    return List.of(
        new NumberedCallEvent(SESSION.call(1), 7, at, new CallEvent.RtpStopped()),
        new NumberedCallEvent(SESSION.call(1), 8, at, new CallEvent.RtpResumed()));
  }

  private static void answer(HttpExchange exchange, int status, int bytes) throws IOException {
    exchange.sendResponseHeaders(status, bytes == 0 ? -1 : bytes);
    exchange.getResponseBody().write(new byte[bytes]);
  }

  @Test
  void postIsAnArrayOfFlatEventsWithTheirPositions() throws Exception {
    var seen = new AtomicReference<String>();
    serve(
        "/hook",
        exchange -> {
          var headers = exchange.getRequestHeaders();
          var named =
              Stream.of(
                      "Content-Type",
                      "Ringmaster-Session",
                      "Ringmaster-First-Position",
                      "Ringmaster-Last-Position",
                      "Ringmaster-Attempt")
                  .map(headers::getFirst)
                  .collect(Collectors.joining(" "));
          seen.set(
              "%s %s %s %s"
                  .formatted(
                      exchange.getRequestMethod(),
                      exchange.getRequestURI(),
                      named,
                      new String(
                          exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
          answer(exchange, 204, 0);
        });

    assertThat(post(underTest, url("/hook?key=1"))).isEqualTo(TAKEN);

    var flat =
        events().stream()
            .map(event -> WireJson.flat(event).toString())
            .collect(Collectors.joining(",", "[", "]"));
    assertThat(seen).hasValue("POST /hook?key=1 application/json 8796093022209 3 4 2 " + flat);
    assertThat(underTest.statistics()).isEqualTo(new Statistics(1, 2, 0, 0));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 410, 429, 500, 503})
  void everyStatusButThatOfSuccessIsARefusal(int status) throws Exception {
    serve("/", exchange -> answer(exchange, status, 5));

    assertThat(post(underTest, url("/")))
        .isEqualTo(new Reception.Refused("it answers with status " + status, status == 410));
    assertThat(underTest.statistics().failed()).isEqualTo(1);
  }

  @Test
  void redirectIsNotFollowed() throws Exception {
    var elsewhere = new AtomicInteger();
    serve(
        "/from",
        exchange -> {
          exchange.getResponseHeaders().add("Location", "/to");
          answer(exchange, 307, 0);
        });
    serve(
        "/to",
        exchange -> {
          elsewhere.incrementAndGet();
          answer(exchange, 200, 0);
        });

    assertThat(post(underTest, url("/from")))
        .isEqualTo(new Reception.Refused("it answers with status 307", false));
    assertThat(elsewhere).hasValue(0);
  }

  @Test
  void answerThatNeverEndsIsNotReadToItsEnd() throws Exception {
    serve(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          try {
            while (over.getCount() > 0) exchange.getResponseBody().write(new byte[4096]);
          } catch (IOException dropped) {
            // as it should be
          }
        });

    assertThat(post(underTest, url("/"))).isEqualTo(TAKEN);
  }

  @Test
  void silentReceiverIsNotWaitedForLongerThanTheTimeout() throws Exception {
    serve("/", _ -> awaitEnd());
    try (var impatient = receivers(Duration.ofMillis(200))) {
      assertThat(post(impatient, url("/")))
          .isEqualTo(new Reception.Refused("it does not answer within 200 ms", false));
    }
  }

  @Test
  void timeoutCoversTheBodyOfTheAnswer() throws Exception {
    serve(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write('x');
          exchange.getResponseBody().flush();
          awaitEnd();
        });
    try (var impatient = receivers(Duration.ofMillis(300))) {
      assertThat(post(impatient, url("/"))).isInstanceOf(Reception.Refused.class);
    }
  }

  @Test
  void closedPortIsARefusalThatMayPass() throws Exception {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      port = socket.getLocalPort();
    }

    assertThat(post(underTest, "http://127.0.0.1:%d/".formatted(port)))
        .isInstanceOfSatisfying(
            Reception.Refused.class,
            refused -> {
              assertThat(refused.forGood()).isFalse();
              assertThat(refused.reason()).isNotBlank();
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://127.0.0.1/x", "http://", "not a url", "http://a_b/x"})
  void urlThatAnOlderReleaseLetPassIsRefusedForGood(String url) throws Exception {
    assertThat(post(underTest, url))
        .isInstanceOfSatisfying(
            Reception.Refused.class, refused -> assertThat(refused.forGood()).isTrue());
  }

  @Test
  void oneReceiverGetsOnlySoManyPostsAtOnceAndAnotherIsNotHeldUp() throws Exception {
    var waiting = new CountDownLatch(1);
    var running = new AtomicInteger();
    for (int i = 0; i < 9; i++) {
      var _ =
          underTest.inTurn(
              "http://127.0.0.1:1/" + i,
              () -> {
                running.incrementAndGet();
                return CompletableFuture.supplyAsync(() -> await(waiting), threads);
              });
    }
    assertThat(running).hasValue(4);

    assertThat(
            underTest
                .inTurn("http://127.0.0.1:2/", () -> CompletableFuture.completedFuture("through"))
                .toCompletableFuture())
        .isCompletedWithValue("through");
    waiting.countDown();
  }

  private void awaitEnd() {
    await(over);
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
