package io.ringmaster.interop.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.waitAtMost;

import io.ringmaster.interop.FreePorts;
import io.ringmaster.interop.RequiresPeer;
import io.ringmaster.interop.RunningNode;
import io.ringmaster.interop.Sipp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RequiresPeer("sipp")
class UnwritableRecordingsTest {

  private static final String SCENARIO =
      """
      VoxEngine.addEventListener(AppEvents.CallAlerting, ({ call }) => {
        call.addEventListener(CallEvents.Connected, () => call.record());
        call.addEventListener(CallEvents.RecordError, ({ error }) => {
          Logger.write(`no recording: ${error}`);
          call.hangup();
        });
        call.answer();
      });
      """;

  /// A file where the directory belongs cannot be written to, not even by root.
  @Test
  void recordingThatCannotBeWrittenIsAnErrorAndTheCallGoesOn(@TempDir Path temp)
      throws IOException {
    var data = temp.resolve("node");
    try (var node = RunningNode.in(data).start()) {
      makeUnwritable(data.resolve("recordings"));
      var api = node.api();
      assertThat(api.send("PUT", "/v1/scenarios/recording", SCENARIO).status()).isEqualTo(201);
      api.put("/v1/rules/recording", Map.of("pattern", "8200", "scenarios", List.of("recording")));

      try (var caller =
          Sipp.scenario("caller-hears-bye", temp.resolve("caller"))
              .with("CALLER", "rita")
              .with("RTP", FreePorts.one())
              .call("8200", node.sipAddress())) {
        caller.succeeds(Duration.ofSeconds(45));
      }

      var call = api.callsFrom("rita").getFirst();
      assertThat(api.callEventNames(call.path("callId").asText()))
          .contains("Call.Connected", "Call.RecordError", "Call.Disconnected")
          .doesNotContain("Call.RecordStopped");
      waitAtMost(Duration.ofSeconds(20))
          .untilAsserted(() ->
              assertThat(api.text("/v1/sessions/%s/log".formatted(call.path("sessionId").asText())))
                  .contains("no recording: "));
    }
  }

  private static void makeUnwritable(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      try (var inside = Files.list(directory)) {
        assertThat(inside).isEmpty();
      }
      Files.delete(directory);
    }
    Files.writeString(directory, "in the way");
  }
}
