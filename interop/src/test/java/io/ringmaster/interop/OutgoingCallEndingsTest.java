package io.ringmaster.interop;

import static io.ringmaster.interop.EventAssertions.names;
import static io.ringmaster.interop.EventAssertions.only;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.waitAtMost;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Calls that are placed over HTTP, and how they end.
@RequiresPeer("sipp")
@ExtendWith(SharedNode.class)
class OutgoingCallEndingsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @TempDir Path temp;

  @ParameterizedTest
  @Execution(CONCURRENT)
  @CsvSource({"404,Not Found", "486,Busy Here", "503,Come Back Tomorrow", "603,Decline"})
  void refusalOfTheFarEndIsAFailureWithItsCode(int code, String phrase, RunningNode node) {
    var plan =
        plan("callee-refuses", "refuses-" + code).with("STATUS", code).with("PHRASE", phrase);
    try (var callee = plan.listen()) {
      var callId = place(node.api(), Map.of("to", callee.uri("somebody"), "from", "us"));
      callee.succeeds(PATIENCE);
      var events = ended(node.api(), callId);
      assertThat(names(events)).containsExactly("Call.StateChanged", "Call.Failed");
      assertThat(events.getFirst().path("oldState").asText()).isEqualTo("ALERTING");
      assertThat(events.getFirst().path("newState").asText()).isEqualTo("TERMINATED");
      assertFailed(events, code, phrase);
    }
  }

  @Test
  @Execution(CONCURRENT)
  void callThatNobodyAnswersIsCancelledAndFails(RunningNode node) {
    try (var callee = plan("callee-rings", "nobody-home").listen()) {
      var callId = place(node.api(), Map.of("to", callee.uri("nobody"), "from", "us"));
      callee.succeeds(PATIENCE);
      var events = ended(node.api(), callId);
      assertThat(names(events))
          .containsExactly("Call.StateChanged", "Call.Ringing", "Call.StateChanged", "Call.Failed");
      assertThat(only(events, "Call.Failed").path("code").asInt()).isEqualTo(408);
    }
  }

  @Test
  @Execution(CONCURRENT)
  void hangingUpWhileItRingsCancels(RunningNode node) {
    try (var callee = plan("callee-rings", "thought-better").listen()) {
      var callId = place(node.api(), Map.of("to", callee.uri("nobody"), "from", "us"));
      waitAtMost(PATIENCE).until(() -> node.api().callEventNames(callId).contains("Call.Ringing"));
      node.api().post("/v1/calls/" + callId + "/commands", Map.of("type", "hangup"));
      callee.succeeds(PATIENCE);
      var events = ended(node.api(), callId);
      assertThat(names(events))
          .containsExactly("Call.StateChanged", "Call.Ringing", "Call.StateChanged", "Call.Failed");
      assertThat(only(events, "Call.Failed").path("code").asInt()).isEqualTo(487);
    }
  }

  @Test
  @Execution(CONCURRENT)
  void answeredCallTellsItsSoundAndItsHangup(RunningNode node) {
    try (var callee = plan("callee", "answers").listen()) {
      var callId =
          place(
              node.api(),
              Map.of(
                  "to",
                  callee.uri("somebody"),
                  "from",
                  "4711",
                  "displayName",
                  "Our House",
                  "headers",
                  Map.of("X-Campaign", "spring")));
      assertConversation(node.api(), callId, callee);
      assertThat(callee.messages())
          .containsPattern("From: \"Our House\" ?<sip:4711@")
          .contains("X-Campaign: spring");
    }
  }

  @Test
  @Execution(CONCURRENT)
  void challengeIsAnsweredWithTheRightPassword(RunningNode node) {
    var plan =
        plan("callee-challenges", "challenges").with("USER", "office").with("PASSWORD", "hunter2");
    try (var callee = plan.listen()) {
      var callId =
          place(
              node.api(),
              Map.of(
                  "to", callee.uri("somebody"),
                  "from", "4712",
                  "authUser", "office",
                  "password", "hunter2"));
      assertConversation(node.api(), callId, callee);
    }
  }

  @Test
  @Execution(CONCURRENT)
  void wrongPasswordFailsTheCall(RunningNode node) {
    var plan =
        plan("callee-challenges", "suspects").with("USER", "office").with("PASSWORD", "hunter2");
    try (var callee = plan.listen()) {
      var callId =
          place(
              node.api(),
              Map.of(
                  "to", callee.uri("somebody"),
                  "from", "4713",
                  "authUser", "office",
                  "password", "guess"));
      var events = ended(node.api(), callId);
      assertThat(names(events)).containsExactly("Call.StateChanged", "Call.Failed");
      assertFailed(events, 403, "Forbidden");
    }
  }

  @Test
  @Execution(CONCURRENT)
  void bridgePassesTheFailureOnToTheCaller(RunningNode node) {
    var plan =
        plan("callee-refuses", "bridge-busy").with("STATUS", 486).with("PHRASE", "Busy Here");
    try (var callee = plan.listen();
        var caller =
            plan("caller-bridged-refused", "bridge-refused")
                .with("CALLER", "bridge-refused")
                .with("TARGET", callee.uri("somebody"))
                .with("STATUS", 486)
                .call("7001", node.sipAddress())) {
      callee.succeeds(PATIENCE);
      caller.succeeds(PATIENCE);
    }
    var events = EventAssertions.eventsOfCallFrom(node.api(), "bridge-refused");
    assertFailed(events, 486, "Busy Here");
    assertThat(only(events, "Call.Disconnected").path("internalCode").asInt()).isEqualTo(486);
  }

  private static void assertConversation(Api api, String callId, Sipp callee) {
    try {
      waitAtMost(PATIENCE).until(() -> api.callEventNames(callId).contains("Call.Connected"));
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(api.callEvents(callId) + callee.logs(), e);
    }
    api.post("/v1/calls/" + callId + "/commands", Map.of("type", "hangup"));
    callee.succeeds(PATIENCE);
    var events = ended(api, callId);
    assertThat(names(events))
        .containsExactly(
            "Call.StateChanged",
            "Call.Ringing",
            "Call.AudioStarted",
            "Call.StateChanged",
            "Call.Connected",
            "Call.AudioQualityDetected",
            "Call.StateChanged",
            "Call.Disconnected");
    assertThat(only(events, "Call.AudioStarted").path("code").asInt()).isEqualTo(200);
  }

  private Sipp.Plan plan(String scenario, String directory) {
    return Sipp.scenario(scenario, temp.resolve(directory)).with("RTP", FreePorts.first(2));
  }

  private static String place(Api api, Map<String, ?> call) {
    var session = api.post("/v1/sessions", Map.of("control", "http")).path("sessionId").asText();
    return api.post("/v1/sessions/" + session + "/calls", call).path("callId").asText();
  }

  private static List<JsonNode> ended(Api api, String callId) {
    waitAtMost(PATIENCE)
        .alias("call " + callId + " ends")
        .until(() -> EventAssertions.isOver(api.get("/v1/calls/" + callId)));
    var events = api.callEvents(callId);
    EventAssertions.assertNumberedWithoutGaps(events);
    return events;
  }

  private static void assertFailed(List<JsonNode> events, int code, String reason) {
    var failed = only(events, "Call.Failed");
    assertThat(failed.path("code").asInt()).isEqualTo(code);
    assertThat(failed.path("reason").asText()).isEqualTo(reason);
  }
}
