package io.ringmaster.http;

import static io.ringmaster.http.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.actors.Reply;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ProblemsTest {

  private static TestServer underTest;

  @BeforeAll
  static void start() {
    underTest =
        TestServer.start(settings ->
            settings
                .withMaxBody(300_000)
                .withTimeouts(
                    Duration.ofMillis(1500), Duration.ofMillis(500), settings.heartbeat()));
  }

  @AfterAll
  static void stop() {
    underTest.close();
  }

  @BeforeEach
  void answer() {
    underTest.rooms.reply = FakeRooms.done(new Reply.Accepted());
  }

  @Test
  void unknownPathSaysWhereThePathsAre() {
    assertProblem(underTest.get("/v1/call"), 404, "/openapi.json");
    assertProblem(underTest.get("/v1/calls/"), 404, "nothing at /v1/calls/");
    assertProblem(underTest.json("POST", "/nowhere", "{}"), 404, "nothing at /nowhere");
  }

  @Test
  void wrongMethodSaysWhichAreAllowed() {
    var response = underTest.json("PATCH", "/v1/rules/desk", "{}");

    assertProblem(response, 405, "PATCH cannot be done here. Use DELETE, GET, HEAD, OPTIONS, PUT");
    assertThat(response.headers().firstValue("Allow")).hasValue("DELETE, GET, HEAD, OPTIONS, PUT");
    var options = underTest.send("OPTIONS", "/v1/calls", BodyPublishers.noBody());
    assertThat(options.statusCode()).isEqualTo(204);
    assertThat(options.headers().firstValue("Allow")).hasValue("GET, HEAD, OPTIONS");
  }

  @Test
  void headIsGetWithoutTheBody() {
    var response = underTest.send("HEAD", "/v1/calls", BodyPublishers.noBody());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEmpty();
  }

  @Test
  void malformedJsonIsToldByItsPosition() {
    var problem =
        assertProblem(
            underTest.json("POST", "/v1/sessions", "{\n  \"rule\": desk}"), 400, "line 2");

    assertThat(problem.path("line").asInt()).isEqualTo(2);
    assertThat(problem.path("column").asInt()).isBetween(11, 16);
    assertProblem(underTest.json("POST", "/v1/sessions", "{\"rule\":\"a\""), 400, "not JSON");
    assertProblem(underTest.json("POST", "/v1/sessions", "{} {}"), 400, "not JSON");
    assertProblem(
        underTest.json("POST", "/v1/sessions", "{\"rule\":\"a\",\"rule\":\"b\"}"),
        400,
        "Duplicate");
    assertProblem(underTest.json("POST", "/v1/sessions", "[]"), 400, "must be a JSON object");
    assertProblem(underTest.json("POST", "/v1/sessions", ""), 400, "");
  }

  @Test
  void bodyOfAnotherTypeIsRefused() {
    var form =
        underTest.send(
            "POST",
            "/v1/sessions",
            BodyPublishers.ofString("rule=a"),
            "Content-Type",
            "application/x-www-form-urlencoded");
    var plain =
        underTest.send(
            "POST", "/v1/sessions", BodyPublishers.ofString("{}"), "Content-Type", "text/plain");

    assertProblem(form, 415, "'Content-Type: application/json'");
    assertProblem(plain, 415, "text/plain");
  }

  @Test
  void bodyThatIsTooLargeIsRefused() {
    var large = new byte[1_000_000];
    var known =
        underTest.send(
            "POST",
            "/v1/sessions",
            BodyPublishers.ofByteArray(large),
            "Content-Type",
            "application/json");
    var chunked =
        underTest.send(
            "POST",
            "/v1/sessions",
            BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)),
            "Content-Type",
            "application/json");

    assertProblem(known, 413, "300000 bytes");
    assertProblem(chunked, 413, "300000 bytes");
  }

  @Test
  void bodyThatDoesNotComeIsTimedOut() {
    var response =
        underTest.raw(
            "POST /v1/sessions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 20\r\nConnection: close\r\n\r\n{");

    assertThat(response)
        .startsWith("HTTP/1.1 408 ")
        .contains("application/problem+json")
        .contains("did not arrive");
  }

  @Test
  void answerThatDoesNotComeIsUnavailable() {
    underTest.rooms.reply = new CompletableFuture<>();

    assertProblem(underTest.delete("/v1/sessions/4711"), 503, "did not answer in time");
  }

  @Test
  void failureInsideLeaksNothingButAReference() {
    underTest.rooms.reply =
        CompletableFuture.failedFuture(new IllegalStateException("password=hunter2"));

    var response = underTest.delete("/v1/sessions/4711");

    var problem = assertProblem(response, 500, "The node's log tells more under the reference");
    assertThat(problem.path("instance").asText()).startsWith("urn:uuid:");
    assertThat(response.body()).doesNotContain("hunter2").doesNotContain("IllegalState");
  }

  @Test
  void whatIsNoHttpIsAProblemToo() {
    assertThat(underTest.raw("GET / HTTP/1.1\r\nHost: local host\r\n\r\n"))
        .startsWith("HTTP/1.1 400 ")
        .contains("application/problem+json");
    assertThat(underTest.raw("FROB / HTTP/1.1\r\nHost: localhost\r\n\r\n"))
        .startsWith("HTTP/1.1 501 ")
        .contains("application/problem+json");
    assertThat(
            underTest.raw(
                "GET /%s HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted("x".repeat(5000))))
        .startsWith("HTTP/1.1 414 ")
        .contains("application/problem+json");
    assertThat(
            underTest.raw(
                "GET /v1/calls/%ZZ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 400 ")
        .contains("application/problem+json");
  }

  @Test
  void everyAnswerTellsBrowsersToBeCareful() {
    for (var path : new String[] {"/v1/calls", "/nowhere", "/"}) {
      var headers = underTest.get(path).headers();
      assertThat(headers.firstValue("X-Content-Type-Options")).hasValue("nosniff");
      assertThat(headers.firstValue("Cross-Origin-Resource-Policy")).hasValue("same-origin");
      assertThat(headers.firstValue("Cache-Control")).hasValue("no-store");
      assertThat(headers.firstValue("Access-Control-Allow-Origin")).isEmpty();
    }
  }
}
