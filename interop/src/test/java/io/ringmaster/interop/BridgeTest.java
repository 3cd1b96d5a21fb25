package io.ringmaster.interop;

import static io.ringmaster.interop.EventAssertions.eventsOfCallFrom;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.waitAtMost;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;

/// The demo bridge on 7001, between two sipps.
@RequiresPeer("sipp")
@ExtendWith(SharedNode.class)
class BridgeTest {

  private static final Duration PATIENCE = Duration.ofSeconds(40);

  /// ms that a side stays before it hangs up: enough for the packets, on a busy machine too.
  private static final int TALK = 7000;

  private static final int PACKETS = 100;

  @Test
  @Execution(CONCURRENT)
  void soundCrossesBothWaysWithoutLossUntilTheCallerHangsUp(RunningNode node, @TempDir Path temp) {
    try (var alice = RtpEndpoint.open();
        var bob = RtpEndpoint.open();
        var callee =
            Sipp.scenario("callee", temp.resolve("callee")).with("RTP", bob.port()).listen();
        var caller =
            Sipp.scenario("caller-bridged", temp.resolve("caller"))
                .with("CALLER", "bridge-caller")
                .with("TARGET", callee.uri("bob"))
                .with("TALK", TALK)
                .with("RTP", alice.port())
                .call("7001", node.sipAddress())) {
      converse(node, "bridge-caller", alice, caller, bob, callee);
      caller.succeeds(PATIENCE);
      callee.succeeds(PATIENCE);
    }
    var events = eventsOfCallFrom(node.api(), "bridge-caller");
    // VoxEngine.terminate() follows the caller's Disconnected: no further CallEvents reach the
    // scenario, so the other leg's end is
    // in that call's own list.
    var incoming = events.get(1).path("id").asText();
    assertThat(names(node, incoming))
        .containsSubsequence("Call.StateChanged", "Call.Connected", "Call.Disconnected")
        .endsWith("Call.Disconnected");
    assertThat(names(node, other(events, incoming)))
        .containsSubsequence("Call.Ringing", "Call.AudioStarted", "Call.Connected")
        .endsWith("Call.Disconnected")
        .doesNotContain("Call.Failed");
  }

  @Test
  @Execution(CONCURRENT)
  void soundCrossesBothWaysWithoutLossUntilTheCalleeHangsUp(RunningNode node, @TempDir Path temp) {
    try (var alice = RtpEndpoint.open();
        var bob = RtpEndpoint.open();
        var callee =
            Sipp.scenario("callee-hangs-up", temp.resolve("callee"))
                .with("TALK", TALK)
                .with("RTP", bob.port())
                .listen();
        var caller =
            Sipp.scenario("caller-bridged-hears-bye", temp.resolve("caller"))
                .with("CALLER", "bridge-called-off")
                .with("TARGET", callee.uri("bob"))
                .with("RTP", alice.port())
                .call("7001", node.sipAddress())) {
      converse(node, "bridge-called-off", alice, caller, bob, callee);
      callee.succeeds(PATIENCE);
      caller.succeeds(PATIENCE);
    }
    var events = eventsOfCallFrom(node.api(), "bridge-called-off");
    var incoming = events.get(1).path("id").asText();
    var disconnected =
        EventAssertions.only(node.api().callEvents(other(events, incoming)), "Call.Disconnected");
    assertThat(disconnected.path("internalCode").asInt()).isEqualTo(16);
    assertThat(disconnected.path("reason").asText()).isEqualTo("Normal call clearing");
    assertThat(names(node, incoming)).endsWith("Call.Disconnected");
  }

  /// Both talk at once for two seconds, and each hears exactly what the other said.
  private static void converse(
      RunningNode node,
      String callerid,
      RtpEndpoint alice,
      Sipp caller,
      RtpEndpoint bob,
      Sipp callee) {
    waitAtMost(PATIENCE)
        .alias("both legs are connected")
        .until(() -> connected(node.api(), callerid) == 2);
    var fromAlice =
        RtpEndpoint.packets(
            Sounds.toPcmu(Sounds.tone(440, PACKETS / 50.0)), 65_500, 0xFFFF_F000L, 17);
    var fromBob =
        RtpEndpoint.packets(Sounds.toPcmu(Sounds.tone(620, PACKETS / 50.0)), 100, 160_000, 23);
    var toCallersLeg = caller.remoteAudio();
    var toCalleesLeg = callee.remoteAudio();
    var talking = CompletableFuture.runAsync(() -> bob.send(toCalleesLeg, fromBob));
    alice.send(toCallersLeg, fromAlice);
    talking.join();
    waitAtMost(Duration.ofSeconds(3))
        .alias("every packet has crossed")
        .until(() -> alice.received().size() >= PACKETS && bob.received().size() >= PACKETS);
    assertRelayed(fromAlice, bob.received());
    assertRelayed(fromBob, alice.received());
  }

  /// Every packet, once, in order; numbers and timestamps continuous although they began just before their overflow.
  private static void assertRelayed(
      List<RtpEndpoint.Packet> sent, List<RtpEndpoint.Packet> received) {
    assertThat(received).hasSameSizeAs(sent);
    for (int i = 0; i < sent.size(); i++) {
      assertThat(received.get(i).payload())
          .as("payload of packet %d", i)
          .isEqualTo(sent.get(i).payload());
      assertThat(received.get(i).payloadType()).isZero();
      if (i == 0) continue;
      var before = received.get(i - 1);
      assertThat(received.get(i).sequence()).isEqualTo((before.sequence() + 1) & 0xFFFF);
      assertThat(received.get(i).timestamp() - before.timestamp() & 0xFFFF_FFFFL).isEqualTo(160);
      assertThat(received.get(i).ssrc()).isEqualTo(before.ssrc());
    }
  }

  private static long connected(Api api, String callerid) {
    return api.callsFrom(callerid).stream()
        .filter(call -> call.path("state").asText().equals("CONNECTED"))
        .count();
  }

  private static List<String> names(RunningNode node, String callId) {
    return node.api().callEventNames(callId);
  }

  private static String other(List<JsonNode> events, String callId) {
    return events.stream()
        .map(event -> event.path("callId").asText())
        .filter(id -> !id.isEmpty() && !id.equals(callId))
        .findFirst()
        .orElseThrow();
  }
}
