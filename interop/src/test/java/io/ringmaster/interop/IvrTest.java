package io.ringmaster.interop;

import static io.ringmaster.interop.EventAssertions.eventsOfCallFrom;
import static io.ringmaster.interop.EventAssertions.names;
import static io.ringmaster.interop.EventAssertions.only;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.waitAtMost;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;

/// The demo menu on 7000, called by sipp.
@RequiresPeer("sipp")
@ExtendWith(SharedNode.class)
class IvrTest {

  /// RFC 4733, payload type 101: the digit 2 as sipp's authors captured it.
  private static final Path DIGIT_2 = Path.of("/usr/share/sip-tester/dtmf_2833_2.pcap");

  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @Test
  @Execution(CONCURRENT)
  void callerHearsTheGreetingThenTheSoundBehindHisDigit(RunningNode node, @TempDir Path temp) {
    Assumptions.assumeTrue(DIGIT_2.toFile().exists(), DIGIT_2 + " is missing");
    short[] greeting = Sounds.demo("greeting.wav");
    short[] support = Sounds.demo("support.wav");
    try (var phone = RtpEndpoint.open();
        var sipp =
            Sipp.scenario("caller-hears-bye", temp)
                .with("CALLER", "ivr-listener")
                .with("RTP", phone.port())
                .call("7000", node.sipAddress())) {
      var menu = sipp.remoteAudio();
      waitAtMost(PATIENCE)
          .alias("the end of the greeting is told")
          .until(() -> names(events(node, "ivr-listener")).contains("Call.PlaybackFinished"));
      var first = phone.received();
      phone.forget();
      phone.send(menu, Pcap.rtp(DIGIT_2)); // before the menu loses its patience
      assertThat(first.size()).isEqualTo((greeting.length + 159) / 160);
      assertThat(Sounds.likeness(greeting, Sounds.pcmu(first), 800)).isGreaterThan(0.99);
      assertThat(Sounds.likeness(support, Sounds.pcmu(first), 800)).isLessThan(0.3);
      assertContinuous(first);

      sipp.succeeds(PATIENCE);

      var second = phone.received();
      assertThat(Sounds.likeness(support, Sounds.pcmu(second), 800)).isGreaterThan(0.99);
      assertThat(second.getFirst().ssrc()).isEqualTo(first.getFirst().ssrc());
    }

    var events = eventsOfCallFrom(node.api(), "ivr-listener");
    assertThat(names(events))
        .containsExactly(
            "Application.Started",
            "Application.CallAlerting",
            "Call.StateChanged",
            "Call.Connected",
            "Call.AudioQualityDetected",
            "Call.PlaybackReady",
            "Call.PlaybackStarted",
            "Call.PlaybackFinished",
            "Call.ToneReceived",
            "Call.PlaybackReady",
            "Call.PlaybackStarted",
            "Call.PlaybackFinished",
            "Call.StateChanged",
            "Call.Disconnected",
            "Application.Terminating",
            "Application.Terminated");
    assertFields(events, node);
    assertThat(durations(events))
        .satisfiesExactly(
            ms -> assertThat(ms).isCloseTo(greeting.length / 8, within(20)),
            ms -> assertThat(ms).isCloseTo(support.length / 8, within(20)));
  }

  /// sipp sends such packets from a raw socket, which only root may open.
  @Test
  @Execution(CONCURRENT)
  void digitThatSippPlaysInterruptsTheGreeting(RunningNode node, @TempDir Path temp) {
    Assumptions.assumeTrue(
        "root".equals(System.getProperty("user.name")), "sipp plays RTP only as root");
    try (var sipp =
        Sipp.scenario("caller-presses-2", temp)
            .with("CALLER", "ivr-hurried")
            .with("LISTEN", 1500)
            .with("PCAP", DIGIT_2)
            .options("-mp", String.valueOf(FreePorts.first(2)))
            .call("7000", node.sipAddress())) {
      sipp.succeeds(PATIENCE);
    }
    assertThat(names(eventsOfCallFrom(node.api(), "ivr-hurried")))
        .containsExactly(
            "Application.Started",
            "Application.CallAlerting",
            "Call.StateChanged",
            "Call.Connected",
            "Call.AudioQualityDetected",
            "Call.PlaybackReady",
            "Call.PlaybackStarted",
            "Call.ToneReceived",
            "Call.PlaybackReady",
            "Call.PlaybackStarted",
            "Call.PlaybackFinished",
            "Call.StateChanged",
            "Call.Disconnected",
            "Application.Terminating",
            "Application.Terminated");
  }

