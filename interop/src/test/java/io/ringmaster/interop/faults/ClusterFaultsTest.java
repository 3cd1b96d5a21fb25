package io.ringmaster.interop.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.waitAtMost;

import com.fasterxml.jackson.databind.JsonNode;
import io.ringmaster.interop.Api;
import io.ringmaster.interop.FreePorts;
import io.ringmaster.interop.RequiresPeer;
import io.ringmaster.interop.Sipp;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// Three nodes and twelve calls, four for each. One after the other: the database hangs, a node is killed and comes back, a node is
/// told to stop and comes back, a node hangs and comes to again. Each test begins where the one before it ended.
@RequiresPeer("sipp")
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterFaultsTest {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int CALLS_PER_NODE = 4;
  private static final String NODE_LOST = "the node that held this call was lost";

  private static final String AFTERWARDS =
      """
      {"type": "customData", "customData": "after the outage"}\
      """;

  private static final String SCENARIO =
      """
      VoxEngine.addEventListener(AppEvents.CallAlerting, ({ call }) => {
        call.addEventListener(CallEvents.Connected, () => call.sendMediaTo(call));
        call.answer();
      });
      """;

  private ThreeNodes cluster;
  private Path peers;
  private final List<Sipp> callers = new ArrayList<>();

  @BeforeAll
  void start(@TempDir Path data, @TempDir Path peerFiles) {
    peers = peerFiles;
    cluster =
        ThreeNodes.start(
            data,
            List.of(
                "-Dringmaster.session.idle-timeout=3s",
                "-Dringmaster.call.linger=1s",
                "-Dringmaster.rtp.ports=0-0"));
    var api = cluster.api(1);
    assertThat(api.send("PUT", "/v1/scenarios/talk", SCENARIO).status()).isEqualTo(201);
    api.put("/v1/rules/talk", Map.of("pattern", "talk", "scenarios", List.of("talk")));
    for (int node = 2; node <= 3; node++) {
      var other = cluster.api(node);
      waitAtMost(SOON)
          .until(() ->
              other.list("/v1/rules").stream()
                  .anyMatch(rule -> rule.path("name").asText().equals("talk")));
    }
  }

  @AfterAll
  void stop() {
    callers.forEach(Sipp::close);
    cluster.close();
  }

  @Test
  @Order(1)
  void everyNodeShowsTheCallsOfAll() {
    for (int node = 1; node <= 3; node++) call(node, "first-" + node, CALLS_PER_NODE);

    for (int node = 1; node <= 3; node++) {
      untilConnected(cluster.api(node), "first", 3 * CALLS_PER_NODE);
      assertThat(cluster.api(node).metric("ringmaster_calls_open", "")).isEqualTo(CALLS_PER_NODE);
    }
    for (var call : calls(cluster.api(1), "first-")) {
      var events = cluster.api(1).callEvents(call);
      Witness.assertGapFree(events, call);
      for (int node = 2; node <= 3; node++) {
        assertThat(cluster.api(node).callEvents(call)).isEqualTo(events);
        assertThat(cluster.api(node).get("/v1/calls/" + call))
            .isEqualTo(cluster.api(1).get("/v1/calls/" + call));
      }
    }
  }

  @Test
  @Order(2)
  void commandMayBeGivenToAnyNode() {
    for (int node = 1; node <= 3; node++) {
      var call = calls(cluster.api(1), "first-" + node).getFirst();
      var other = cluster.api(node % 3 + 1);

      other.post(
          "/v1/calls/%s/commands".formatted(call),
          Map.of("type", "customData", "customData", "by another"));

      assertThat(
              cluster.api((node + 1) % 3 + 1).get("/v1/calls/" + call).path("customData").asText())
          .isEqualTo("by another");
    }
  }

  @Test
  @Order(3)
  void databaseThatHangsForAWhileCostsNoCall() {
    var before = Witness.of(cluster.api(1), calls(cluster.api(1), "first-"));
    cluster.freezeDatabase();
    try {
      // These come before anybody has noticed, into the shards of the calls that are up.
      for (int node = 1; node <= 3; node++) call(node, "outage-" + node, 4);
      for (int node = 1; node <= 3; node++) {
        var api = cluster.api(node);
        waitAtMost(SOON).until(() -> api.send("GET", "/health/ready", "").status() == 503);
        assertThat(api.send("GET", "/health/ready", "").body()).contains("the database");
        assertThat(api.send("GET", "/health/alive", "").status()).isEqualTo(200);
        try (var refused =
            plan("caller-refused", "late-" + node)
                .with("STATUS", 503)
                .call("talk", cluster.sip(node))) {
          refused.succeeds(SOON);
        }
      }
    } finally {
      cluster.thawDatabase();
    }

    for (int node = 1; node <= 3; node++) {
      var api = cluster.api(node);
      waitAtMost(SOON).until(() -> api.send("GET", "/health/ready", "").status() == 200);
    }
    for (var call : before.calls()) {
      waitAtMost(SOON)
          .alias("call " + call + " takes commands")
          .until(() ->
              cluster.api(2).send("POST", "/v1/calls/" + call + "/commands", AFTERWARDS).status()
                  == 202);
      assertThat(cluster.api(3).get("/v1/calls/" + call).path("customData").asText())
          .isEqualTo("after the outage");
    }
    assertUndisturbed(cluster.api(1), before);

    var late = calls(cluster.api(1), "outage-");
    for (var call : late) hangUp(cluster.api(3), call);
    untilEnded(cluster.api(2), late);
    for (var call : late) Witness.assertTakenOnce(cluster.api(1), call);
  }

  @Test
  @Order(4)
  void callsOfAKilledNodeEndAndTheOthersGoOn() {
    var lost = Witness.of(cluster.api(1), calls(cluster.api(1), "first-1"));
    var others = Witness.of(cluster.api(1), without(calls(cluster.api(1), "first-"), lost.calls()));

    long killed = System.nanoTime();
    cluster.node(1).destroyForcibly();

    for (int node = 2; node <= 3; node++) {
      lost.isConfirmedBy(cluster.api(node)); // before anybody has taken over
      untilEnded(cluster.api(node), lost.calls());
    }
    System.out.printf(
        "calls of a killed node had ended after %.1f s%n", (System.nanoTime() - killed) / 1e9);
    lost.isConfirmedBy(cluster.api(2));
    for (var call : lost.calls()) {
      var view = cluster.api(3).get("/v1/calls/" + call);
      assertThat(view.path("endCode").asInt()).isEqualTo(503);
      assertThat(view.path("endReason").asText()).isEqualTo(NODE_LOST);
      Witness.assertTakenOnce(cluster.api(3), call);
    }
    caller("first-1").succeeds(SOON); // all four heard a BYE
    untilSessionsEnd(cluster.api(2), lost.calls());
    assertUndisturbed(cluster.api(3), others);
  }

  @Test
  @Order(5)
  void nodeThatComesBackTakesCalls() {
    cluster.startAgain(1);

    call(1, "second-1", CALLS_PER_NODE);

    untilConnected(cluster.api(3), "second", CALLS_PER_NODE);
    assertThat(cluster.api(1).metric("ringmaster_calls_open", "")).isEqualTo(CALLS_PER_NODE);
    for (int node = 1; node <= 3; node++) {
      assertThat(cluster.api(node).get("/health/ready").toString())
          .contains("3 members, 0 unreachable");
    }
  }

  @Test
  @Order(6)
  void nodeToldToStopLetsItsCallsEndAndTakesNoOthers() {
    var leaving = Witness.of(cluster.api(2), calls(cluster.api(2), "first-2"));
    var others = Witness.of(cluster.api(1), without(connected(cluster.api(1)), leaving.calls()));
    var process = cluster.node(2);

    process.destroy();

    var api = cluster.api(2);
    waitAtMost(SOON).until(() -> api.send("GET", "/health/ready", "").status() == 503);
    try (var refused =
        plan("caller-refused", "refused").with("STATUS", 503).call("talk", cluster.sip(2))) {
      refused.succeeds(SOON);
    }
    assertUndisturbed(cluster.api(3), leaving);
    assertThat(process.isAlive()).isTrue();
    for (var call : leaving.calls()) hangUp(cluster.api(3), call);
    waitAtMost(SOON).until(() -> !process.isAlive());

    caller("first-2").succeeds(SOON);
    for (var call : leaving.calls()) {
      assertThat(cluster.api(1).get("/v1/calls/" + call).path("endCode").asInt()).isEqualTo(200);
    }
    leaving.isConfirmedBy(cluster.api(1));
    untilSessionsEnd(cluster.api(3), leaving.calls());
    assertUndisturbed(cluster.api(3), others);

    cluster.startAgain(2);
    call(2, "second-2", CALLS_PER_NODE);
    untilConnected(cluster.api(1), "second-2", CALLS_PER_NODE);
    assertThat(cluster.api(2).metric("ringmaster_calls_open", "")).isEqualTo(CALLS_PER_NODE);
  }

  @Test
  @Order(7)
  void nodeThatHungAndComesToAgainLeaves() {
    var lost = Witness.of(cluster.api(1), calls(cluster.api(1), "second-2"));
    var others = Witness.of(cluster.api(1), without(connected(cluster.api(1)), lost.calls()));

    cluster.freeze(2);
    try {
      untilEnded(cluster.api(1), lost.calls());
    } finally {
      cluster.thaw(2);
    }

    var process = cluster.node(2);
    waitAtMost(SOON).alias("a node that the others gave up ends").until(() -> !process.isAlive());
    lost.isConfirmedBy(cluster.api(3));
    for (var call : lost.calls()) Witness.assertTakenOnce(cluster.api(3), call);
    assertUndisturbed(cluster.api(3), others);
  }

  // Calls

  private void call(int node, String callerid, int count) {
    callers.add(
        plan("caller-hears-bye", callerid)
            .options("-m", "" + count, "-r", "" + count)
            .call("talk", cluster.sip(node)));
    names.add(callerid);
  }

  private final List<String> names = new ArrayList<>();

  private Sipp caller(String callerid) {
    return callers.get(names.indexOf(callerid));
  }

  private Sipp.Plan plan(String scenario, String callerid) {
    return Sipp.scenario(scenario, peers.resolve(callerid))
        .with("CALLER", callerid)
        .with("RTP", FreePorts.one())
        .options("-timeout", "400s");
  }

  private static void hangUp(Api api, String call) {
    api.post("/v1/calls/%s/commands".formatted(call), Map.of("type", "hangup"));
  }

  // What an API shows

  private static List<String> calls(Api api, String callers) {
    return api.calls().stream()
        .filter(call -> call.path("callerid").asText().startsWith(callers))
        .map(ClusterFaultsTest::id)
        .toList();
  }

  private static List<String> connected(Api api) {
    return api.list("/v1/calls?state=CONNECTED&limit=1000").stream()
        .map(ClusterFaultsTest::id)
        .toList();
  }

  private static List<String> without(List<String> all, List<String> those) {
    Set<String> left = new HashSet<>(all);
    those.forEach(left::remove);
    return List.copyOf(left);
  }

  private static void untilConnected(Api api, String callers, int count) {
    waitAtMost(SOON)
        .untilAsserted(() -> {
          var states =
              calls(api, callers).stream()
                  .map(call -> api.get("/v1/calls/" + call).path("state").asText())
                  .toList();
          assertThat(states).as("calls of %s", callers).hasSize(count).containsOnly("CONNECTED");
        });
  }

  private static void untilEnded(Api api, List<String> calls) {
    waitAtMost(SOON)
        .untilAsserted(() -> {
          var active =
              api.list("/v1/calls?state=active&limit=1000").stream()
                  .map(ClusterFaultsTest::id)
                  .toList();
          assertThat(active).doesNotContainAnyElementsOf(calls);
        });
  }

  private static void untilSessionsEnd(Api api, List<String> calls) {
    for (var call : calls) {
      waitAtMost(SOON)
          .until(() ->
              api.get("/v1/sessions/" + call.substring(0, call.indexOf('-')))
                  .path("state")
                  .asText()
                  .equals("TERMINATED"));
    }
  }

  /// Nothing has happened to these calls at all.
  private static void assertUndisturbed(Api api, Witness calls) {
    calls
        .events()
        .forEach((call, events) -> {
          assertThat(api.get("/v1/calls/" + call).path("state").asText()).isEqualTo("CONNECTED");
          assertThat(api.callEvents(call)).isEqualTo(events);
        });
  }

  private static String id(JsonNode call) {
    return call.path("callId").asText();
  }
}
