package io.ringmaster.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.waitAtMost;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@RequiresPeer("sipp")
@ExtendWith(SharedNode.class)
class ManyCallsTest {

  private static final int CALLS = 200;
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @Test
  void twoHundredCallsAtOnceEachHaveTheirOwnHistory(RunningNode node, @TempDir Path temp) {
    var api = node.api();
    try (var sipp =
        Sipp.scenario("caller-hears-bye", temp)
            .with("CALLER", "crowd-[call_number]")
            .with("RTP", FreePorts.first(2))
            .options("-m", String.valueOf(CALLS), "-l", String.valueOf(CALLS), "-r", "20")
            .call("7002", node.sipAddress())) {
      waitAtMost(PATIENCE)
          .alias("all of them are connected at one time")
          .until(() -> crowd(api, "?state=CONNECTED&limit=1000").size() == CALLS);
      assertThat(api.metric("ringmaster_calls_open", "")).isGreaterThanOrEqualTo(CALLS);
      for (var call : crowd(api, "?state=CONNECTED&limit=1000")) {
        api.post(
            "/v1/calls/" + call.path("callId").asText() + "/commands", Map.of("type", "hangup"));
      }
      sipp.succeeds(PATIENCE);
    }
    waitAtMost(PATIENCE)
        .alias("all of them are over")
        .until(() -> crowd(api, "?state=TERMINATED&limit=1000").size() == CALLS);
    assertThat(crowd(api, "?limit=1000"))
        .hasSize(CALLS)
        .allSatisfy(call -> {
          var events = api.callEvents(call.path("callId").asText());
          EventAssertions.assertNumberedWithoutGaps(events);
          assertThat(EventAssertions.names(events))
              .containsExactly(
                  "Call.StateChanged",
                  "Call.Connected",
                  "Call.AudioQualityDetected",
                  "Call.StateChanged",
                  "Call.Disconnected");
        });
  }

  private static List<JsonNode> crowd(Api api, String query) {
    return api.list("/v1/calls" + query).stream()
        .filter(call -> call.path("callerid").asText().startsWith("crowd-"))
        .toList();
  }
}
