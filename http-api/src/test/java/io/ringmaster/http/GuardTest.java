package io.ringmaster.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Raw requests, because no well-behaved client would send them.
class GuardTest {

  private static TestServer withoutKey;
  private static TestServer withKey;

  @BeforeAll
  static void start() {
    withoutKey = TestServer.start(settings -> settings.withAllowedHosts(List.of("pbx.example")));
    withKey = TestServer.start(settings -> settings.withApiKey("s3cret"));
  }

  @AfterAll
  static void stop() {
    withoutKey.close();
    withKey.close();
  }

  private static int status(TestServer server, String method, String path, String... headers) {
    var request =
        new StringBuilder(
            "%s %s HTTP/1.1\r\nConnection: close\r\nContent-Length: 0\r\n".formatted(method, path));
    boolean hasHost = List.of(headers).stream().anyMatch(header -> header.startsWith("Host:"));
    if (!hasHost)
      request.append("Host: 127.0.0.1:").append(server.server.address().getPort()).append("\r\n");
    for (var header : headers) request.append(header).append("\r\n");
    var response = server.raw(request.append("\r\n").toString());
    int status = Integer.parseInt(response.substring(9, 12));
    if (status >= 400)
      assertThat(response).contains("application/problem+json").contains("\"detail\"");
    return status;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LOCALHOST:80",
        "127.0.0.1:1",
        "127.3.2.1",
        "[::1]",
        "[::1]:8080",
        "[0:0:0:0:0:0:0:1]",
        "pbx.example:443"
      })
  void hostThatNamesThisMachineIsServed(String host) {
    assertThat(status(withoutKey, "GET", "/v1/calls", "Host: " + host)).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "127.0.0.1.evil.example",
        "127.evil.example",
        "localhost.evil.example",
        "192.168.1.5",
        "[::2]",
        "127.0.0.256",
        "10.0.0.1:8080"
      })
  void foreignHostIsMisdirected(String host) {
    assertThat(status(withoutKey, "GET", "/v1/calls", "Host: " + host)).isEqualTo(421);
    assertThat(status(withKey, "GET", "/v1/calls", "Host: " + host, "X-API-Key: s3cret"))
        .isEqualTo(421);
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost:8080, localhost:8080, 200",
    "http://127.0.0.1:8080, 127.0.0.1:8080, 200",
    "https://pbx.example, 127.0.0.1:8080, 200",
    "https://pbx.example, pbx.example, 200",
    "https://pbx.example:9999, 127.0.0.1:8080, 403",
    "http://localhost:3000, localhost:8080, 403",
    "http://evil.example, localhost:8080, 403",
    "http://localhost.evil.example, localhost, 403",
    "http://evil.example, evil.example, 421",
    "null, localhost:8080, 403",
    "file://, localhost:8080, 403"
  })
  void onlyOwnPagesMayAsk(String origin, String host, int expected) {
    assertThat(status(withoutKey, "GET", "/v1/calls", "Host: " + host, "Origin: " + origin))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "DELETE, cross-site, 403",
    "DELETE, same-site, 403",
    "DELETE, same-origin, 202",
    "DELETE, none, 202",
    "GET, cross-site, 200"
  })
  void onlyOwnPagesMayChangeAnything(String method, String site, int expected) {
    assertThat(status(withoutKey, method, "/v1/sessions/4711", "Sec-Fetch-Site: " + site))
        .isEqualTo(expected);
  }

  @Test
  void nobodyIsAskedForARecordingWithoutTheKey() throws IOException {
    Files.writeString(withKey.recordings.resolve("4711-1-1.mp3"), "secret");
    var asked = new AtomicInteger();
    var files = withKey.files;
    withKey.files =
        id -> {
          asked.incrementAndGet();
          return files.find(id);
        };

    assertThat(status(withKey, "GET", "/v1/recordings/4711-1-1.mp3")).isEqualTo(401);
    assertThat(asked).hasValue(0);
    assertThat(status(withKey, "GET", "/v1/recordings/4711-1-1.mp3", "X-API-Key: s3cret"))
        .isEqualTo(200);
    assertThat(asked).hasValue(1);
  }

  @Test
  void formOfAForeignPagePlacesNoCall() {
    int before = withoutKey.rooms.placements.size();

    assertThat(
            status(
                withoutKey,
                "POST",
                "/v1/sessions/4711/calls",
                "Origin: http://evil.example",
                "Content-Type: text/plain"))
        .isEqualTo(403);
    assertThat(withoutKey.rooms.placements).hasSize(before);
  }

  @ParameterizedTest
  @CsvSource({
    "X-Nothing: 1, 401",
    "Authorization: Bearer s3cret, 200",
    "Authorization: bearer s3cret, 200",
    "X-API-Key: s3cret, 200",
    "X-API-Key: s3cre, 401",
    "X-API-Key: s3crets, 401",
    "Authorization: Bearer wrong, 401",
    "Authorization: Basic czNjcmV0, 401"
  })
  void keyIsAskedForWhereOneIsSet(String header, int expected) {
    assertThat(status(withKey, "GET", "/v1/calls", header)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "/health/alive, 200",
    "/health/ready, 200",
    "/request/4711/secret/deep, 200",
    "/request/4711/wrong, 404",
    "/, 200",
    "/metrics, 401",
    "/openapi.json, 401",
    "/v1/events, 401",
    "/v1/recordings/a.wav, 401",
    "/nowhere, 401",
    "/health/../v1/calls, 401",
    "/health/alive/../../v1/calls, 401",
    "/request/4711, 401"
  })
  void onlyHealthThePageAndAccessUrlsNeedNoKey(String path, int expected) {
    assertThat(status(withKey, "GET", path)).isEqualTo(expected);
  }

  @Test
  void refusedKeySaysHowToSendOne() {
    var response = withKey.get("/v1/calls");

    ProblemAssert.assertProblem(response, 401, "Authorization: Bearer KEY");
    assertThat(response.headers().firstValue("WWW-Authenticate"))
        .hasValue("Bearer realm=\"ringmaster\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::"})
  void serverThatOthersCanReachNeedsAKeyToStart(String host) {
    var open = new HttpApi(HttpSettings.of(host, 0).withApiKey("  "), ports(withKey));

    assertThatThrownBy(() -> open.start(withKey.testKit.system()).toCompletableFuture().get())
        .hasCauseInstanceOf(CannotServe.class)
        .hasMessageContaining("needs an API key");
  }

  @Test
  void everyAddressOf127IsLoopback() throws Exception {
    var other = new HttpApi(HttpSettings.of("127.0.0.2", 0), ports(withKey));

    var server = other.start(withKey.testKit.system()).toCompletableFuture().get();

    assertThat(server.address().getAddress().getHostAddress()).isEqualTo("127.0.0.2");
    server.stop(Duration.ofSeconds(1)).toCompletableFuture().get();
  }

  private static HttpPorts ports(TestServer server) {
    return new HttpPorts(
        server.rooms,
        server.rooms,
        server.rooms,
        server.rooms,
        server.catalogue,
        server.catalogue,
        (name, source) -> Optional.empty(),
        new RecordingDirectory(server.recordings),
        List::of,
        server.metrics);
  }
}
