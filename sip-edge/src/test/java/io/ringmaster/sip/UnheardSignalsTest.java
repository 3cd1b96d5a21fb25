package io.ringmaster.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.actors.port.SipEffect;
import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.Headers;
import io.ringmaster.protocol.signal.CallSignal;
import io.ringmaster.protocol.signal.SipSignal.AckMissing;
import io.ringmaster.protocol.signal.SipSignal.AckReceived;
import io.ringmaster.protocol.signal.SipSignal.ByeReceived;
import io.ringmaster.protocol.signal.SipSignal.CancelReceived;
import io.ringmaster.protocol.signal.SipSignal.InfoReceived;
import io.ringmaster.protocol.signal.SipSignal.InviteReceived;
import io.ringmaster.protocol.signal.SipSignal.ReInviteReceived;
import java.io.IOException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// A call may be deaf for a while, as when its journal fails. What it has not responded to it is told again.
class UnheardSignalsTest extends FreshEdge {

  private static final CallId CALL = new CallId("123456789-1");

  @Test
  void byeThatComesAgainIsToldAgain() throws IOException {
    // T1 as in the RFC: the edge's own clock stays out of it
    try (var slow =
        new EdgeFixture(SipSettings.on("127.0.0.1", 0, "here").withT1(Duration.ofMillis(500)))) {
      for (int i = 1; i <= 3; i++) {
        slow.peer.send(slow.inDialog("BYE", CALL.value(), "c1", 11, "", ""));
        int times = i;
        Awaitility.await().until(() -> slow.calls.all(ByeReceived.class).size() == times);
      }

      var told = slow.calls.all(ByeReceived.class);
      assertThat(told).as("one request, told three times").containsOnly(told.getFirst());
      respond(slow, told.getFirst().transaction(), 200);
      slow.peer.receive("SIP/2.0 200", "CSeq: 11 BYE");
      slow.peer.send(slow.inDialog("BYE", CALL.value(), "c1", 11, "", ""));
      slow.peer.receive("SIP/2.0 200", "CSeq: 11 BYE");
      assertThat(slow.calls.all(ByeReceived.class)).as("answered by the edge").hasSize(3);
    }
  }

  @Test
  void infoAndReInviteAreToldAgainWithoutComingAgain() {
    peer.send(
        fixture.inDialog(
            "INFO", CALL.value(), "c1", 12, "Content-Type: application/dtmf\n", "5\r\n"));
    peer.send(fixture.inDialog("INVITE", CALL.value(), "c1", 13, "", ""));

    toldAgain(InfoReceived.class, 2);
    toldAgain(ReInviteReceived.class, 2);
  }

  @Test
  void inviteIsToldUntilItsCallHasSaidAnything() {
    peer.send(fixture.invite("c1", "b1"));
    toldAgain(InviteReceived.class, 2);
    var invite = fixture.invited();
    fixture.respond(invite, 180);
    peer.receive("SIP/2.0 180");
    int times = calls.all(InviteReceived.class).size();

    Awaitility.await()
        .during(Duration.ofMillis(600))
        .atMost(Duration.ofSeconds(3))
        .until(() -> calls.all(InviteReceived.class).size() == times);
  }

  @Test
  void cancelIsToldUntilTheInviteHasItsFinalResponse() {
    peer.send(fixture.invite("c1", "b1"));
    var invite = fixture.invited();
    fixture.respond(invite, 180);
    peer.receive("SIP/2.0 180");
    peer.send(
        """
        CANCEL sip:7001@127.0.0.1:%d SIP/2.0
        Via: SIP/2.0/UDP 127.0.0.1:%d;branch=z9hG4bKb1;rport
        From: <sip:alice@example.com>;tag=from1
        To: <sip:7001@127.0.0.1>
        Call-ID: c1
        CSeq: 10 CANCEL
        Max-Forwards: 70
        Content-Length: 0

        """
            .formatted(fixture.edge.port(), peer.port()));

    toldAgain(CancelReceived.class, 2);
    fixture.respond(invite, 487);
    peer.receive("SIP/2.0 487");
    int times = calls.all(CancelReceived.class).size();
    Awaitility.await()
        .during(Duration.ofMillis(600))
        .atMost(Duration.ofSeconds(3))
        .until(() -> calls.all(CancelReceived.class).size() == times);
  }

  @Test
  void ackIsToldUntilTheCallStopsAnswering() {
    peer.send(fixture.invite("c1", "b1"));
    var invite = fixture.invited();
    var call = calls.callOf(invite);
    fixture.respond(invite, 200);
    peer.receive("SIP/2.0 200");
    peer.send(fixture.inDialog("ACK", call.value(), "c1", 10, "", ""));

    toldAgain(AckReceived.class, 3);
    fixture.perform(call, new SipEffect.StopAnswering(10));
    peer.drain(Duration.ofMillis(100));
    int times = calls.all(AckReceived.class).size();
    Awaitility.await()
        .during(Duration.ofMillis(600))
        .atMost(Duration.ofSeconds(3))
        .until(() -> calls.all(AckReceived.class).size() <= times + 1);
    assertThat(calls.all(AckMissing.class)).isEmpty();
    assertThat(peer.waiting()).as("the answer is not sent again").isZero();
  }

  @Test
  void callOfAByeIsToldEvenAfterTheFarEndHasBeenRefused() {
    peer.send(fixture.inDialog("BYE", CALL.value(), "c1", 11, "", ""));
    peer.receive("SIP/2.0 500");
    int times = calls.all(ByeReceived.class).size();

    toldAgain(ByeReceived.class, times + 1);
    respond(fixture, calls.await(ByeReceived.class).transaction(), 200);
    assertThat(peer.drain(Duration.ofMillis(200)))
        .as("it has its response already")
        .noneMatch(message -> message.startsWith("SIP/2.0 200"));
  }

  private <S extends CallSignal> void toldAgain(Class<S> type, int times) {
    Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> calls.all(type).size() >= times);
    assertThat(calls.all(type)).containsOnly(calls.all(type).getFirst());
  }

  private static void respond(
      EdgeFixture to, io.ringmaster.protocol.sip.ServerTransaction transaction, int status) {
    to.perform(
        CALL,
        new SipEffect.Respond(transaction, to.dialogTo(CALL), status, null, Headers.NONE, null));
  }
}
