package io.ringmaster.http.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.ringmaster.protocol.json.WireJson;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The control API, as a client sees it. Everything but success is an [ApiException] with the server's own words.
final class Api implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();
  private final URI server;
  private final @Nullable String apiKey;

  Api(URI server, @Nullable String apiKey) {
    this.server = server;
    this.apiKey = apiKey == null || apiKey.isBlank() ? null : apiKey;
  }

  /// A path segment or a query value, made safe.
  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  String get(String path) throws InterruptedException {
    return send("GET", path, null, BodyPublishers.noBody());
  }

  String delete(String path) throws InterruptedException {
    return send("DELETE", path, null, BodyPublishers.noBody());
  }

  String send(String method, String path, JsonNode body) throws InterruptedException {
    return send(method, path, "application/json", BodyPublishers.ofString(body.toString()));
  }

  String putScript(String path, String source) throws InterruptedException {
    return send("PUT", path, "text/javascript", BodyPublishers.ofString(source));
  }

  private String send(String method, String path, @Nullable String type, BodyPublisher body)
      throws InterruptedException {
    var request = request(path).timeout(PATIENCE).method(method, body);
    if (type != null) request.header("Content-Type", type);
    try {
      var response = http.send(request.build(), BodyHandlers.ofString());
      if (response.statusCode() / 100 != 2) throw refused(response.statusCode(), response.body());
      return response.body();
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  /// A live stream, line by line; status 204 means that nothing will come any more.
  ///
  /// @param lastEventId the last position seen; 0 for a first request
  HttpResponse<Stream<String>> stream(String path, long lastEventId)
      throws IOException, InterruptedException {
    var request = request(path).header("Accept", "text/event-stream");
    if (lastEventId > 0) request.header("Last-Event-ID", Long.toString(lastEventId));
    var response = http.send(request.build(), BodyHandlers.ofLines());
    if (response.statusCode() / 100 == 2) return response;
    try (var lines = response.body()) {
      throw refused(response.statusCode(), String.join("\n", lines.toList()));
    }
  }

  ApiException unreachable(IOException e) {
    return new ApiException(
        "no answer from %s; is a node running there? RINGMASTER_URL can name another"
            .formatted(server),
        e);
  }

  static JsonNode json(String text) {
    try {
      return WireJson.mapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new ApiException(
          "the server sent something that is not JSON; is it a Ringmaster node?", e);
    }
  }

  private HttpRequest.Builder request(String path) {
    var base = server.toString();
    var uri = URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
    var request = HttpRequest.newBuilder(uri);
    if (apiKey != null) request.header("X-API-Key", apiKey);
    return request;
  }

  private static ApiException refused(int status, String body) {
    try {
      var detail = WireJson.mapper().readTree(body).path("detail").asText();
      if (!detail.isBlank()) return new ApiException(detail.replaceAll("\\s+", " "));
    } catch (JsonProcessingException e) {
      // said below
    }
    return new ApiException(
        "the server answered %d and did not say why; is it a Ringmaster node?".formatted(status));
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
