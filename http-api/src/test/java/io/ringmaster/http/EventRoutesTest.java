package io.ringmaster.http;

import static io.ringmaster.http.FakeRooms.CALL;
import static io.ringmaster.http.FakeRooms.message;
import static io.ringmaster.http.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.protocol.event.AppEvent;
import io.ringmaster.protocol.event.NumberedAppEvent;
import io.ringmaster.protocol.json.WireJson;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EventRoutesTest {

  private TestServer underTest;

  @BeforeEach
  void start() {
    underTest =
        TestServer.start(settings ->
            settings.withTimeouts(
                settings.requestTimeout(), settings.bodyTimeout(), Duration.ofMillis(200)));
    for (int seq = 1; seq <= 5; seq++) underTest.rooms.journal(CALL).add(message(CALL, seq));
  }

  @AfterEach
  void stop() {
    underTest.close();
  }

  @Test
  void listIsFlatBoundedAndSaysWhereToGoOn() {
    var first = underTest.get("/v1/calls/4711-1/events?limit=3");

    assertThat(TestServer.parse(first)).hasSize(3);
    assertThat(TestServer.parse(first).path(0))
        .hasToString(WireJson.flat(message(CALL, 1)).toString());
    var next = first.headers().firstValue("Link").orElseThrow();
    assertThat(next).isEqualTo("</v1/calls/4711-1/events?from=4&limit=3>; rel=\"next\"");
    var rest = underTest.get("/v1/calls/4711-1/events?from=4&limit=3");
    assertThat(TestServer.parse(rest).findValuesAsText("seq")).containsExactly("4", "5");
    var end = underTest.get("/v1/calls/4711-1/events?from=6");
    assertThat(end.body()).isEqualTo("[]");
    assertThat(end.headers().firstValue("Link")).isEmpty();
  }

  @Test
  void streamHasThePositionTheNameAndTheFlatEvent() {
    try (var reader = EventReader.open(underTest, "/v1/calls/4711-1/events", null)) {
      assertThat(reader.response.headers().firstValue("Content-Type"))
          .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
      assertThat(reader.next())
          .hasValue(
              new EventReader.Frame(
                  1, "Call.MessageReceived", WireJson.flat(message(CALL, 1)).toString()));
    }
  }

  @Test
  void streamGoesOnLiveAndEndsWithTheCall() {
    try (var reader = EventReader.open(underTest, "/v1/calls/4711-1/events?from=5", null)) {
      assertThat(reader.next().orElseThrow().id()).isEqualTo(5);
      underTest.rooms.journal(CALL).add(message(CALL, 6));
      assertThat(reader.next().orElseThrow().id()).isEqualTo(6);
      underTest.rooms.journal(CALL).end();
      assertThat(reader.next()).isEmpty();
    }
  }

  @Test
  void lastEventIdOutranksTheUrlsOwnFrom() {
    try (var reader = EventReader.open(underTest, "/v1/calls/4711-1/events?from=1", "3")) {
      assertThat(reader.next().orElseThrow().id()).isEqualTo(4);
    }
  }

  @Test
  void readerOfAnEndedCallIsToldNotToComeBack() {
    underTest.rooms.callState = "TERMINATED";
    underTest.rooms.journal(CALL).end();

    try (var reader = EventReader.open(underTest, "/v1/calls/4711-1/events", "4")) {
      assertThat(reader.next().orElseThrow().id()).isEqualTo(5);
      assertThat(reader.next()).isEmpty();
    }
    try (var reader = EventReader.open(underTest, "/v1/calls/4711-1/events", "5")) {
      assertThat(reader.response.statusCode()).isEqualTo(204);
    }
  }

  @Test
  void silentStreamIsKeptAliveByComments() {
    try (var reader = EventReader.open(underTest, "/v1/calls/4711-1/events?from=6", null)) {
      reader.awaitComment();
      reader.awaitComment();
      underTest.rooms.journal(CALL).add(message(CALL, 6));
      assertThat(reader.next().orElseThrow().id()).isEqualTo(6);
    }
  }

  @Test
  void sessionAndAllHaveTheirOwnPositions() {
    var terminating =
        new NumberedAppEvent(FakeRooms.SESSION, 9, FakeRooms.BEGIN, new AppEvent.Terminating(null));
    underTest.rooms.sessionJournal.add(message(CALL, 3));
    underTest.rooms.sessionJournal.add(terminating);
    underTest.rooms.allJournal.add(terminating);

    assertThat(TestServer.parse(underTest.get("/v1/sessions/4711/events?from=2")).path(0))
        .hasToString(WireJson.flat(terminating).toString());
    try (var reader = EventReader.open(underTest, "/v1/sessions/4711/events", "1")) {
      var frame = reader.next().orElseThrow();
      assertThat(frame.id()).isEqualTo(2);
      assertThat(frame.event()).isEqualTo("Application.Terminating");
    }
    try (var reader = EventReader.open(underTest, "/v1/events", null)) {
      assertThat(reader.next().orElseThrow().id()).isEqualTo(1);
    }
    assertThat(TestServer.parse(underTest.get("/v1/events"))).hasSize(1);
  }

  @Test
  void eventsOfNobodyAreNotFoundAndPositionsMustBeNumbers() {
    assertProblem(underTest.get("/v1/calls/4711-9/events"), 404, "no call 4711-9");
    assertProblem(underTest.get("/v1/sessions/4712/events"), 404, "no session 4712");
    assertProblem(underTest.get("/v1/events?from=x"), 400, "'from' must be a whole number");
    assertProblem(underTest.get("/v1/events?from=0"), 400, "'from' must be a whole number");
    assertProblem(underTest.get("/v1/events?limit=10001"), 400, "1 to 10000");
    assertProblem(
        underTest.get("/v1/events", "Accept", "text/event-stream", "Last-Event-ID", "x"),
        400,
        "Last-Event-ID");
  }
}
