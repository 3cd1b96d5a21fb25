package io.ringmaster.interop;

import static io.ringmaster.interop.EventAssertions.names;
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

/// Calls that are driven by a program which events are posted to.
@RequiresPeer("sipp")
class WebhookTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Test
  @ExtendWith(SharedNode.class)
  void programAnswersACallFromItsWebhookAndHearsOfEverything(RunningNode node, @TempDir Path temp) {
    var api = node.api();
    try (var phone = RtpEndpoint.open();
        var receiver = WebhookReceiver.open(0, event -> drive(api, event))) {
      api.put(
          "/v1/rules/hooked",
          Map.of(
              "pattern", "^6400$", "control", "http", "priority", 10, "webhook", receiver.url()));
      try (var sipp =
          Sipp.scenario("caller-hears-bye", temp)
              .with("CALLER", "hooked")
              .with("RTP", phone.port())
              .call("6400", node.sipAddress())) {
        sipp.succeeds(PATIENCE);
      }

      var session = api.callsFrom("hooked").getFirst().path("sessionId").asText();
      waitAtMost(PATIENCE)
          .untilAsserted(
              () -> assertThat(names(receiver.events(session))).endsWith("Application.Terminated"));
      assertThat(receiver.events(session)).isEqualTo(api.events(session));
      assertThat(names(receiver.events(session)))
          .startsWith("Application.Started", "Application.CallAlerting", "Call.StateChanged")
          .contains("Call.Connected", "Call.PlaybackFinished", "Call.Disconnected");
      assertThat(receiver.posts(session))
          .allSatisfy(post -> {
            assertThat(post.attempt()).isEqualTo(1);
            assertThat(post.last() - post.first() + 1).isEqualTo(post.events().size());
          });
      assertThat(api.metric("ringmaster_webhook_posts_taken_total", "")).isPositive();
    }
  }

  @Test
  void receiverThatIsUpAgainAfterANodeWasKilledMissesNothing(
      @TempDir Path data, @TempDir Path temp) {
    int port = FreePorts.one();
    var plan =
        RunningNode.in(data)
            .set("ringmaster.session.idle-timeout", "1s")
            .set("ringmaster.call.linger", "1s")
            .set("ringmaster.webhook.longest-pause", "1s");
    String session;
    List<JsonNode> before;
    try (var node = plan.start();
        var receiver = WebhookReceiver.open(port, _ -> {});
        var phone = RtpEndpoint.open();
        var sipp =
            Sipp.scenario("caller-hears-bye", temp)
                .with("CALLER", "hooked")
                .with("RTP", phone.port())
                .call(route(node.api(), receiver), node.sipAddress())) {
      waitAtMost(PATIENCE).until(() -> !node.api().callsFrom("hooked").isEmpty());
      assertThat(sipp.isAlive()).isTrue();
      var call = node.api().callsFrom("hooked").getFirst();
      session = call.path("sessionId").asText();
      waitAtMost(PATIENCE)
          .untilAsserted(() ->
              assertThat(names(receiver.events(session))).contains("Application.CallAlerting"));
      before = receiver.events(session);
      receiver.answers(500);
      var path = "/v1/calls/" + call.path("callId").asText();
      node.api().post(path + "/commands", Map.of("type", "answer"));
      waitAtMost(PATIENCE)
          .until(() -> node.api().metric("ringmaster_webhook_posts_failed_total", "") >= 2);
      node.kill();
    }

    try (var node = plan.start()) {
      waitAtMost(PATIENCE)
          .until(() ->
              node.api()
                  .get("/v1/sessions/" + session)
                  .path("state")
                  .asText()
                  .equals("TERMINATED"));
      waitAtMost(PATIENCE)
          .alias("the node that came back tries on its own")
          .until(() -> node.api().metric("ringmaster_webhook_posts_failed_total", "") >= 2);
      var whole = node.api().events(session);
      try (var receiver = WebhookReceiver.open(port, _ -> {}).knows(session, before)) {
        waitAtMost(PATIENCE).until(() -> receiver.events(session).size() == whole.size());
        assertThat(receiver.events(session)).isEqualTo(whole);
        assertThat(receiver.posts(session).get(1).first()).isEqualTo(before.size() + 1);
        assertThat(receiver.posts(session).get(1).attempt()).isGreaterThan(1);
      }
      assertThat(names(whole)).contains("Call.Connected").endsWith("Application.Terminated");
    }
  }

  private static String route(Api api, WebhookReceiver receiver) {
    api.put(
        "/v1/rules/hooked",
        Map.of("pattern", "^6401$", "control", "http", "webhook", receiver.url()));
    return "6401";
  }

  /// Answers, plays a sound, and hangs up after it.
  private static void drive(Api api, JsonNode event) {
    var path = "/v1/calls/%s/commands".formatted(event.path("callId").asText());
    switch (event.path("name").asText()) {
      case "Application.CallAlerting" ->
          api.post(
              "/v1/calls/%s/commands".formatted(event.path("id").asText()),
              Map.of("type", "answer"));
      case "Call.Connected" ->
          api.post(path, Map.of("type", "startPlayback", "url", "file:beep.wav"));
      case "Call.PlaybackFinished" -> api.post(path, Map.of("type", "hangup"));
      default -> {}
    }
  }
}
