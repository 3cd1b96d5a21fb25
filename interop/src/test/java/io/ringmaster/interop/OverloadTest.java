package io.ringmaster.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.waitAtMost;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Callers whose sessions have not begun: how long they wait, and what it means for others.
@RequiresPeer("sipp")
class OverloadTest {

  private static final int CALLS = 60;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// A call that nothing is heard of is forgotten after 60 s.
  private static final Duration LESS_THAN_FORGETTING = Duration.ofSeconds(30);

  /// A node that lets nobody wait for longer than a millisecond has too much to do as soon as two call at once.
  @Test
  void callersAreRefusedWhileOthersWaitAndTakenAgainAfterwards(@TempDir Path temp) {
    try (var node =
        SharedNode.plan(temp.resolve("node")).set("ringmaster.call.longest-wait", "1ms").start()) {
      try (var crowd =
          caller("crowd", temp)
              .options("-m", String.valueOf(CALLS), "-r", "2000")
              .call("7002", node.sipAddress())) {
        assertThat(crowd.await(PATIENCE)).as("some calls are refused").isEqualTo(1);
        assertThat(crowd.messages())
            .contains("SIP/2.0 503 This node is overloaded", "Retry-After: 5", "SIP/2.0 200 OK");
      }
      waitAtMost(PATIENCE).until(() -> nobodyWaits(node));
      try (var late = caller("late", temp).call("7002", node.sipAddress())) {
        late.succeeds(PATIENCE);
      }
      assertThat(node.errors())
          .as("the operator is told, and nothing else went wrong")
          .isNotEmpty()
          .allSatisfy(line -> assertThat(line).contains("overloaded: a caller has waited"));
    }
  }

  /// Nobody else calls this node: nothing but what happens to these two calls can end their wait.
  @Test
  void callThatIsRefusedAndCallWhoseSessionHasBegunWaitNoLonger(@TempDir Path temp) {
    try (var node =
        SharedNode.plan(temp.resolve("node")).set("ringmaster.call.answer-timeout", "5m").start()) {
      try (var foreign =
          refused("g729-only", temp)
              .with("STATUS", 488)
              .with("CODECS", "18")
              .call("7002", node.sipAddress())) {
        foreign.succeeds(PATIENCE);
      }
      waitAtMost(LESS_THAN_FORGETTING).until(() -> nobodyWaits(node));
      assertThat(node.api().callsFrom("g729-only")).isEmpty();

      node.api().route("^62$", "ignore");
      try (var ignored =
          refused("ignored", temp).with("STATUS", 603).call("62", node.sipAddress())) {
        waitAtMost(LESS_THAN_FORGETTING)
            .alias("while the scenario keeps silent")
            .until(() -> isAlerting(node, "ignored") && nobodyWaits(node));
        var call = node.api().callsFrom("ignored").getFirst().path("callId").asText();
        node.api().post("/v1/calls/" + call + "/commands", Map.of("type", "hangup"));
        ignored.succeeds(PATIENCE);
      }
    }
  }

  private static boolean nobodyWaits(RunningNode node) {
    return node.api().metric("ringmaster_calls_wait_seconds", "") == 0;
  }

  private static boolean isAlerting(RunningNode node, String caller) {
    return node.api().callsFrom(caller).stream()
        .anyMatch(call -> call.path("state").asText().equals("ALERTING"));
  }

  private static Sipp.Plan refused(String caller, Path temp) {
    return plan("caller-refused", caller, temp);
  }

  private static Sipp.Plan caller(String caller, Path temp) {
    return plan("caller", caller, temp);
  }

  private static Sipp.Plan plan(String scenario, String caller, Path temp) {
    return Sipp.scenario(scenario, temp.resolve(caller))
        .with("CALLER", caller)
        .with("TALK", 100)
        .with("RTP", FreePorts.first(2));
  }
}
