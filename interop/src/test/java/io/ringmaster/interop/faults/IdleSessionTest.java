package io.ringmaster.interop.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.waitAtMost;

import com.fasterxml.jackson.databind.JsonNode;
import io.ringmaster.interop.Api;
import io.ringmaster.interop.FreePorts;
import io.ringmaster.interop.RequiresPeer;
import io.ringmaster.interop.RunningNode;
import io.ringmaster.interop.Sipp;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/// A session without calls lives for its idle time, says farewell, and is gone from memory.
@TestInstance(Lifecycle.PER_CLASS)
class IdleSessionTest {

  private static final Duration IDLE = Duration.ofSeconds(2);
  private static final Duration SOON = Duration.ofSeconds(30);

  private static final String SCENARIO =
      """
      VoxEngine.addEventListener(AppEvents.CallAlerting, ({ call }) => {
        call.answer();
        setTimeout(() => call.hangup(), 3000);
      });
      VoxEngine.addEventListener(AppEvents.Terminating, () => Logger.write('last words'));
      """;

  private RunningNode node;
  private Api api;

  @BeforeAll
  void start(@TempDir Path data) {
    node =
        RunningNode.in(data)
            .set("ringmaster.session.idle-timeout", IDLE.toSeconds() + "s")
            .set("ringmaster.call.linger", "500ms")
            .start();
    api = node.api();
    assertThat(api.send("PUT", "/v1/scenarios/patient", SCENARIO).status()).isEqualTo(201);
    api.put("/v1/rules/patient", Map.of("pattern", "8100", "scenarios", List.of("patient")));
  }

  @AfterAll
  void stop() {
    node.close();
  }

  @Test
  void sessionThatNobodyCallsEndsAfterItsIdleTime() {
    var id = api.post("/v1/sessions", Map.of("rule", "patient")).path("sessionId").asText();

    var ended = untilTerminated(id);

    assertThat(names(id))
        .containsExactly(
            "Application.Started", "Application.Terminating", "Application.Terminated");
    assertThat(ended.path("finishReason").asText()).isEqualTo("Timeout");
    assertThat(lifetime(ended)).isGreaterThanOrEqualTo(IDLE).isLessThan(IDLE.plusSeconds(8));
    assertThat(api.text("/v1/sessions/" + id + "/log"))
        .contains("last words", "Session terminated");
    untilMemoryIsEmpty();
  }

  @Test
  @RequiresPeer("sipp")
  void idleTimeBeginsWhenTheLastCallEnds(@TempDir Path peer) {
    try (var caller =
        Sipp.scenario("caller-hears-bye", peer)
            .with("CALLER", "ida")
            .with("RTP", FreePorts.one())
            .call("8100", node.sipAddress())) {
      caller.succeeds(SOON);
    }
    var call = api.callsFrom("ida").getFirst();

    var ended = untilTerminated(call.path("sessionId").asText());

    var callEnded =
        Instant.parse(
            api.get("/v1/calls/" + call.path("callId").asText()).path("endedAt").asText());
    var sessionEnded = Instant.parse(ended.path("endedAt").asText());
    assertThat(Duration.between(callEnded, sessionEnded)).isGreaterThanOrEqualTo(IDLE);
    assertThat(lifetime(ended))
        .as("the idle time and 3 s of talk")
        .isGreaterThan(Duration.ofSeconds(5));
    untilMemoryIsEmpty();
  }

  private JsonNode untilTerminated(String session) {
    return waitAtMost(SOON)
        .until(
            () -> api.get("/v1/sessions/" + session),
            view -> view.path("state").asText().equals("TERMINATED"));
  }

  private void untilMemoryIsEmpty() {
    waitAtMost(SOON)
        .untilAsserted(() -> {
          assertThat(api.metric("ringmaster_calls_open", "")).isZero();
          assertThat(api.metric("ringmaster_sessions_open", "")).isZero();
          assertThat(Heap.reachable(node.handle(), "io.ringmaster.actors.session.SessionEntity"))
              .isZero();
          assertThat(Heap.reachable(node.handle(), "io.ringmaster.actors.call.CallEntity"))
              .isZero();
        });
  }

  private List<String> names(String session) {
    return api.events(session).stream().map(event -> event.path("name").asText()).toList();
  }

  /// From the first thing the scenario heard to the end.
  private Duration lifetime(JsonNode session) {
    var first = api.events(session.path("sessionId").asText()).getFirst();
    return Duration.between(
        Instant.parse(first.path("at").asText()), Instant.parse(session.path("endedAt").asText()));
  }
}
