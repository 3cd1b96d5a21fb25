package io.ringmaster.http;

import static io.ringmaster.http.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordingRoutesTest {

  private static TestServer underTest;

  @BeforeAll
  static void start() throws IOException {
    underTest = TestServer.start();
    Files.writeString(underTest.recordings.resolve("4711-1-1.mp3"), "0123456789");
    Files.writeString(underTest.recordings.resolve("empty.wav"), "");
    Files.writeString(
        underTest.recordings.resolve("long.wav"), "01" + "-".repeat(898) + "9A" + "-".repeat(98));
    Files.createDirectory(underTest.recordings.resolve("folder.mp3"));
    Files.createSymbolicLink(underTest.recordings.resolve("leak.mp3"), Path.of("/etc/hostname"));
  }

  @AfterAll
  static void stop() {
    underTest.close();
  }

  @Test
  void recordingIsServedWholeWithItsType() {
    var response = underTest.get("/v1/recordings/4711-1-1.mp3");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("0123456789");
    assertThat(response.headers().firstValue("Content-Type")).hasValue("audio/mpeg");
    assertThat(response.headers().firstValue("Accept-Ranges")).hasValue("bytes");
    assertThat(underTest.get("/v1/recordings/4711-1-1").body()).isEqualTo("0123456789");
    assertThat(underTest.get("/v1/recordings/empty.wav").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-3, 0123, bytes 0-3/10",
    "bytes=4-, 456789, bytes 4-9/10",
    "bytes=-2, 89, bytes 8-9/10",
    "bytes=8-100, 89, bytes 8-9/10"
  })
  void rangeIsServedAsAskedFor(String range, String body, String contentRange) {
    var response = underTest.get("/v1/recordings/4711-1-1.mp3", "Range", range);

    assertThat(response.statusCode()).isEqualTo(206);
    assertThat(response.body()).isEqualTo(body);
    assertThat(response.headers().firstValue("Content-Range")).hasValue(contentRange);
  }

  @Test
  void rangeBeyondTheEndIsNotSatisfiable() {
    var response = underTest.get("/v1/recordings/4711-1-1.mp3", "Range", "bytes=10-");

    assertProblem(response, 416, "10 bytes");
    assertThat(response.headers().firstValue("Content-Range")).hasValue("bytes */10");
  }

  @Test
  void severalRangesComeInOneAnswer() {
    var response = underTest.get("/v1/recordings/long.wav", "Range", "bytes=0-1,900-901");

    assertThat(response.statusCode()).isEqualTo(206);
    assertThat(response.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("multipart/byteranges");
    assertThat(response.body()).contains("bytes 0-1/1000", "01", "bytes 900-901/1000", "9A");
  }

  @Test
  void rangeOfAnotherVersionIsAnsweredWithTheWhole() {
    var tag = underTest.get("/v1/recordings/4711-1-1.mp3").headers().firstValue("ETag").orElse("");

    var same = underTest.get("/v1/recordings/4711-1-1.mp3", "Range", "bytes=0-3", "If-Range", tag);
    var other =
        underTest.get("/v1/recordings/4711-1-1.mp3", "Range", "bytes=0-3", "If-Range", "\"other\"");

    assertThat(same.body()).isEqualTo("0123");
    assertThat(other.statusCode()).isEqualTo(200);
    assertThat(other.body()).isEqualTo("0123456789");
  }

  @Test
  void recordingOutOfReachIsUnavailableAndSaysWhatToDo() {
    underTest.files =
        id ->
            CompletableFuture.completedFuture(
                new Recordings.Answer.OutOfReach("Start the node that made %s.".formatted(id)));
    try {
      assertProblem(
          underTest.get("/v1/recordings/4711-1-9.mp3"), 503, "Start the node that made 4711-1-9");
    } finally {
      underTest.files = new RecordingDirectory(underTest.recordings);
    }
  }

  @Test
  void headTellsTheLengthOnly() {
    var response = underTest.send("HEAD", "/v1/recordings/4711-1-1.mp3", BodyPublishers.noBody());

    assertThat(response.headers().firstValue("Content-Length")).hasValue("10");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "none.mp3",
        "folder.mp3",
        "leak.mp3",
        "leak",
        "..",
        "%2e%2e%2fetc%2fhostname",
        "..%2F..%2F..%2Fetc%2Fhostname",
        "%2Fetc%2Fhostname",
        "..%5Cx",
        ".hidden",
        "4711-1-1.mp3%00.wav"
      })
  void nothingButRecordingsIsFound(String id) {
    assertThat(
            underTest.raw(
                "GET /v1/recordings/%s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                    .formatted(id)))
        .startsWith("HTTP/1.1 404 ")
        .contains("application/problem+json");
  }
}
