package io.ringmaster.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.actors.port.SipEffect;
import io.ringmaster.protocol.Headers;
import io.ringmaster.protocol.signal.SipSignal.AckMissing;
import io.ringmaster.protocol.signal.SipSignal.AckReceived;
import io.ringmaster.protocol.signal.SipSignal.ByeReceived;
import io.ringmaster.protocol.signal.SipSignal.CancelReceived;
import io.ringmaster.protocol.signal.SipSignal.InfoReceived;
import io.ringmaster.protocol.signal.SipSignal.InviteReceived;
import io.ringmaster.protocol.signal.SipSignal.ReInviteReceived;
import io.ringmaster.protocol.sip.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IncomingCallTest {

  private EdgeFixture fixture;
  private RawSipPeer peer;
  private FakeCalls calls;

  @BeforeEach
  void open() throws IOException {
    fixture = new EdgeFixture();
    peer = fixture.peer;
    calls = fixture.calls;
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void inviteIsAnsweredWith100AndGivenToANewCall() {
    peer.send(
        fixture.invite(
            "c1",
            "b1",
            "7%30%301",
            "X-Customer: 42\nUser-to-User: 56a3;encoding=hex\nVI-Client: x\nSubject: secret\n"));

    assertThat(peer.receive()).startsWith("SIP/2.0 100 ");
    var invite = fixture.invited();
    var call = calls.callOf(invite);
    assertThat(invite.destination()).isEqualTo("7001");
    assertThat(invite.requestIp()).isEqualTo("127.0.0.1");
    assertThat(invite.sdp()).isEqualTo(EdgeFixture.SDP);
    assertThat(invite.route().rule()).isEqualTo("sevens");
    assertThat(invite.headers().fields())
        .containsOnlyKeys("X-Customer", "User-to-User", "VI-Client");
    assertThat(invite.headers().first("X-Customer")).contains("42");
    assertThat(invite.transaction().node()).isEqualTo("here");
    var dialog = invite.dialog();
    assertThat(dialog.localTag()).isEqualTo(call.value());
    assertThat(call.number()).isEqualTo(1);
    assertThat(dialog.remoteTag()).isEqualTo("from1");
    assertThat(dialog.sipCallId()).isEqualTo("c1");
    assertThat(dialog.remote().displayName()).isEqualTo("Alice \"A\" Smith");
    assertThat(dialog.remote().uri()).isEqualTo("sip:alice@example.com");
    assertThat(dialog.remoteTarget()).isEqualTo("sip:alice@127.0.0.1:" + peer.port());
    assertThat(dialog.localCSeq()).isZero();
    assertThat(dialog.remoteCSeq()).isEqualTo(10);
    assertThat(dialog.transport()).isEqualTo("UDP");
    assertThat(dialog.destination()).isNull();
  }

  @Test
  void recordRouteBecomesTheRouteSetInItsOrder() {
    peer.send(
        fixture.invite(
            "c1",
            "b1",
            "7001",
            "Record-Route: <sip:p2.example.com;lr>, <sip:p1.example.com;lr>\n"));

    assertThat(fixture.invited().dialog().routeSet())
        .containsExactly("<sip:p2.example.com;lr>", "<sip:p1.example.com;lr>");
  }

  @Test
  void contactThatNamesAnotherAddressIsBehindNatAndIsReachedAtItsSource() {
    peer.send(
        fixture
            .invite("c1", "b1")
            .replace(
                "Contact: <sip:alice@127.0.0.1:" + peer.port(),
                "Contact: <sip:alice@10.1.2.3:5060"));

    assertThat(fixture.invited().dialog().destination()).isEqualTo("127.0.0.1:" + peer.port());
  }

  @Test
  void responseGoesToTheSourcePortWhenRportAsksForIt() {
    peer.send(
        fixture
            .invite("c1", "b1")
            .replace("127.0.0.1:" + peer.port() + ";branch", "10.9.9.9:5060;branch"));

    assertThat(peer.receive())
        .startsWith("SIP/2.0 100 ")
        .contains("rport=" + peer.port())
        .contains("received=127.0.0.1");
  }

  @Test
  void ringingAnswerAckAndByeMakeACall() {
    peer.send(fixture.invite("c1", "b1"));
    var invite = fixture.invited();
    var call = calls.callOf(invite);
    fixture.respond(invite, 180, Headers.of("X-Stage", "ringing"), null);
    var ringing = peer.receive("SIP/2.0 180");
    assertThat(Wire.toTag(ringing)).isEqualTo(call.value());
    assertThat(Wire.header(ringing, "X-Stage")).isEqualTo("ringing");
    assertThat(Wire.header(ringing, "Content-Length")).isEqualTo("0");

    fixture.respond(invite, 200);
    var answer = peer.receive("SIP/2.0 200");
    assertThat(Wire.toTag(answer)).isEqualTo(call.value());
    assertThat(Wire.body(answer)).isEqualTo(EdgeFixture.SDP);
    assertThat(Wire.header(answer, "Content-Type")).isEqualTo("application/sdp");
    assertThat(Wire.header(answer, "Contact")).contains("127.0.0.1:" + fixture.edge.port());
    assertThat(Wire.header(answer, "Allow")).contains("INVITE").contains("BYE");
    assertThat(Wire.header(answer, "Server")).isEqualTo("Ringmaster");

    peer.send(fixture.inDialog("ACK", call.value(), "c1", 10, "", ""));
    assertThat(calls.await(AckReceived.class).cseq()).isEqualTo(10);
    assertThat(calls.callOf(calls.await(AckReceived.class))).isEqualTo(call);

    peer.forget();
    peer.send(
        fixture.inDialog(
            "BYE",
            call.value(),
            "c1",
            11,
            "Reason: Q.850;cause=16;text=\"Normal call clearing\"\nReason: SIP;cause=200\nX-Why: done\n",
            ""));
    var bye = calls.await(ByeReceived.class);
    assertThat(bye.cseq()).isEqualTo(11);
    assertThat(bye.headers().first("X-Why")).contains("done");
    assertThat(bye.reasons())
        .containsExactly(
            new Reason("Q.850", 16, "Normal call clearing"), new Reason("SIP", 200, null));
    assertThat(peer.drain(Duration.ofMillis(100)))
        .as("the edge leaves the answer to the call")
        .noneMatch(message -> message.contains("CSeq: 11 BYE"));
    fixture.perform(
        call,
        new SipEffect.Respond(bye.transaction(), invite.dialog(), 200, null, Headers.NONE, null));
    peer.receive("SIP/2.0 200", "CSeq: 11 BYE");
  }

  @Test
  void answerIsSentAgainUntilTheAckComes() {
    peer.send(fixture.invite("c1", "b1"));
    var invite = fixture.invited();
    fixture.respond(invite, 200);

    var first = peer.receive("SIP/2.0 200");
    assertThat(peer.receive("SIP/2.0 200")).isEqualTo(first);
    assertThat(peer.receive("SIP/2.0 200")).isEqualTo(first);
    peer.send(fixture.inDialog("ACK", calls.callOf(invite).value(), "c1", 10, "", ""));
    calls.await(AckReceived.class);
    peer.drain(Duration.ofMillis(400));
    assertThat(calls.all(AckMissing.class)).isEmpty();
    assertThat(fixture.edge.statistics().retransmissionsSent()).isGreaterThanOrEqualTo(2);
  }

  @Test
  void answerIsNotSentAgainOnceTheCallSaysSo() {
    peer.send(fixture.invite("c1", "b1"));
    var invite = fixture.invited();
    fixture.respond(invite, 200);
    peer.receive("SIP/2.0 200");
    fixture.perform(calls.callOf(invite), new SipEffect.StopAnswering(10));

    Awaitility.await()
        .during(Duration.ofMillis(300))
        .atMost(Duration.ofSeconds(3))
        .until(() -> peer.waiting() <= 1);
    assertThat(calls.all(AckMissing.class)).isEmpty();
  }

  @Test
  void answerThatIsNeverAcknowledgedIsGivenUpAfter64T1() {
    peer.send(fixture.invite("c1", "b1"));
    fixture.respond(fixture.invited(), 200);

    assertThat(calls.await(AckMissing.class).cseq()).isEqualTo(10);
    assertThat(peer.waiting()).as("200 at T1, 2*T1, 4*T1, then each T2").isBetween(8, 16);
  }

  @Test
  void inviteThatComesAgainBeforeTheAnswerMakesNoSecondCall() {
    peer.send(fixture.invite("c1", "b1"));
    fixture.invited();
    assertThat(peer.receive()).startsWith("SIP/2.0 100");
    peer.send(fixture.invite("c1", "b1"));

    assertThat(peer.receive()).startsWith("SIP/2.0 100");
    assertThat(calls.all()).as("one call, that is told again").containsOnly(calls.all().getFirst());
    assertThat(fixture.edge.statistics().retransmissionsReceived()).isEqualTo(1);
  }

  @Test
  void inviteThatComesAgainAfterTheAnswerMakesNoSecondCallEvenWhenItsTransactionIsGone() {
    peer.send(fixture.invite("c1", "b1"));
    fixture.respond(fixture.invited(), 200);
    peer.receive("SIP/2.0 200");
    // The stack lets the transaction go after about a second; the edge remembers for 64*T1.
    Awaitility.await()
        .atMost(Duration.ofSeconds(4))
        .pollDelay(Duration.ofMillis(1400))
        .until(() -> true);
    peer.forget();
    peer.send(fixture.invite("c1", "b1"));

    assertThat(peer.receive()).startsWith("SIP/2.0 200");
    assertThat(calls.all(InviteReceived.class)).hasSize(1);
  }

  @Test
  void sameInviteByAnotherWayIsAMergedRequest() {
    peer.send(fixture.invite("c1", "b1"));
    fixture.invited();
    peer.send(fixture.invite("c1", "b2"));

    assertThat(peer.receive("SIP/2.0 482")).contains("z9hG4bKb2");
    assertThat(calls.all(InviteReceived.class)).hasSize(1);
  }

  @Test
  void cancelIsAnsweredAtOnceAndTheInviteByItsCall() {
    peer.send(fixture.invite("c1", "b1"));
    var invite = fixture.invited();
    peer.receive("SIP/2.0 100");
    peer.send(cancel("c1", "b1", 10));

    assertThat(peer.receive()).startsWith("SIP/2.0 200 ").contains("CSeq: 10 CANCEL");
    var cancelled = calls.await(CancelReceived.class);
    assertThat(cancelled.reason()).isEqualTo(new Reason("SIP", 200, "Call completed elsewhere"));
    assertThat(calls.callOf(cancelled)).isEqualTo(calls.callOf(invite));
    fixture.respond(invite, 487);
    var refusal = peer.receive("SIP/2.0 487");
    assertThat(refusal).contains("CSeq: 10 INVITE");
    assertThat(Wire.toTag(refusal)).isEqualTo(calls.callOf(invite).value());
    assertThat(peer.receive()).as("sent again until acknowledged").startsWith("SIP/2.0 487");
    peer.send(ackOf("c1", "b1", 10, Wire.toTag(refusal)));
    assertThat(peer.drain(Duration.ofMillis(400)))
        .as("without the ACK some ten more would come")
        .hasSizeLessThan(5);
    assertThat(calls.all(AckReceived.class))
        .as("that ACK is none of the call's business")
        .isEmpty();
  }

  @Test
  void cancelOfNothingIsRefusedWith481() {
    peer.send(cancel("c1", "b1", 10));

    assertThat(peer.receive()).startsWith("SIP/2.0 481 ");
  }

  @Test
  void cancelAfterTheAnswerChangesNothing() {
    peer.send(fixture.invite("c1", "b1"));
    fixture.respond(fixture.invited(), 200);
    peer.receive("SIP/2.0 200");
    peer.send(cancel("c1", "b1", 10));

    Awaitility.await().until(() -> peer.receive().contains("CSeq: 10 CANCEL"));
    assertThat(calls.all(CancelReceived.class)).isEmpty();
  }

  @Test
  void rejectionOfTheCallIsSentWithItsHeaders() {
    peer.send(fixture.invite("c1", "b1"));
    fixture.respond(fixture.invited(), 486, Headers.of("X-Reason", "lunch"), null);

    var busy = peer.receive("SIP/2.0 486");
    assertThat(Wire.header(busy, "X-Reason")).isEqualTo("lunch");
  }

  @Test
  void onlyTheFirstFinalResponseIsSent() {
    peer.send(fixture.invite("c1", "b1"));
    var invite = fixture.invited();
    fixture.respond(invite, 486);
    fixture.respond(invite, 200);

    peer.receive("SIP/2.0 486");
    assertThat(peer.receive()).startsWith("SIP/2.0 486");
    assertThat(calls.all(AckMissing.class)).isEmpty();
  }

  @Test
  void reInviteAndInfoAndUpdateReachTheirCall() {
    peer.send(fixture.invite("c1", "b1"));
    var invite = fixture.invited();
    var tag = calls.callOf(invite).value();
    fixture.respond(invite, 200);
    peer.receive("SIP/2.0 200");
    peer.send(fixture.inDialog("ACK", tag, "c1", 10, "", ""));

    peer.send(
        fixture.inDialog(
            "INVITE", tag, "c1", 11, "Content-Type: application/sdp\n", EdgeFixture.SDP));
    var again = calls.await(ReInviteReceived.class);
    assertThat(again.cseq()).isEqualTo(11);
    assertThat(again.mimeType()).isEqualTo("application/sdp");
    assertThat(again.body()).isEqualTo(EdgeFixture.SDP);
    assertThat(again.contact()).isEqualTo("sip:alice@127.0.0.1:" + peer.port());
    fixture.perform(
        calls.callOf(invite),
        new SipEffect.Respond(
            again.transaction(), invite.dialog(), 200, null, Headers.NONE, EdgeFixture.SDP));
    peer.receive("SIP/2.0 200", "CSeq: 11 INVITE");
    peer.send(fixture.inDialog("ACK", tag, "c1", 11, "", ""));
    calls.await(AckReceived.class, ack -> ack.cseq() == 11);

    peer.send(
        fixture.inDialog(
            "INFO", tag, "c1", 12, "Content-Type: application/dtmf-relay\n", "Signal=5\r\n"));
    var info = calls.await(InfoReceived.class);
    assertThat(info.mimeType()).isEqualTo("application/dtmf-relay");
    assertThat(info.body()).isEqualTo("Signal=5\r\n");
    fixture.perform(
        calls.callOf(invite),
        new SipEffect.Respond(info.transaction(), invite.dialog(), 200, null, Headers.NONE, null));
    peer.receive("SIP/2.0 200", "CSeq: 12 INFO");

    peer.send(fixture.inDialog("UPDATE", tag, "c1", 13, "", ""));
    var refresh = calls.await(ReInviteReceived.class, r -> r.cseq() == 13);
    assertThat(refresh.body()).isNull();
    fixture.perform(
        calls.callOf(invite),
        new SipEffect.Respond(
            refresh.transaction(), invite.dialog(), 200, null, Headers.NONE, EdgeFixture.SDP));
    var refreshed = peer.receive("SIP/2.0 200", "CSeq: 13 UPDATE");
    assertThat(Wire.body(refreshed)).as("no offer, no answer").isEmpty();
    calls.await(AckReceived.class, ack -> ack.cseq() == 13);
  }

  @Test
  void requestWhoseTagIsNoCallIsRefusedWith481() {
    for (var method : List.of("BYE", "INFO", "INVITE", "UPDATE")) {
      peer.send(fixture.inDialog(method, "not-a-call", "c" + method, 5, "", ""));
      assertThat(peer.receive("SIP/2.0 4")).startsWith("SIP/2.0 481 ").contains(method);
    }
    assertThat(calls.all()).isEmpty();
  }

  @Test
  void requestThatItsCallNeverAnswersIsAnsweredWith500() {
    peer.send(fixture.inDialog("BYE", "123456789-1", "c1", 5, "", ""));
    calls.await(ByeReceived.class);

    assertThat(peer.receive()).startsWith("SIP/2.0 500 ");
    assertThat(fixture.edge.statistics().openTransactions()).isZero();
  }

  @Test
  void callerIsTurnedAwayAndToldWhyWhileTheNodeTakesNoCalls() {
    fixture.refused.set("This node is leaving");
    peer.send(fixture.invite("c1", "b1"));

    var refusal = peer.receive();
    assertThat(refusal).startsWith("SIP/2.0 503 This node is leaving");
    assertThat(Wire.header(refusal, "Retry-After")).isEqualTo("5");
    assertThat(calls.all()).isEmpty();
  }

  @Test
  void numberWithoutARouteIsNotFound() {
    peer.send(fixture.invite("c1", "b1", "8001", ""));

    var refusal = peer.receive();
    assertThat(refusal).startsWith("SIP/2.0 404 ");
    assertThat(peer.receive()).as("statefully: until acknowledged").isEqualTo(refusal);
    assertThat(calls.all()).isEmpty();
  }

  @Test
  void responseToARequestOfAnotherNodeGoesThere() {
    peer.send(fixture.invite("c1", "b1"));
    var invite = fixture.invited();
    var call = calls.callOf(invite);
    var there =
        new SipEffect.Respond(
            new io.ringmaster.protocol.sip.ServerTransaction("there", "k"),
            invite.dialog(),
            200,
            null,
            Headers.NONE,
            EdgeFixture.SDP);
    fixture.perform(call, there);
    fixture.perform(call, new SipEffect.StopAnswering(10));

    assertThat(fixture.remote)
        .containsExactly(
            new EdgeFixture.Remote("there", call, there),
            new EdgeFixture.Remote("there", call, new SipEffect.StopAnswering(10)));
  }

  private String cancel(String callId, String branch, int cseq) {
    return """
    CANCEL sip:7001@127.0.0.1:%d SIP/2.0
    Via: SIP/2.0/UDP 127.0.0.1:%d;branch=z9hG4bK%s;rport
    From: <sip:alice@example.com>;tag=from1
    To: <sip:7001@127.0.0.1>
    Call-ID: %s
    CSeq: %d CANCEL
    Reason: SIP;cause=200;text="Call completed elsewhere"
    Max-Forwards: 70
    Content-Length: 0

    """
        .formatted(fixture.edge.port(), peer.port(), branch, callId, cseq);
  }

  private String ackOf(String callId, String branch, int cseq, String toTag) {
    return """
    ACK sip:7001@127.0.0.1:%d SIP/2.0
    Via: SIP/2.0/UDP 127.0.0.1:%d;branch=z9hG4bK%s;rport
    From: <sip:alice@example.com>;tag=from1
    To: <sip:7001@127.0.0.1>;tag=%s
    Call-ID: %s
    CSeq: %d ACK
    Max-Forwards: 70
    Content-Length: 0

    """
        .formatted(fixture.edge.port(), peer.port(), branch, toTag, callId, cseq);
  }
}
