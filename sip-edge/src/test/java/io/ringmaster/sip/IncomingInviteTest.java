package io.ringmaster.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.protocol.signal.SipSignal.InviteReceived;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// What an INVITE from outside makes: a new call, the same call again, or none.
class IncomingInviteTest extends FreshEdge {

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
}
