package io.ringmaster.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.protocol.signal.SipSignal.AckReceived;
import io.ringmaster.protocol.signal.SipSignal.CancelReceived;
import io.ringmaster.protocol.sip.Reason;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// The CANCEL of a caller before, after and without a final response to its INVITE.
class IncomingCancelTest extends FreshEdge {

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
