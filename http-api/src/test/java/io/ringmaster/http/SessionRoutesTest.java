package io.ringmaster.http;

import static io.ringmaster.http.FakeRooms.SESSION;
import static io.ringmaster.http.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.actors.Reply;
import io.ringmaster.actors.Sessions;
import io.ringmaster.actors.port.Rule;
import io.ringmaster.protocol.Headers;
import io.ringmaster.protocol.signal.Route;
import io.ringmaster.protocol.signal.Route.Control;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionRoutesTest {

  private TestServer underTest;

  @BeforeEach
  void start() {
    underTest = TestServer.start();
    underTest.catalogue.putScenario("greet", "a()");
    underTest.catalogue.putRule(
        new Rule("desk", "7001", List.of("greet"), 1, Control.SCENARIO, null));
  }

  @AfterEach
  void stop() {
    underTest.close();
  }

  private HttpResponse<String> post(String json) {
    return underTest.json("POST", "/v1/sessions", json);
  }

  @Test
  void sessionStartsByRuleByScenariosOrUnderHttpControl() {
    var response = post("{\"rule\":\"desk\",\"customData\":\"for you\"}");
    post("{\"scenarios\":[\"greet\"]}");
    post("{\"control\":\"http\"}");

    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(response.headers().firstValue("Location")).hasValue("/v1/sessions/4711");
    assertThat(TestServer.parse(response))
        .isEqualTo(
            Json.object()
                .put("sessionId", "4711")
                .put("accessUrl", "http://127.0.0.1/request/4711/secret"));
    assertThat(underTest.rooms.starts)
        .containsExactly(
            new FakeRooms.StartedWith(
                new Route("desk", Control.SCENARIO, List.of("greet")), "for you"),
            new FakeRooms.StartedWith(new Route(null, Control.SCENARIO, List.of("greet")), ""),
            new FakeRooms.StartedWith(new Route(null, Control.HTTP, List.of()), ""));
  }

  @Test
  void sessionThatCannotStartIsRefusedWithTheReason() {
    assertProblem(post("{}"), 422, "Say one of these");
    assertProblem(post("{\"rule\":\"desk\",\"scenarios\":[\"greet\"]}"), 422, "Say one of these");
    assertProblem(post("{\"rule\":\"gone\"}"), 422, "no rule 'gone'");
    assertProblem(post("{\"scenarios\":[\"greet\",\"gone\"]}"), 422, "no scenario named 'gone'");
    assertProblem(post("{\"scenarios\":[]}"), 422, "at least one");
    assertThat(underTest.rooms.starts).isEmpty();

    underTest.rooms.started =
        new Sessions.Started.NotStarted("the scenario broke while it was loaded");
    assertProblem(post("{\"rule\":\"desk\"}"), 409, "the scenario broke while it was loaded");
  }

  @Test
  void sessionsAreListedByStateAndPage() {
    var response = underTest.get("/v1/sessions?state=active&limit=1&before=2026-11-22T07:00:00Z");

    assertThat(TestServer.parse(response).path(0).path("sessionId").asText()).isEqualTo("4711");
    assertThat(underTest.rooms.listings)
        .containsExactly(new FakeRooms.Listed("active", Instant.parse("2026-11-22T07:00:00Z"), 1));
    assertThat(response.headers().firstValue("Link"))
        .hasValueSatisfying(link -> {
          assertThat(link).startsWith("</v1/sessions?").endsWith(">; rel=\"next\"");
          assertThat(link)
              .contains("state=active")
              .contains("limit=1")
              .contains("before=2026-11-22T06%3A00%3A00.123456Z");
        });
    assertProblem(underTest.get("/v1/sessions?state=sleeping"), 400, "Use active, RUNNING");
    assertProblem(underTest.get("/v1/sessions?limit=0"), 400, "1 to 1000");
    assertProblem(underTest.get("/v1/sessions?before=yesterday"), 400, "instant");
  }

  @Test
  void sessionIsShownAsItStands() {
    var session = TestServer.parse(underTest.get("/v1/sessions/4711"));

    assertThat(session.path("state").asText()).isEqualTo("RUNNING");
    assertThat(session.path("calls").path(0).asText()).isEqualTo("4711-1");
    assertProblem(underTest.get("/v1/sessions/4712"), 404, "no session 4712");
    assertProblem(underTest.get("/v1/sessions/abc"), 404, "not a session id");
  }

  @Test
  void sessionIsTerminated() {
    assertThat(underTest.delete("/v1/sessions/4711").statusCode()).isEqualTo(202);
    assertProblem(underTest.delete("/v1/sessions/4712"), 404, "no session 4712");

    underTest.rooms.reply = FakeRooms.done(new Reply.Refused("it is ending already"));
    assertProblem(underTest.delete("/v1/sessions/4711"), 409, "it is ending already");
  }

  @Test
  void logIsPlainText() {
    var response = underTest.get("/v1/sessions/4711/log");

    assertThat(response.body()).isEqualTo("one\nzwei äöü\n");
    assertThat(response.headers().firstValue("Content-Type")).hasValue("text/plain; charset=UTF-8");
    assertProblem(underTest.get("/v1/sessions/4712/log"), 404, "no session 4712");
  }

  @Test
  void callIsPlacedInASession() {
    var response =
        underTest.json(
            "POST",
            "/v1/sessions/4711/calls",
            "{\"to\":\"sip:bob@example.org\",\"from\":\"alice\",\"headers\":{\"X-Order\":\"42\"}}");

    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(TestServer.parse(response).path("callId").asText()).isEqualTo("4711-2");
    var placed = underTest.rooms.placements.getFirst();
    assertThat(placed.session()).isEqualTo(SESSION);
    assertThat(placed.details().to()).isEqualTo("sip:bob@example.org");
    assertThat(placed.details().callerid()).isEqualTo("alice");
    assertThat(placed.details().headers()).isEqualTo(Headers.of("X-Order", "42"));
  }

  @Test
  void callThatCannotBePlacedIsRefusedWithTheReason() {
    var calls = "/v1/sessions/4711/calls";
    assertProblem(underTest.json("POST", calls, "{}"), 422, "'to' is missing");
    assertProblem(
        underTest.json("POST", calls, "{\"to\":\"1\",\"form\":\"2\"}"), 422, "no field 'form'");
    assertProblem(
        underTest.json("POST", calls, "{\"to\":\"1\",\"headers\":{\"X-A\":\"b\\r\\nTo: c\"}}"),
        422,
        "line breaks");
    assertProblem(
        underTest.json("POST", "/v1/sessions/4712/calls", "{\"to\":\"1\"}"),
        404,
        "no session 4712");

    underTest.rooms.placed = new Sessions.Placed.NotPlaced("its scenario places the calls");
    assertProblem(
        underTest.json("POST", calls, "{\"to\":\"1\"}"), 409, "its scenario places the calls");
  }
}
