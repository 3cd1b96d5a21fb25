package io.ringmaster.http;

import static io.ringmaster.http.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.actors.Sessions.Answer;
import io.ringmaster.protocol.event.AppEvent;
import io.ringmaster.protocol.event.AppEvent.KeyValue;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessRoutesTest {

  private static TestServer underTest;

  @BeforeAll
  static void start() {
    underTest = TestServer.start();
  }

  @AfterAll
  static void stop() {
    underTest.close();
  }

  @BeforeEach
  void clear() {
    underTest.rooms.requests.clear();
    underTest.rooms.answer =
        FakeRooms.done(new Answer.Answered("application/json", "{\"a\":\"ä\"}"));
  }

  @Test
  void requestReachesTheScenarioAsItCame() {
    var response =
        underTest.send(
            "POST",
            "/request/4711/secret/command=mute/pId=100?x=%20y&z",
            BodyPublishers.ofString("käse"),
            "X-Order",
            "42",
            "X-API-Key",
            "never shown",
            "Accept",
            "text/html");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(response.body()).isEqualTo("{\"a\":\"ä\"}");
    var request = underTest.rooms.requests.getFirst();
    assertThat(request.session()).isEqualTo(FakeRooms.SESSION);
    assertThat(request.token()).isEqualTo("secret");
    assertThat(request.request())
        .isEqualTo(
            new AppEvent.HttpRequest(
                "POST",
                "/request/4711/secret/command=mute/pId=100?x=%20y&z",
                "käse",
                List.of(new KeyValue("X-Order", "42"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT", "POST", "DELETE", "PATCH", "HEAD", "OPTIONS"})
  void everyMethodReachesTheScenario(String method) {
    assertThat(underTest.send(method, "/request/4711/secret", BodyPublishers.noBody()).statusCode())
        .isEqualTo(200);
    assertThat(underTest.rooms.requests.getFirst().request().method()).isEqualTo(method);
    assertThat(underTest.rooms.requests.getFirst().request().path())
        .isEqualTo("/request/4711/secret");
  }

  @Test
  void htmlOfAScenarioHasNoRightsOverTheConsole() {
    underTest.rooms.answer =
        FakeRooms.done(new Answer.Answered("text/html; charset=UTF-8", "<script>x()</script>"));

    var response = underTest.get("/request/4711/secret");

    assertThat(response.headers().firstValue("Content-Security-Policy")).hasValue("sandbox");
    assertThat(response.headers().firstValue("Content-Type")).hasValue("text/html; charset=UTF-8");
  }

  @Test
  void contentTypeThatIsNoneBecomesPlainText() {
    underTest.rooms.answer = FakeRooms.done(new Answer.Answered("no type at all", "x"));

    assertThat(underTest.get("/request/4711/secret").headers().firstValue("Content-Type"))
        .hasValue("text/plain; charset=UTF-8");
  }

  @Test
  void wrongTokenWrongSessionAndNoSessionLookTheSame() {
    var wrongToken = underTest.get("/request/4711/wrong");

    assertProblem(wrongToken, 404, "No running session has this access URL");
    assertThat(underTest.get("/request/4712/secret").body()).isEqualTo(wrongToken.body());
    assertThat(underTest.get("/request/bob/secret").body()).isEqualTo(wrongToken.body());
  }

  @Test
  void bodyIsBounded() {
    var large = BodyPublishers.ofByteArray(new byte[(1 << 20) + 1]);

    assertProblem(underTest.send("POST", "/request/4711/secret", large), 413, "1048576 bytes");
    assertThat(underTest.rooms.requests).isEmpty();
  }

  @Test
  void failedHandlerIsToldWithoutItsReason() {
    underTest.rooms.answer =
        FakeRooms.done(new Answer.Failed("TypeError: secret.code is undefined"));

    var response = underTest.get("/request/4711/secret");

    assertProblem(response, 500, "session's log says why");
    assertThat(response.body()).doesNotContain("TypeError");
  }

  @Test
  void slowHandlerIsUnavailable() {
    underTest.rooms.answer = CompletableFuture.failedFuture(new TimeoutException());

    assertProblem(underTest.get("/request/4711/secret"), 503, "in time");
  }
}
