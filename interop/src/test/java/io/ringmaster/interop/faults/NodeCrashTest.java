package io.ringmaster.interop.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.waitAtMost;

import com.fasterxml.jackson.databind.JsonNode;
import io.ringmaster.interop.Api;
import io.ringmaster.interop.EventStream;
import io.ringmaster.interop.EventStream.Sent;
import io.ringmaster.interop.FreePorts;
import io.ringmaster.interop.NodePlan;
import io.ringmaster.interop.RequiresPeer;
import io.ringmaster.interop.RunningNode;
import io.ringmaster.interop.Sipp;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// A node with calls in every phase is killed by SIGKILL and started again on the same data: what it said before stays said, and
/// everything comes to an orderly end.
@RequiresPeer("sipp")
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NodeCrashTest {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String NODE_LOST = "the node that held this call was lost";

  private static final Map<String, String> SCENARIOS =
      Map.of(
          "ringing",
          """
          VoxEngine.addEventListener(AppEvents.CallAlerting, ({ call }) => call.ring());
          """,
          "playing",
          """
          VoxEngine.addEventListener(AppEvents.CallAlerting, ({ call }) => {
            call.addEventListener(CallEvents.Connected, () =>
              call.startPlayback('file:greeting.wav', { loop: true }));
            call.answer();
          });
          """,
          "bridging",
          """
          VoxEngine.addEventListener(AppEvents.CallAlerting, ({ call, headers }) => {
            VoxEngine.easyProcess(call, VoxEngine.callSIP(headers['X-Bridge-To'], call.callerid()));
          });
          """,
          "counting",
          """
          let digits = '';
          VoxEngine.addEventListener(AppEvents.CallAlerting, ({ call }) => {
            call.addEventListener(CallEvents.ToneReceived, ({ tone }) => { digits += tone; });
            call.addEventListener(CallEvents.Disconnected, ({ internalCode, reason }) =>
              Logger.write(`dialled ${digits}, then ${internalCode}: ${reason}`));
            call.handleTones(true);
            call.answer();
          });
          """);

  private NodePlan plan;
  private RunningNode node;
  private Api api;
  private Path peers;
  private final List<Sipp> hangingOn = new ArrayList<>();
  private Sipp ringing;
  private Witness witness;

  private String counting;
  private String countingSession;
  private List<Sent> callStream;
  private List<Sent> sessionStream;
  private List<Sent> wholeStream;

  @BeforeAll
  void killInMidCall(@TempDir Path data, @TempDir Path peerFiles) {
    peers = peerFiles;
    plan =
        RunningNode.in(data)
            .set("ringmaster.session.idle-timeout", "2s")
            .set("ringmaster.call.linger", "1s");
    start();
    SCENARIOS.forEach((name, source) -> {
      assertThat(api.send("PUT", "/v1/scenarios/" + name, source).status()).isEqualTo(201);
      api.put("/v1/rules/" + name, Map.of("pattern", name, "scenarios", List.of(name)));
    });

    var callee =
        Sipp.scenario("callee", peers.resolve("callee")).with("RTP", FreePorts.one()).listen();
    hangingOn.add(callee);
    hangingOn.add(
        caller("caller-bridged-hears-bye", "bridging")
            .with("TARGET", callee.uri("bob"))
            .call("bridging", node.sipAddress()));
    hangingOn.add(caller("caller-hears-bye", "playing").call("playing", node.sipAddress()));
    hangingOn.add(
        caller("faults/caller-dials-123", "counting").call("counting", node.sipAddress()));
    ringing =
        caller("caller-refused", "ringing").with("STATUS", 503).call("ringing", node.sipAddress());

    untilPhases("IncomingProgressing", "Connected", "Connected", "Connected", "Connected");
    waitAtMost(SOON).until(() -> eventsNamed("counting", "Call.ToneReceived") == 3);
    waitAtMost(SOON).until(() -> eventsNamed("playing", "Call.PlaybackStarted") == 1);

    counting = idOf("counting");
    countingSession = counting.substring(0, counting.indexOf('-'));
    callStream = firstOf("/v1/calls/" + counting + "/events", api.callEvents(counting).size());
    sessionStream = firstOf("/v1/sessions/" + countingSession + "/events", 4);
    wholeStream = firstOf("/v1/events", 8);
    witness = Witness.of(api, api.calls().stream().map(NodeCrashTest::id).toList());

    node.kill();
    start();
    // And once more in the middle of coming back.
    node.kill();
    start();
    waitAtMost(SOON)
        .until(
            () -> api.sessions().stream().allMatch(session -> state(session).equals("TERMINATED")));
  }

  @AfterAll
  void stop() {
    hangingOn.forEach(Sipp::close);
    ringing.close();
    node.close();
  }

  @Test
  @Order(1)
  void farEndsThatWereConnectedHearABye() {
    for (var peer : hangingOn) peer.succeeds(SOON);
  }

  @Test
  @Order(1)
  void callerWhoHeardItRingHearsThatItIsOver() {
    ringing.succeeds(SOON);
    assertThat(ringing.messages()).contains("SIP/2.0 180 ").contains("SIP/2.0 503 ");
  }

  @Test
  @Order(2)
  void everythingSaidBeforeIsStillSaid() {
    witness.isConfirmedBy(api);
    witness.calls().forEach(call -> Witness.assertTakenOnce(api, call));
  }

  @Test
  @Order(3)
  void everyCallEndsOnceWithTheReason() {
    for (var call : witness.calls()) {
      var view = api.get("/v1/calls/" + call);
      assertThat(state(view)).isEqualTo("TERMINATED");
      assertThat(view.path("endCode").asInt()).as("%s", view).isEqualTo(503);
      assertThat(view.path("endReason").asText()).isEqualTo(NODE_LOST);
      var ends =
          api.callEvents(call).stream()
              .filter(event -> List.of("Call.Disconnected", "Call.Failed").contains(name(event)))
              .toList();
      assertThat(ends)
          .singleElement()
          .satisfies(end -> assertThat(end.path("reason").asText()).isEqualTo(NODE_LOST));
    }
  }

  @Test
  @Order(4)
  void scenarioRemembersWhatItHadCounted() {
    var log = api.text("/v1/sessions/" + countingSession + "/log");

    assertThat(log).containsOnlyOnce("dialled 123, then 503: " + NODE_LOST);
    for (var session : api.sessions()) {
      var view = api.get("/v1/sessions/" + session.path("sessionId").asText());
      assertThat(view.path("finishReason").asText()).isIn("Timeout", "Normal termination");
    }
  }

  @Test
  @Order(5)
  void streamOfACallGoesOnWhereItWasCut() {
    try (var rest = api.stream("/v1/calls/" + counting + "/events", callStream.getLast().id())) {
      var seen = new ArrayList<>(callStream);
      seen.addAll(rest.upTo("Call.Disconnected", SOON));
      assertThat(seen)
          .extracting(sent -> sent.data().path("seq").asLong())
          .containsExactlyElementsOf(LongStream.rangeClosed(1, seen.size()).boxed().toList());
      assertThat(seen).extracting(Sent::data).containsExactlyElementsOf(api.callEvents(counting));
    }
  }

  @Test
  @Order(6)
  void streamOfASessionGoesOnWhereItWasCut() {
    try (var rest =
        api.stream("/v1/sessions/" + countingSession + "/events", sessionStream.getLast().id())) {
      var seen = new ArrayList<>(sessionStream);
      seen.addAll(rest.upTo("Application.Terminated", SOON));
      assertThat(seen)
          .extracting(Sent::data)
          .containsExactlyElementsOf(api.events(countingSession));
    }
  }

  @Test
  @Order(7)
  void streamOfEverythingGoesOnWhereItWasCut() {
    try (var all = api.stream("/v1/events?from=1", "");
        var rest = api.stream("/v1/events", wholeStream.getLast().id())) {
      int sessions = api.sessions().size();
      var fromTheStart = upToTheLast(all, sessions);
      var seen = new ArrayList<>(wholeStream);
      seen.addAll(upToTheLast(rest, sessions));
      assertThat(seen).containsExactlyElementsOf(fromTheStart);
      assertThat(seen).doesNotHaveDuplicates();
    }
  }

  @Test
  @Order(8)
  void nothingIsHeldAnyMore() {
    assertThat(api.list("/v1/calls?state=active")).isEmpty();
    assertThat(api.list("/v1/sessions?state=active")).isEmpty();
    waitAtMost(SOON)
        .untilAsserted(() -> {
          assertThat(api.metric("ringmaster_calls_open", "")).isZero();
          assertThat(api.metric("ringmaster_rtp_legs", "")).isZero();
          assertThat(Heap.reachable(node.handle(), "io.ringmaster.actors.call.CallEntity"))
              .isZero();
        });
  }

  private void start() {
    node = plan.start();
    api = node.api();
  }

  private Sipp.Plan caller(String scenario, String callerid) {
    return Sipp.scenario(scenario, peers.resolve(callerid))
        .with("CALLER", callerid)
        .with("RTP", FreePorts.one())
        .options("-timeout", "150s");
  }

  private void untilPhases(String... phases) {
    waitAtMost(SOON)
        .untilAsserted(() ->
            assertThat(
                    api.calls().stream()
                        .map(call -> api.get("/v1/calls/" + id(call)).path("phase").asText()))
                .containsExactlyInAnyOrder(phases));
  }

  private long eventsNamed(String callerid, String name) {
    return api.callEventNames(idOf(callerid)).stream().filter(name::equals).count();
  }

  private String idOf(String callerid) {
    return id(api.callsFrom(callerid).getFirst());
  }

  /// The first events of a live stream.
  private List<Sent> firstOf(String path, int count) {
    try (var stream = api.stream(path + "?from=1", "")) {
      var seen = new ArrayList<Sent>();
      while (seen.size() < count) seen.add(stream.next(SOON));
      return seen;
    }
  }

  private static List<Sent> upToTheLast(EventStream stream, int sessions) {
    var seen = new ArrayList<Sent>();
    for (int i = 0; i < sessions; i++) seen.addAll(stream.upTo("Application.Terminated", SOON));
    return seen;
  }

  private static String id(JsonNode call) {
    return call.path("callId").asText();
  }

  private static String name(JsonNode event) {
    return event.path("name").asText();
  }

  private static String state(JsonNode view) {
    return view.path("state").asText();
  }
}
