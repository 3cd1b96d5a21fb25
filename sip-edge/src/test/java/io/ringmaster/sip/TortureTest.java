package io.ringmaster.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.protocol.signal.SipSignal.InviteReceived;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The torture messages of RFC 4475, sent as they are but for one thing: the topmost Via gets `rport`, so that the answer finds its
/// way back to the test. Each meets an edge of its own, for many share a branch.
class TortureTest extends FreshEdge {

  private static final Duration SILENCE = Duration.ofMillis(300);

  /// Open to the end: a late answer to one message must not reach the next one's socket.
  private static final List<DatagramSocket> SOCKETS = new ArrayList<>();

  @AfterAll
  static void closeSockets() {
    SOCKETS.forEach(DatagramSocket::close);
    SOCKETS.clear();
  }

  /// Valid ones by their merits: 481 where the To tag (wsinv) names no call of ours; 404 is the answer to an INVITE that has passed every check but whose user nobody routes. REGISTER
  /// is not served by this edge: cparam01, cparam02, regescrt, regaut01, unksm2, esc02's escaped method and the rest of
  /// the REGISTERs stop at 405 (or 501) without failure.
  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource({
    "wsinv, 481",
    "intmeth, 501",
    "esc01, 404",
    "escnull, 405",
    "esc02, 501",
    "lwsdisp, 200",
    "longreq, 404",
    "dblreq, 405",
    "semiuri, 200",
    "transports, 200",
    "mpart01, 405",
    "clerr, 400",
    "ncl, 400",
    "scalar02, 400",
    "quotbal, 400",
    "ltgtruri, 400",
    "lwsruri, 400",
    "lwsstart, 400",
    "trws, 400",
    "escruri, 400",
    "regbadct, 400|405",
    "badaspec, 400",
    "baddn, 400",
    "mismatch01, 400",
    "mismatch02, 400|501",
    "baddate, 400|404",
    "badvers, 505",
    "badbranch, 200",
    "insuf, 400",
    "multi01, 400",
    "mcl01, 400",
    "unkscm, 416",
    "novelsc, 416",
    "unksm2, 405",
    "bext01, 420",
    "invut, 415",
    "regaut01, 405",
    "zeromf, 200",
    "cparam01, 405",
    "cparam02, 405",
    "regescrt, 405",
    "sdp01, 406",
    "inv2543, 404"
  })
  void requestIsAnswered(String name, String statuses) throws IOException {
    var answer = answerTo(name, Duration.ofSeconds(5));

    assertThat(answer).as(name + " is answered").isNotEmpty();
    assertThat(List.of(statuses.split("\\|", -1))).contains(answer.substring(8, 11));
    assertThat(fixture.calls.all(InviteReceived.class)).isEmpty();
  }

  @Test
  void unknownExtensionsAreNamed() throws IOException {
    assertThat(Wire.header(answerTo("bext01", Duration.ofSeconds(5)), "Unsupported"))
        .contains("nothingSupportsThis", "nothingSupportsThisEither");
  }

  @Test
  void acceptableContentIsNamed() throws IOException {
    assertThat(Wire.header(answerTo("invut", Duration.ofSeconds(5)), "Accept"))
        .isEqualTo("application/sdp");
  }

  @ParameterizedTest
  @CsvSource({"unreason", "noreason", "scalarlg", "bigcode", "bcast", "badinv01"})
  void responseToNothingAndRequestWithoutAWayBackAreTakenInSilence(String name) throws IOException {
    assertThat(answerTo(name, SILENCE)).isEmpty();
    assertThat(fixture.calls.all()).isEmpty();
  }

  @Test
  void brokenOnesAreCountedAndSoundOnesAreNot() throws IOException {
    for (var sound : List.of("unreason", "noreason", "bcast")) {
      long before = fixture.edge.statistics().malformed();
      answerTo(sound, SILENCE);
      assertThat(fixture.edge.statistics().malformed()).as(sound).isEqualTo(before);
    }
    for (var broken : List.of("scalarlg", "bigcode", "badinv01")) {
      long before = fixture.edge.statistics().malformed();
      answerTo(broken, SILENCE);
      assertThat(fixture.edge.statistics().malformed()).as(broken).isEqualTo(before + 1);
    }
  }

  /// Sends a message from a socket of its own and gives the first answer that is not 100, or an empty text.
  private String answerTo(String name, Duration patience) throws IOException {
    var socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    SOCKETS.add(socket);
    try {
      var bytes = reachable(message(name));
      socket.send(
          new DatagramPacket(
              bytes,
              bytes.length,
              new InetSocketAddress(InetAddress.getLoopbackAddress(), fixture.edge.port())));
      socket.setSoTimeout((int) patience.toMillis());
      var buffer = new byte[65_535];
      while (true) {
        var packet = new DatagramPacket(buffer, buffer.length);
        socket.receive(packet);
        var answer = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
        if (!answer.startsWith("SIP/2.0 100")) return answer;
      }
    } catch (java.net.SocketTimeoutException silence) {
      return "";
    }
  }

  private static byte[] message(String name) {
    try (var file = TortureTest.class.getResourceAsStream("/rfc4475/" + name + ".dat")) {
      return Objects.requireNonNull(file, name).readAllBytes();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /// The message with `;rport` behind the host of its topmost Via, which every odd way of writing a Via allows.
  private static byte[] reachable(byte[] message) {
    var text = new String(message, StandardCharsets.ISO_8859_1);
    return viaHostEnd(text)
        .map(end -> text.substring(0, end) + ";rport" + text.substring(end))
        .orElse(text)
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static Optional<Integer> viaHostEnd(String text) {
    var via =
        java.util.regex.Pattern.compile(
                "(?mi)^(?:via|v)\\s*:\\s*SIP\\s*/\\s*[0-9.]+\\s*/\\s*\\w+\\s+[^\\s;,]+")
            .matcher(text);
    return via.find() ? Optional.of(via.end()) : Optional.empty();
  }

  @Test
  void everyMessageIsTested() throws IOException {
    var csv = TortureTest.class.getDeclaredMethods();
    var named =
        Arrays.stream(csv)
            .flatMap(m -> Optional.ofNullable(m.getAnnotation(CsvSource.class)).stream())
            .flatMap(source -> Arrays.stream(source.value()))
            .map(line -> line.split(",", 2)[0])
            .toList();
    assertThat(named).hasSize(49).doesNotHaveDuplicates();
    for (var name : named) assertThat(message(name)).isNotEmpty();
  }
}
