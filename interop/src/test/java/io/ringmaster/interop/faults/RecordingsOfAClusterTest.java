package io.ringmaster.interop.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.waitAtMost;

import io.ringmaster.interop.Api;
import io.ringmaster.interop.FreePorts;
import io.ringmaster.interop.RequiresPeer;
import io.ringmaster.interop.Sipp;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A recording is on the disk of the node that made it, and is asked for at any.
@RequiresPeer("sipp")
class RecordingsOfAClusterTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  private static final String SCENARIO =
      """
      VoxEngine.addEventListener(AppEvents.CallAlerting, ({ call }) => {
        call.addEventListener(CallEvents.Connected, () => call.record());
        call.addEventListener(CallEvents.RecordStarted, () => setTimeout(() => call.hangup(), 2000));
        call.answer();
      });
      """;

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void recordingIsServedByEveryNodeWhileItsOwnOneRuns(@TempDir Path temp)
      throws IOException, InterruptedException {
    try (var cluster =
        ThreeNodes.start(
            temp.resolve("cluster"),
            List.of("-Dringmaster.session.idle-timeout=3s", "-Dringmaster.rtp.ports=0-0"))) {
      var path = "/v1/recordings/" + record(cluster, temp);
      var file =
          Files.readAllBytes(
              temp.resolve("cluster/node-1/recordings").resolve(Path.of(path).getFileName()));

      for (int node = 1; node <= 3; node++) {
        var whole = get(cluster.api(node), path);
        assertThat(whole.statusCode()).isEqualTo(200);
        assertThat(whole.headers().firstValue("Content-Type")).hasValue("audio/mpeg");
        assertThat(whole.body()).isEqualTo(file);
        var part = get(cluster.api(node), path, "Range", "bytes=100-1099");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(file, 100, 1100));
      }
      var unknown = cluster.api(2).send("GET", path.replace("-1.mp3", "-2.mp3"), "");
      assertThat(unknown.status()).isEqualTo(404);
      assertThat(unknown.body()).contains("There is no recording");

      cluster.node(1).destroyForcibly();

      var away = cluster.api(2).send("GET", path, "");
      assertThat(away.status()).as("before anybody has given the node up").isEqualTo(503);
      waitAtMost(SOON)
          .untilAsserted(() -> {
            var answer = cluster.api(3).send("GET", path, "");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.json().path("detail").asText()).contains("Start that node again");
          });

      cluster.startAgain(1);
      waitAtMost(SOON)
          .untilAsserted(() -> assertThat(get(cluster.api(2), path).body()).isEqualTo(file));
    }
  }

  /// A call of two seconds to node 1; returns the name of its recording.
  private static String record(ThreeNodes cluster, Path temp) {
    var api = cluster.api(1);
    assertThat(api.send("PUT", "/v1/scenarios/record", SCENARIO).status()).isEqualTo(201);
    api.put("/v1/rules/record", Map.of("pattern", "8300", "scenarios", List.of("record")));
    try (var caller =
        Sipp.scenario("caller-hears-bye", temp.resolve("caller"))
            .with("CALLER", "rita")
            .with("RTP", FreePorts.one())
            .call("8300", cluster.sip(1))) {
      caller.succeeds(SOON);
    }
    var call = api.callsFrom("rita").getFirst().path("callId").asText();
    waitAtMost(SOON).until(() -> api.callEventNames(call).contains("Call.RecordStopped"));
    return call + "-1.mp3";
  }

  private HttpResponse<byte[]> get(Api api, String path, String... headers)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(api.server().resolve(path)).timeout(SOON);
    if (headers.length > 0) request.headers(headers);
    return http.send(request.build(), BodyHandlers.ofByteArray());
  }
}
