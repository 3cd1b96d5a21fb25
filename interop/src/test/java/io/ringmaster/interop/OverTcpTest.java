package io.ringmaster.interop;

import static io.ringmaster.interop.EventAssertions.eventsOfCallFrom;
import static io.ringmaster.interop.EventAssertions.names;
import static io.ringmaster.interop.EventAssertions.only;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.waitAtMost;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;

/// Whole calls with SIP over TCP, in both directions.
@RequiresPeer("sipp")
@ExtendWith(SharedNode.class)
class OverTcpTest {

  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @TempDir Path temp;

  @Test
  @Execution(CONCURRENT)
  void callerOverTcpTalksToTheEchoAndHangsUp(RunningNode node) {
    var plan =
        Sipp.scenario("caller", temp.resolve("caller"))
            .with("CALLER", "over-tcp")
            .with("RTP", FreePorts.first(2))
            .with("TALK", 300)
            .overTcp();
    try (var caller = plan.call("7002", node.sipAddress())) {
      caller.succeeds(PATIENCE);
      assertThat(caller.messages()).contains("TCP message sent").doesNotContain("UDP message");
    }
    var events = eventsOfCallFrom(node.api(), "over-tcp");
    assertThat(only(events, "Call.Connected").path("sipTransport").asText()).isEqualTo("TCP");
    assertThat(only(events, "Call.Disconnected").path("internalCode").asInt()).isEqualTo(200);
  }

  @Test
  @Execution(CONCURRENT)
  void calleeIsCalledOverTcpAndHearsOurBye(RunningNode node) {
    var api = node.api();
    var plan =
        Sipp.scenario("callee", temp.resolve("callee")).with("RTP", FreePorts.first(2)).overTcp();
    try (var callee = plan.listen()) {
      var session = api.post("/v1/sessions", Map.of("control", "http")).path("sessionId").asText();
      var call =
          api.post(
                  "/v1/sessions/" + session + "/calls",
                  Map.of("to", callee.uri("bob") + ";transport=tcp", "from", "us"))
              .path("callId")
              .asText();
      waitAtMost(PATIENCE).until(() -> api.callEventNames(call).contains("Call.Connected"));
      api.post("/v1/calls/" + call + "/commands", Map.of("type", "hangup"));
      callee.succeeds(PATIENCE);

      assertThat(callee.messages())
          .contains("TCP message received")
          .contains("Via: SIP/2.0/TCP")
          .doesNotContain("UDP message");
      var events = api.callEvents(call);
      assertThat(names(events)).contains("Call.Ringing", "Call.AudioStarted", "Call.Disconnected");
      var connected = only(events, "Call.Connected");
      assertThat(connected.path("sipTransport").asText()).isEqualTo("TCP");
      assertThat(connected.path("scheme").path("codec").asText()).isEqualTo("PCMU");
    }
  }
}
