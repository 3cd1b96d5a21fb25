package io.ringmaster.interop;

import static io.ringmaster.interop.EventAssertions.names;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.waitAtMost;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;

/// Calls without a scenario: a program somewhere reads events over HTTP and sends commands.
@RequiresPeer("sipp")
@ExtendWith(SharedNode.class)
class HttpControlTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Test
  @Execution(CONCURRENT)
  void programAnswersPlaysAndHangsUpAndMissesNoEventWhenItReconnects(
      RunningNode node, @TempDir Path temp) {
    var api = node.api();
    api.routeToHttp("remote-controlled", "^6300$");
    short[] beep = Sounds.demo("beep.wav");
    var seen = new ArrayList<EventStream.Sent>();
    try (var phone = RtpEndpoint.open();
        var sipp =
            Sipp.scenario("caller-hears-bye", temp)
                .with("CALLER", "remote-controlled")
                .with("RTP", phone.port())
                .call("6300", node.sipAddress())) {
      var alerting = alerting(api, "remote-controlled");
      var call = "/v1/calls/" + alerting.path("id").asText();
      var session = "/v1/sessions/" + alerting.path("sessionId").asText();

      try (var events = api.stream(session + "/events", "")) {
        command(api, call, Map.of("type", "answer"));
        seen.addAll(events.upTo("Call.AudioQualityDetected", PATIENCE));
        command(api, call, Map.of("type", "startPlayback", "url", "file:beep.wav"));
        seen.addAll(events.upTo("Call.PlaybackStarted", PATIENCE));
      }
      waitAtMost(PATIENCE)
          .until(() -> names(api.events(id(session))).contains("Call.PlaybackFinished"));
      assertThat(Sounds.likeness(beep, Sounds.pcmu(phone.received(0)), 800)).isGreaterThan(0.99);

      assertRefused(api, call, "{\"type\":\"reject\",\"code\":486}", 409);
      assertRefused(api, call, "{\"type\":\"dance\"}", 422);
      assertRefused(api, "/v1/calls/" + id(session) + "-77", "{\"type\":\"answer\"}", 404);

      try (var events = api.stream(session + "/events", seen.getLast().id())) {
        command(api, call, Map.of("type", "hangup"));
        seen.addAll(events.upTo("Call.Disconnected", PATIENCE));
        api.delete(session);
        seen.addAll(events.upTo("Application.Terminated", PATIENCE));
      }
      sipp.succeeds(PATIENCE);
      assertThat(seen).extracting(EventStream.Sent::data).isEqualTo(api.events(id(session)));
    }
    assertThat(seen)
        .extracting(EventStream.Sent::name)
        .containsExactly(
            "Application.Started",
            "Application.CallAlerting",
            "Call.StateChanged",
            "Call.Connected",
            "Call.AudioQualityDetected",
            "Call.PlaybackReady",
            "Call.PlaybackStarted",
            "Call.PlaybackFinished",
            "Call.StateChanged",
            "Call.Disconnected",
            "Application.Terminating",
            "Application.Terminated");
  }

  @Test
  @Execution(CONCURRENT)
  void digitsThatTheProgramSendsReachTheFarEnd(RunningNode node, @TempDir Path temp) {
    var api = node.api();
    try (var phone = RtpEndpoint.open();
        var callee = Sipp.scenario("callee", temp).with("RTP", phone.port()).listen()) {
      var session = api.post("/v1/sessions", Map.of("control", "http")).path("sessionId").asText();
      var call =
          "/v1/calls/"
              + api.post(
                      "/v1/sessions/" + session + "/calls",
                      Map.of("to", callee.uri("bob"), "from", "4714"))
                  .path("callId")
                  .asText();
      waitAtMost(PATIENCE).until(() -> api.get(call).path("state").asText().equals("CONNECTED"));
      command(api, call, Map.of("type", "sendDigits", "digits", "4#"));
      // RFC 4733: events 4 and 11, each with its end marked in three packets.
      waitAtMost(PATIENCE)
          .alias("both digits arrive")
          .until(() -> ends(phone, 4) == 3 && ends(phone, 11) == 3);
      command(api, call, Map.of("type", "hangup"));
      callee.succeeds(PATIENCE);
    }
  }

  private static long ends(RtpEndpoint phone, int event) {
    return phone.received(101).stream()
        .filter(packet -> packet.payload()[0] == event && (packet.payload()[1] & 0x80) != 0)
        .count();
  }

  /// The event of an incoming call, from the stream of everything.
  private static JsonNode alerting(Api api, String callerid) {
    try (var everything = api.stream("/v1/events", "")) {
      while (true) {
        var sent = everything.next(PATIENCE);
        if (sent.name().equals("Application.CallAlerting")
            && sent.data().path("callerid").asText().equals(callerid)) return sent.data();
      }
    }
  }

  private static void command(Api api, String call, Map<String, ?> command) {
    assertThat(api.post(call + "/commands", command).path("type").asText())
        .isEqualTo(command.get("type"));
  }

  private static void assertRefused(Api api, String call, String command, int status) {
    var answer = api.send("POST", call + "/commands", command);
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.json().path("detail").asText()).isNotBlank();
  }

  private static String id(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
