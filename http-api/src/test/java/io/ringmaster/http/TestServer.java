package io.ringmaster.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.ringmaster.protocol.json.WireJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;

/// The real server on a free port of 127.0.0.1, before rooms in memory, and clients for it.
final class TestServer implements AutoCloseable {

  final FakeRooms rooms = new FakeRooms();
  final FakeCatalogue catalogue = new FakeCatalogue();
  final List<ReadinessCheck> checks = new CopyOnWriteArrayList<>();
  final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  final Path recordings;

  /// Whom the server asks for recordings; at first the directory [#recordings].
  volatile Recordings files;

  final HttpApi underTest;
  final ActorTestKit testKit = ActorTestKit.create("http");
  final HttpServer server;
  final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private TestServer(UnaryOperator<HttpSettings> settings) {
    try {
      recordings = Files.createTempDirectory("recordings");
      files = new RecordingDirectory(recordings);
      underTest =
          new HttpApi(
              settings.apply(HttpSettings.of("127.0.0.1", 0)),
              new HttpPorts(
                  rooms,
                  rooms,
                  rooms,
                  rooms,
                  catalogue,
                  catalogue,
                  TestServer::check,
                  id -> files.find(id),
                  () -> checks,
                  metrics));
      server = underTest.start(testKit.system()).toCompletableFuture().get(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      testKit.shutdownTestKit();
      throw new IllegalStateException(e);
    }
  }

  static TestServer start() {
    return start(settings -> settings);
  }

  static TestServer start(UnaryOperator<HttpSettings> settings) {
    return new TestServer(settings);
  }

  /// A parser that stumbles over `%%` and nothing else.
  private static Optional<ScriptCheck.Problem> check(String name, String source) {
    var lines = source.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      int at = lines[i].indexOf("%%");
      if (at >= 0)
        return Optional.of(new ScriptCheck.Problem("unexpected token '%'", i + 1, at + 1));
    }
    return Optional.empty();
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:%d%s".formatted(server.address().getPort(), path));
  }

  HttpResponse<String> get(String path, String... headers) {
    return send("GET", path, BodyPublishers.noBody(), headers);
  }

  HttpResponse<String> delete(String path) {
    return send("DELETE", path, BodyPublishers.noBody());
  }

  HttpResponse<String> json(String method, String path, String body) {
    return send(method, path, BodyPublishers.ofString(body), "Content-Type", "application/json");
  }

  HttpResponse<String> send(String method, String path, BodyPublisher body, String... headers) {
    var request =
        HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(20)).method(method, body);
    if (headers.length > 0) request.headers(headers);
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Sends bytes as they are and returns everything that comes until the server closes.
  String raw(String request) {
    try (var socket = new Socket()) {
      socket.connect(server.address(), 5000);
      socket.setSoTimeout(15_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode parse(HttpResponse<String> response) {
    try {
      return WireJson.mapper().readTree(response.body());
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + response.body(), e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
    testKit.shutdownTestKit();
    metrics.close();
    try (var files = Files.walk(recordings)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
