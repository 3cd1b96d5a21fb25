package io.ringmaster.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.waitAtMost;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A node that lets nobody wait for longer than a millisecond has too much to do as soon as two call at once.
@RequiresPeer("sipp")
class OverloadTest {

  private static final int CALLS = 60;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

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
      waitAtMost(PATIENCE).until(() -> node.api().metric("ringmaster_calls_wait_seconds", "") == 0);
      try (var late = caller("late", temp).call("7002", node.sipAddress())) {
        late.succeeds(PATIENCE);
      }
      assertThat(node.errors())
          .as("the operator is told, and nothing else went wrong")
          .isNotEmpty()
          .allSatisfy(line -> assertThat(line).contains("overloaded: a caller has waited"));
    }
  }

  private static Sipp.Plan caller(String caller, Path temp) {
    return Sipp.scenario("caller", temp.resolve(caller))
        .with("CALLER", caller)
        .with("TALK", 100)
        .with("RTP", FreePorts.first(2));
  }
}
