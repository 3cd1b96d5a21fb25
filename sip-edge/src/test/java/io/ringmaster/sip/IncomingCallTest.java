package io.ringmaster.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.actors.port.SipEffect;
import io.ringmaster.protocol.Headers;
import io.ringmaster.protocol.signal.SipSignal.AckMissing;
import io.ringmaster.protocol.signal.SipSignal.AckReceived;
import io.ringmaster.protocol.signal.SipSignal.ByeReceived;
import io.ringmaster.protocol.signal.SipSignal.InfoReceived;
import io.ringmaster.protocol.signal.SipSignal.ReInviteReceived;
import io.ringmaster.protocol.sip.Reason;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// The responses of a call to its INVITE, and the requests of the far end in its dialog.
class IncomingCallTest extends FreshEdge {

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
}
