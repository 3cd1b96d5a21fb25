package io.ringmaster.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.actors.port.SipEffect.Respond;
import io.ringmaster.protocol.Headers;
import io.ringmaster.protocol.signal.SipSignal.AckMissing;
import io.ringmaster.protocol.signal.SipSignal.AckReceived;
import io.ringmaster.protocol.signal.SipSignal.InviteReceived;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Callers whose edge is gone while they hear it ring: another edge, or the same one after a restart, refuses their INVITE.
class OrphansTest {

  private EdgeFixture lost;
  private EdgeFixture underTest;
  private RawSipPeer caller;

  @BeforeEach
  void open() throws IOException {
    lost = new EdgeFixture();
    underTest =
        new EdgeFixture(SipSettings.on("127.0.0.1", 0, "there").withT1(Duration.ofMillis(30)));
    underTest.gone.add("here");
    caller = lost.peer;
  }

  @AfterEach
  void close() {
    lost.close();
    underTest.close();
  }

  /// An INVITE that rings at the lost edge, which then is no more.
  private InviteReceived rings(String invite) {
    caller.send(invite);
    var received = lost.invited();
    lost.respond(received, 180);
    caller.receive("SIP/2.0 180");
    lost.closeEdge();
    return received;
  }

  private void refuse(InviteReceived invite, int status) {
    underTest.perform(
        lost.calls.callOf(invite),
        new Respond(
            invite.transaction(),
            invite.dialog(),
            status,
            null,
            Headers.of("X-Why", "lost"),
            null));
  }

  @Test
  void anotherEdgeRefusesTheInviteUntilItsAckComes() {
    var invite = rings(lost.invite("c1", "b1"));
    var call = lost.calls.callOf(invite);

    refuse(invite, 503);

    var refusal = caller.receive("SIP/2.0 503");
    assertThat(Wire.header(refusal, "Via")).contains("branch=z9hG4bKb1");
    assertThat(Wire.header(refusal, "CSeq")).isEqualTo("10 INVITE");
    assertThat(Wire.header(refusal, "Call-ID")).isEqualTo("c1");
    assertThat(Wire.header(refusal, "From"))
        .contains("\"Alice \\\"A\\\" Smith\" <sip:alice@example.com>;tag=from1");
    assertThat(Wire.toTag(refusal)).isEqualTo(call.value());
    assertThat(Wire.header(refusal, "X-Why")).isEqualTo("lost");
    assertThat(caller.receive("SIP/2.0 503")).as("timer G").isEqualTo(refusal);
    caller.send(
        """
        ACK sip:7001@127.0.0.1 SIP/2.0
        Via: SIP/2.0/UDP 127.0.0.1:%d;branch=z9hG4bKb1;rport
        From: <sip:alice@example.com>;tag=from1
        To: <sip:7001@127.0.0.1>;tag=%s
        Call-ID: c1
        CSeq: 10 ACK
        Max-Forwards: 70
        Content-Length: 0

        """
            .formatted(caller.port(), call),
        underTest.edge.port());
    assertThat(caller.drain(Duration.ofMillis(400)))
        .as("without the ACK some ten more would come")
        .hasSizeLessThan(5);
    assertThat(underTest.calls.all(AckReceived.class)).isEmpty();
  }

  @Test
  void refusalThatNobodyAcknowledgesIsGivenUpAfter64T1() {
    refuse(rings(lost.invite("c1", "b1")), 486);

    Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> caller.waiting() >= 9);
    assertThat(caller.drain(Duration.ofMillis(500)))
        .as("at T1, 2*T1, 4*T1, then each T2")
        .hasSizeBetween(9, 14)
        .allMatch(message -> message.startsWith("SIP/2.0 486"));
  }

  @Test
  void refusalThatIsAskedForTwiceIsOne() {
    var invite = rings(lost.invite("c1", "b1"));
    refuse(invite, 503);
    refuse(invite, 486);

    caller.receive("SIP/2.0 503");
    assertThat(caller.drain(Duration.ofMillis(300)))
        .allMatch(message -> message.startsWith("SIP/2.0 503"));
  }

  @Test
  void everyViaComesBackInItsOrder() {
    var through =
        lost.invite("c1", "b1")
            .replace(
                "From:",
                "Via: SIP/2.0/TCP p1.example.com;branch=z9hG4bKp1, SIP/2.0/UDP a.example.com;branch=z9hG4bKa\nFrom:");
    refuse(rings(through), 503);

    var vias = String.join(",", Wire.headers(caller.receive("SIP/2.0 503"), "Via"));
    assertThat(vias.indexOf("z9hG4bKb1")).isNotNegative().isLessThan(vias.indexOf("z9hG4bKp1"));
    assertThat(vias.indexOf("z9hG4bKp1")).isLessThan(vias.indexOf("z9hG4bKa"));
  }

  @Test
  void callerBehindNatIsReachedAtItsSource() {
    var behindNat =
        lost.invite("c1", "b1")
            .replace("127.0.0.1:" + caller.port() + ";branch", "10.9.9.9:5060;branch");
    refuse(rings(behindNat), 503);

    assertThat(Wire.header(caller.receive("SIP/2.0 503"), "Via"))
        .contains("10.9.9.9:5060")
        .contains("received=127.0.0.1")
        .contains("rport=" + caller.port());
  }

  @Test
  void sameNodeAfterARestartRefusesWhatItTookBefore() throws IOException {
    var invite = rings(lost.invite("c1", "b1"));
    try (var restarted = new EdgeFixture()) {
      restarted.perform(
          lost.calls.callOf(invite),
          new Respond(invite.transaction(), invite.dialog(), 503, null, Headers.NONE, null));
      caller.receive("SIP/2.0 503");
    }
  }

  @Test
  void answerCannotReachACallerWhoseEdgeIsGone() {
    var invite = rings(lost.invite("c1", "b1"));
    underTest.perform(
        lost.calls.callOf(invite),
        new Respond(
            invite.transaction(), invite.dialog(), 200, null, Headers.NONE, EdgeFixture.SDP));

    assertThat(underTest.calls.await(AckMissing.class).cseq()).isEqualTo(10);
    assertThat(caller.drain(Duration.ofMillis(200))).isEmpty();
  }

  @Test
  void callerOverTcpIsCalledBackWhereItListens() throws IOException {
    try (var listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var overTcp =
          lost.invite("c1", "b1")
              .replace(
                  "SIP/2.0/UDP 127.0.0.1:" + caller.port(),
                  "SIP/2.0/TCP 127.0.0.1:" + listening.getLocalPort())
              .replace("\r\n", "\n")
              .replace("\n", "\r\n");
      InviteReceived invite;
      try (var connection = new Socket(InetAddress.getLoopbackAddress(), lost.edge.port())) {
        connection.getOutputStream().write(overTcp.getBytes(StandardCharsets.UTF_8));
        invite = lost.invited();
      }
      lost.closeEdge();

      refuse(invite, 503);

      listening.setSoTimeout(5000);
      try (var called = listening.accept()) {
        called.setSoTimeout(5000);
        var start = called.getInputStream().readNBytes(12);
        assertThat(new String(start, StandardCharsets.UTF_8)).isEqualTo("SIP/2.0 503 ");
      }
    }
  }
}
