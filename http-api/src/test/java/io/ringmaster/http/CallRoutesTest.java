package io.ringmaster.http;

import static io.ringmaster.http.FakeRooms.CALL;
import static io.ringmaster.http.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.actors.Reply;
import io.ringmaster.protocol.Headers;
import io.ringmaster.protocol.command.CallCommand;
import io.ringmaster.protocol.command.MediaCommand;
import io.ringmaster.protocol.command.SignallingCommand;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CallRoutesTest {

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
    underTest.rooms.commands.clear();
    underTest.rooms.reply = FakeRooms.done(new Reply.Accepted());
  }

  private static HttpResponse<String> command(String json) {
    return underTest.json("POST", "/v1/calls/4711-1/commands", json);
  }

  private static void assertGiven(CallCommand command) {
    assertThat(underTest.rooms.commands).containsExactly(new FakeRooms.Commanded(CALL, command));
    underTest.rooms.commands.clear();
  }

  @Test
  void commandReachesTheCallAsItsMethodSays() {
    var response = command("{\"type\":\"answer\",\"headers\":{\"X-A\":[\"1\",\"2\"]}}");

    assertThat(response.statusCode()).isEqualTo(202);
    assertGiven(new SignallingCommand.AnswerCall(Headers.of("X-A", "1").with("X-A", "2"), null));

    command("{\"type\":\"startPlayback\",\"url\":\"file:a.wav\"}");
    assertGiven(new MediaCommand.StartPlayback("file:a.wav", false, false));

    command("{\"type\":\"sendMediaTo\",\"to\":\"4711-2\"}");
    assertGiven(new MediaCommand.SendMediaTo(CALL.session().call(2)));

    command("{\"type\":\"reject\",\"code\":486}");
    assertGiven(new SignallingCommand.RejectCall(486, null));
  }

  @Test
  void unknownCommandIsRefusedWithThoseThereAre() {
    var problem = assertProblem(command("{\"type\":\"anwser\"}"), 422, "no command 'anwser'");

    assertThat(problem.path("field").asText()).isEqualTo("type");
    assertThat(problem.path("known")).hasSize(30).anyMatch(name -> name.asText().equals("answer"));
    assertProblem(command("{}"), 422, "'type' is missing");
    assertProblem(command("{\"type\":5}"), 422, "'type' is missing");
  }

  @Test
  void wrongParametersAreRefusedByTheirNames() {
    assertProblem(
        command("{\"type\":\"reject\"}"), 422, "'code' is missing; it must be a whole number");
    assertProblem(
        command("{\"type\":\"reject\",\"code\":\"486\"}"), 422, "'code' must be a whole number");
    assertProblem(
        command("{\"type\":\"reject\",\"code\":486.5}"), 422, "'code' must be a whole number");
    assertProblem(
        command("{\"type\":\"reject\",\"code\":99999999999}"),
        422,
        "'code' must be a whole number");
    assertProblem(
        command("{\"type\":\"handleTones\"}"), 422, "'on' is missing; it must be true or false");
    assertProblem(
        command("{\"type\":\"handleTones\",\"on\":\"yes\"}"), 422, "'on' must be true or false");
    assertProblem(
        command("{\"type\":\"say\",\"text\":\"a\",\"voise\":\"b\"}"),
        422,
        "no field 'voise' here; the fields are text, voice");
    assertProblem(
        command("{\"type\":\"stopPlayback\",\"now\":true}"),
        422,
        "no field 'now' here, nor any other");
    assertProblem(
        command("{\"type\":\"sendMediaTo\",\"to\":\"bob\"}"),
        422,
        "'to' cannot be used: 'bob' is not a call id");
    assertProblem(
        command("{\"type\":\"hangup\",\"headers\":{\"X A\":\"1\"}}"),
        422,
        "'X A' is not the name of a header");
    assertThat(underTest.rooms.commands).isEmpty();
  }

  @Test
  void refusedCommandIsAConflictWithThePhasesReason() {
    underTest.rooms.reply = FakeRooms.done(new Reply.Refused("the call has not been answered"));

    assertProblem(command("{\"type\":\"hangup\"}"), 409, "the call has not been answered");
  }

  @Test
  void commandForNobodyIsNotFound() {
    assertProblem(
        underTest.json("POST", "/v1/calls/99-1/commands", "{\"type\":\"hangup\"}"),
        404,
        "no call 99-1");
    assertProblem(
        underTest.json("POST", "/v1/calls/bob/commands", "{\"type\":\"hangup\"}"),
        404,
        "not a call id");
  }

  @Test
  void silentNodeIsUnavailable() {
    underTest.rooms.reply =
        CompletableFuture.failedFuture(new TimeoutException("ask of entity 17 timed out"));

    var response = command("{\"type\":\"hangup\"}");

    assertProblem(response, 503, "did not answer in time");
    assertThat(response.headers().firstValue("Retry-After")).isPresent();
    assertThat(response.body()).doesNotContain("entity 17");
  }

  @Test
  void callIsShownNowOrAsItOnceStood() {
    var now = TestServer.parse(underTest.get("/v1/calls/4711-1"));
    var then = TestServer.parse(underTest.get("/v1/calls/4711-1?at=2"));

    assertThat(now.path("state").asText()).isEqualTo("CONNECTED");
    assertThat(now.path("createdAt").asText()).isEqualTo("2026-11-22T06:00:00.123Z");
    assertThat(then.path("state").asText()).isEqualTo("ALERTING");
    assertThat(then.path("fact").asInt()).isEqualTo(2);
    assertProblem(underTest.get("/v1/calls/4711-1?at=8"), 404, "no fact number 8; its last is 7");
    assertProblem(
        underTest.get("/v1/calls/4711-1?at=0"), 400, "'at' must be a whole number from 1 on");
    assertProblem(underTest.get("/v1/calls/4711-9"), 404, "no call 4711-9");
  }

  @Test
  void callsAreListedByState() {
    underTest.rooms.listings.clear();

    assertThat(
            TestServer.parse(underTest.get("/v1/calls?state=connected"))
                .path(0)
                .path("callId")
                .asText())
        .isEqualTo("4711-1");
    underTest.get("/v1/calls");

    assertThat(underTest.rooms.listings)
        .containsExactly(
            new FakeRooms.Listed("CONNECTED", null, 100), new FakeRooms.Listed(null, null, 100));
    assertProblem(underTest.get("/v1/calls?state=running"), 400, "Use active, ALERTING");
  }
}