  private static void assertFields(List<JsonNode> events, RunningNode node) {
    var started = events.get(0);
    assertThat(started.path("dialplanName").asText()).isEqualTo("demo-ivr-menu");
    assertThat(started.path("accessURL").asText())
        .startsWith(node.api().server() + "/request/" + started.path("sessionId").asText() + "/");

    var alerting = events.get(1);
    assertThat(alerting.path("callerid").asText()).isEqualTo("ivr-listener");
    assertThat(alerting.path("destination").asText()).isEqualTo("7000");
    assertThat(alerting.path("displayName").asText()).isEqualTo("Caller");
    assertThat(alerting.path("toURI").asText()).startsWith("sip:7000@127.0.0.1");
    assertThat(alerting.path("fromURI").asText()).startsWith("sip:ivr-listener@127.0.0.1");
    assertThat(alerting.path("sipTransport").asText()).isEqualTo("UDP");
    assertThat(alerting.path("headers").isObject()).isTrue();

    var callId = alerting.path("id").asText();
    assertThat(events.subList(2, 14))
        .allSatisfy(event -> {
          assertThat(event.path("callId").asText()).isEqualTo(callId);
          assertThat(event.path("id").asText()).isEqualTo(callId);
          assertThat(event.path("sessionId").asText())
              .isEqualTo(started.path("sessionId").asText());
        });
    assertThat(events.get(2).path("oldState").asText()).isEqualTo("ALERTING");
    assertThat(events.get(2).path("newState").asText()).isEqualTo("CONNECTED");
    assertThat(only(events, "Call.Connected").path("sipCallId").asText())
        .isEqualTo(alerting.path("sipCallId").asText());
    var tone = only(events, "Call.ToneReceived");
    assertThat(tone.path("tone").asText()).isEqualTo("2");
    assertThat(tone.path("type").asText()).isEqualTo("1");
    var disconnected = only(events, "Call.Disconnected");
    assertThat(disconnected.path("internalCode").asInt()).isEqualTo(200);
    assertThat(disconnected.path("duration").asInt()).isBetween(8, 40);
    assertThat(disconnected.path("direction").asText()).isEqualTo("SIP Call");
  }

  private static List<Integer> durations(List<JsonNode> events) {
    return events.stream()
        .filter(event -> event.path("name").asText().equals("Call.PlaybackStarted"))
        .map(event -> event.path("duration").asInt())
        .toList();
  }

  private static List<JsonNode> events(RunningNode node, String callerid) {
    var calls = node.api().callsFrom(callerid);
    return calls.isEmpty()
        ? List.of()
        : node.api().callEvents(calls.getFirst().path("callId").asText());
  }

  /// One source, no number left out or repeated, and the time of each packet's sound between neighbours (RFC 3550 section 5.1).
  private static void assertContinuous(List<RtpEndpoint.Packet> packets) {
    for (int i = 1; i < packets.size(); i++) {
      var before = packets.get(i - 1);
      var packet = packets.get(i);
      assertThat(packet.ssrc()).isEqualTo(before.ssrc());
      assertThat(packet.sequence()).isEqualTo((before.sequence() + 1) & 0xFFFF);
      assertThat(packet.timestamp() - before.timestamp() & 0xFFFF_FFFFL).isEqualTo(160);
    }
  }
}
