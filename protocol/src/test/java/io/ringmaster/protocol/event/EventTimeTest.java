package io.ringmaster.protocol.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ringmaster.protocol.SessionId;
import io.ringmaster.protocol.json.WireJson;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventTimeTest {

  @ParameterizedTest
  @CsvSource({
    "2026-11-22T06:00:00Z, 2026-11-22T06:00:00.000Z",
    "2026-11-22T06:00:00.1Z, 2026-11-22T06:00:00.100Z",
    "2026-11-22T06:00:00.999999999Z, 2026-11-22T06:00:00.999Z",
    "2026-12-31T23:59:59.001Z, 2026-12-31T23:59:59.001Z"
  })
  void outsideATimeHasExactlyMillisecondsInUtc(Instant at, String text) {
    assertThat(WireJson.time(at)).isEqualTo(text);
  }

  /// Scenarios know the session's id as a number, everybody outside as text.
  @Test
  void theSessionIdOfStartedIsANumberInsideAndTextOutside() {
    var session = new SessionId("9007199254740991");
    var started = new AppEvent.Started("a", "b", 1, 2, "c", session.asNumber(), null, null);
    assertThat(WireJson.mapper().<JsonNode>valueToTree(started).get("sessionId").isNumber())
        .isTrue();
    var outside = WireJson.flat(new NumberedAppEvent(session, 1, Instant.EPOCH, started));
    assertThat(outside.get("sessionId").textValue()).isEqualTo("9007199254740991");
  }
}
