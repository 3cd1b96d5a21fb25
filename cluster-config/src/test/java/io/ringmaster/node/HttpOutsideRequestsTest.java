package io.ringmaster.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.ringmaster.node.settings.NodeSettings;
import io.ringmaster.protocol.event.AppEvent.KeyValue;
import io.ringmaster.protocol.session.HttpResult;
import io.ringmaster.protocol.session.ScenarioCommand.SendHttpRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpOutsideRequestsTest {

  private static final int LIMIT = 100_000;

  private final CountDownLatch over = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpOutsideRequests underTest =
      new HttpOutsideRequests(
          new NodeSettings.OutsideHttp(
              "VoxEngine/1.0", Duration.ofSeconds(5), Duration.ofSeconds(10), LIMIT));
  private HttpServer server;

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

  @Test
  void requestArrivesAsTheScenarioWroteIt() throws Exception {
    serve(
        "/echo",
        exchange -> {
          var seen = exchange.getRequestHeaders();
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          String text =
              "%s %s %s %s"
                  .formatted(
                      exchange.getRequestMethod(),
                      seen.getFirst("X-Id"),
                      seen.getFirst("User-Agent"),
                      body);
          exchange.getResponseHeaders().add("X-Answer", "42");
          answer(exchange, 201, text.getBytes(StandardCharsets.UTF_8));
        });

    var result =
        send(
            "post",
            "/echo",
            List.of(new KeyValue("X-Id", "7"), new KeyValue("Host", "elsewhere")),
            "grüße");

    assertThat(result.code()).isEqualTo(201);
    assertThat(result.text()).isEqualTo("POST 7 VoxEngine/1.0 grüße");
    assertThat(result.headers())
        .anyMatch(h -> h.key().equalsIgnoreCase("X-Answer") && h.value().equals("42"));
    assertThat(result.error()).isNull();
  }

  @Test
  void scenarioMayNameItsOwnUserAgent() throws Exception {
    serve(
        "/",
        exchange ->
            answer(
                exchange,
                200,
                String.valueOf(exchange.getRequestHeaders().get("User-Agent"))
                    .getBytes(StandardCharsets.UTF_8)));

    assertThat(send("GET", "/", List.of(new KeyValue("user-agent", "mine")), "").text())
        .isEqualTo("[mine]");
  }

  @Test
  void statusOfAServerErrorIsAResultLikeAnyOther() throws Exception {
    serve("/", exchange -> answer(exchange, 503, "later".getBytes(StandardCharsets.UTF_8)));

    assertThat(send("GET", "/", List.of(), ""))
        .extracting(HttpResult::code, HttpResult::text)
        .containsExactly(503, "later");
  }

  @Test
  void redirectIsFollowed() throws Exception {
    serve(
        "/from",
        exchange -> {
          exchange.getResponseHeaders().add("Location", "/to");
          answer(exchange, 302, new byte[0]);
        });
    serve("/to", exchange -> answer(exchange, 200, "there".getBytes(StandardCharsets.UTF_8)));

    assertThat(send("GET", "/from", List.of(), "").text()).isEqualTo("there");
  }

  @Test
  void redirectsInACircleEnd() throws Exception {
    serve(
        "/",
        exchange -> {
          exchange.getResponseHeaders().add("Location", "/again");
          answer(exchange, 302, new byte[0]);
        });

    assertThat(send("GET", "/", List.of(), "").code()).isNotEqualTo(200);
  }

  @Test
  void textIsReadInTheCharsetOfTheResponse() throws Exception {
    serve(
        "/",
        exchange -> {
          exchange.getResponseHeaders().add("Content-Type", "text/plain; charset=windows-1251");
          answer(exchange, 200, "привет".getBytes(Charset.forName("windows-1251")));
        });

    assertThat(send("GET", "/", List.of(), "").text()).isEqualTo("привет");
  }

  @Test
  void responseOverTheLimitIsGivenUp() throws Exception {
    serve("/", exchange -> answer(exchange, 200, new byte[LIMIT + 1]));
    serve("/just", exchange -> answer(exchange, 200, new byte[LIMIT]));

    assertThat(send("GET", "/", List.of(), "").code()).isEqualTo(-9);
    assertThat(send("GET", "/just", List.of(), "").code()).isEqualTo(200);
  }

  @Test
  void silentServerRunsIntoTheTotalTimeout() throws Exception {
    serve("/", exchange -> awaitEnd());

    assertThat(send(request("GET", url("/"), 5_000, 200)).code()).isEqualTo(-4);
  }

  @Test
  void totalTimeoutCoversTheBody() throws Exception {
    serve(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write('x');
          exchange.getResponseBody().flush();
          awaitEnd();
        });

    assertThat(send(request("GET", url("/"), 5_000, 300)).code()).isEqualTo(-4);
  }

  @Test
  void closedPortIsAFailedConnection() throws Exception {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      port = socket.getLocalPort();
    }

    var result = send(request("GET", "http://127.0.0.1:%d/".formatted(port), 5_000, 5_000));

    assertThat(result.code()).isEqualTo(-8);
    assertThat(result.error()).isNotBlank();
  }

  /// Linux drops the handshakes that a full backlog cannot take, so connecting hangs without leaving this machine.
  @Test
  void connectionThatIsNotTakenRunsIntoTheConnectTimeout() throws Exception {
    try (var full = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
        var one = new Socket();
        var two = new Socket()) {
      one.connect(full.getLocalSocketAddress());
      two.connect(full.getLocalSocketAddress());

      var result =
          send(request("GET", "http://127.0.0.1:%d/".formatted(full.getLocalPort()), 300, 10_000));

      assertThat(result.code()).isEqualTo(-7);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:///etc/hostname",
        "ftp://127.0.0.1/",
        "no url at all",
        "/relative",
        "",
        "http://"
      })
  void urlThatCannotBeRequestedIsNeverSent(String url) throws Exception {
    var result = send(request("GET", url, 1_000, 1_000));

    assertThat(result.code()).isZero();
    assertThat(result.error()).isNotBlank();
  }

  private interface Serving {
    void handle(HttpExchange exchange) throws IOException, InterruptedException;
  }

  private void serve(String path, Serving serving) {
    HttpHandler handler =
        exchange -> {
          try (exchange) {
            serving.handle(exchange);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
    server.createContext(path, handler);
  }

  private void awaitEnd() throws InterruptedException {
    over.await(20, TimeUnit.SECONDS);
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) exchange.getResponseBody().write(body);
  }

  private HttpResult send(String method, String path, List<KeyValue> headers, String body)
      throws Exception {
    return send(new SendHttpRequest(1, method, url(path), headers, body, 5_000, 10_000));
  }

  private HttpResult send(SendHttpRequest request) throws Exception {
    return underTest.send(request).toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private static SendHttpRequest request(
      String method, String url, int connectTimeout, int timeout) {
    return new SendHttpRequest(1, method, url, List.of(), "", connectTimeout, timeout);
  }

  private String url(String path) {
    return "http://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), path);
  }
}
