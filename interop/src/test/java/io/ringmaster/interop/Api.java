package io.ringmaster.interop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// The control API, as any client sees it. Methods that return JSON fail the test unless the answer is 2xx.
///
/// @param server `http://HOST:PORT`
public record Api(URI server) {

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /// An answer of any status.
  public record Answer(int status, String body) {

    /// Its JSON; missing when the body is empty.
    public JsonNode json() {
      try {
        return body.isBlank() ? MissingNode.getInstance() : JSON.readTree(body);
      } catch (JsonProcessingException e) {
        throw new AssertionError("not JSON: " + body, e);
      }
    }
  }

  public JsonNode get(String path) {
    return expect(send("GET", path, ""), "GET " + path).json();
  }

  public String text(String path) {
    return expect(send("GET", path, ""), "GET " + path).body();
  }

  public JsonNode post(String path, Map<String, ?> body) {
    return expect(send("POST", path, json(body)), "POST " + path).json();
  }

  public JsonNode put(String path, Map<String, ?> body) {
    return expect(send("PUT", path, json(body)), "PUT " + path).json();
  }

  public JsonNode delete(String path) {
    return expect(send("DELETE", path, ""), "DELETE " + path).json();
  }

  /// Any request, with any answer.
  public Answer send(String method, String path, String body) {
    var request =
        HttpRequest.newBuilder(server.resolve(path))
            .timeout(TIMEOUT)
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build();
    try {
      var response = CLIENT.send(request, BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted at " + path, e);
    }
  }

  /// Stores a scenario of the test resources, `scenarios/NAME.js`, and gives it the numbers that match the pattern.
  public void route(String pattern, String scenario) {
    scenario(scenario);
    put(
        "/v1/rules/" + scenario,
        Map.of("pattern", pattern, "scenarios", List.of(scenario), "priority", 10));
  }

  /// Stores a scenario of the test resources, `scenarios/NAME.js`.
  public void scenario(String name) {
    var path = "/v1/scenarios/" + name;
    expect(send("PUT", path, Resources.text("scenarios/" + name + ".js")), "PUT " + path);
  }

  /// Gives the numbers that match the pattern to whoever sends commands over HTTP.
  public void routeToHttp(String name, String pattern) {
    put("/v1/rules/" + name, Map.of("pattern", pattern, "control", "http", "priority", 10));
  }

  /// All events of a session and its calls, in the order of the session's stream.
  public List<JsonNode> events(String sessionId) {
    return list("/v1/sessions/" + sessionId + "/events?limit=1000");
  }

  public List<JsonNode> callEvents(String callId) {
    return list("/v1/calls/" + callId + "/events?limit=1000");
  }

  /// Names of the events of one call, in order.
  public List<String> callEventNames(String callId) {
    return callEvents(callId).stream().map(event -> event.path("name").asText()).toList();
  }

  public List<JsonNode> sessions() {
    return list("/v1/sessions?limit=1000");
  }

  public List<JsonNode> calls() {
    return list("/v1/calls?limit=1000");
  }

  /// The calls with this caller, the newest first.
  public List<JsonNode> callsFrom(String callerid) {
    return calls().stream()
        .filter(call -> call.path("callerid").asText().equals(callerid))
        .toList();
  }

  /// The elements of a JSON list.
  public List<JsonNode> list(String path) {
    return StreamSupport.stream(get(path).spliterator(), false).toList();
  }

  /// A stream of server-sent events.
  ///
  /// @param lastEventId what was seen last; empty to begin where the path says
  public EventStream stream(String path, String lastEventId) {
    var request =
        HttpRequest.newBuilder(server.resolve(path)).header("Accept", "text/event-stream");
    if (!lastEventId.isEmpty()) request.header("Last-Event-ID", lastEventId);
    try {
      HttpResponse<InputStream> response =
          CLIENT.send(request.build(), BodyHandlers.ofInputStream());
      if (response.statusCode() != 200) {
        var body = new String(response.body().readAllBytes(), StandardCharsets.UTF_8);
        throw new AssertionError("GET %s: %d %s".formatted(path, response.statusCode(), body));
      }
      return new EventStream(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted at " + path, e);
    }
  }

  /// The sum of a figure of /metrics over all its labels that contain `label`; 0 when it is not there.
  public double metric(String name, String label) {
    return text("/metrics")
        .lines()
        .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
        .filter(line -> line.contains(label))
        .collect(
            Collectors.summingDouble(
                line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))));
  }

  private static Answer expect(Answer answer, String request) {
    if (answer.status() / 100 != 2) {
      throw new AssertionError("%s: %d %s".formatted(request, answer.status(), answer.body()));
    }
    return answer;
  }

  private static String json(Map<String, ?> body) {
    try {
      return JSON.writeValueAsString(body);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
