package io.ringmaster.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.actors.port.SipEffect;
import io.ringmaster.protocol.Headers;
import io.ringmaster.protocol.signal.SipSignal.AckReceived;
import io.ringmaster.protocol.signal.SipSignal.AnswerReceived;
import io.ringmaster.protocol.signal.SipSignal.ByeReceived;
import io.ringmaster.protocol.signal.SipSignal.ChallengeReceived;
import io.ringmaster.protocol.signal.SipSignal.ProgressReceived;
import io.ringmaster.protocol.signal.SipSignal.RejectionReceived;
import io.ringmaster.protocol.signal.SipSignal.RequestFailed;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the far end makes of our INVITE, and what becomes of the call then.
class OutgoingCallTest extends OutgoingCallFixture {

  @Test
  void inviteIsSentAgainUntilSomebodyAnswersAndEndsWith408() {
    invite(dialog, Headers.NONE, null);

    var first = peer.receive();
    assertThat(peer.receive()).isEqualTo(first);
    var rejected = calls.await(RejectionReceived.class);
    assertThat(rejected.status()).isEqualTo(408);
    assertThat(rejected.cseq()).isEqualTo(1);
  }

  @Test
  void progressAndAnswerAndByeMakeACall() {
    invite(dialog, Headers.NONE, null);
    var request = peer.receive();
    reply(request, "100 Trying", "", "", "");
    reply(
        request,
        "183 Progress",
        "bobtag",
        "Contact: <sip:bob@127.0.0.1:%d>\r\nX-Early: yes\r\nContent-Type: application/sdp\r\n"
            .formatted(peer.port()),
        EdgeFixture.SDP);
    var progress = calls.await(ProgressReceived.class);
    assertThat(progress.status()).isEqualTo(183);
    assertThat(progress.reason()).isEqualTo("Progress");
    assertThat(progress.peer().tag()).isEqualTo("bobtag");
    assertThat(progress.sdp()).isEqualTo(EdgeFixture.SDP);
    assertThat(progress.headers().first("X-Early")).contains("yes");
    assertThat(calls.all(ProgressReceived.class)).as("100 is not worth a signal").hasSize(1);

    var established =
        answered(
            request,
            "Record-Route: <sip:p1.example.com;lr>\r\nRecord-Route: <sip:127.0.0.1:%d;lr>\r\n"
                .formatted(peer.port()));
    assertThat(established.routeSet())
        .containsExactly("<sip:127.0.0.1:%d;lr>".formatted(peer.port()), "<sip:p1.example.com;lr>");
    fixture.perform(CALL, new SipEffect.SendAck(established, 1));
    var ack = peer.receive("ACK ");
    assertThat(ack).startsWith("ACK sip:bob@127.0.0.1:" + peer.port() + " SIP/2.0");
    assertThat(Wire.toTag(ack)).isEqualTo("bobtag");
    assertThat(Wire.header(ack, "CSeq")).isEqualTo("1 ACK");
    assertThat(Wire.header(ack, "Route"))
        .isEqualTo("<sip:127.0.0.1:%d;lr>,<sip:p1.example.com;lr>".formatted(peer.port()));

    fixture.perform(
        CALL, new SipEffect.SendBye(established.withLocalCSeq(2), Headers.of("X-Bye", "now")));
    var bye = peer.receive("BYE ");
    assertThat(Wire.header(bye, "CSeq")).isEqualTo("2 BYE");
    assertThat(Wire.header(bye, "X-Bye")).isEqualTo("now");
    reply(bye, "200 OK", "bobtag", "", "");
    assertThat(calls.all(RequestFailed.class)).isEmpty();
  }

  @Test
  void repeatedAnswerGetsTheSameAckFromTheEdge() {
    invite(dialog, Headers.NONE, null);
    var request = peer.receive();
    var established = answered(request, "");
    fixture.perform(CALL, new SipEffect.SendAck(established, 1));
    var ack = peer.receive("ACK ");
    answerAgain(request, "bobtag");

    assertThat(peer.receive("ACK ")).isEqualTo(ack);
    assertThat(calls.all(AnswerReceived.class)).hasSize(1);
  }

  @Test
  void answerOfAnotherForkIsToldToTheCall() {
    invite(dialog, Headers.NONE, null);
    var request = peer.receive();
    fixture.perform(CALL, new SipEffect.SendAck(answered(request, ""), 1));
    peer.receive("ACK ");
    answerAgain(request, "carol");

    assertThat(calls.await(AnswerReceived.class, a -> "carol".equals(a.peer().tag())).cseq())
        .isEqualTo(1);
  }

  @Test
  void callOfTheFarEndInOurDialogFindsItsCall() {
    invite(dialog, Headers.NONE, null);
    fixture.perform(CALL, new SipEffect.SendAck(answered(peer.receive(), ""), 1));
    peer.receive("ACK ");
    peer.send(fixture.inDialog("BYE", CALL.value(), "out-" + CALL, 1, "", ""));

    assertThat(calls.callOf(calls.await(ByeReceived.class))).isEqualTo(CALL);
  }

  @Test
  void rejectionIsAcknowledgedAndTold() {
    invite(dialog, Headers.NONE, null);
    reply(
        peer.receive(),
        "486 Busy Here",
        "bobtag",
        "X-Why: lunch\r\nReason: Q.850;cause=17\r\n",
        "");

    var rejected = calls.await(RejectionReceived.class);
    assertThat(rejected.status()).isEqualTo(486);
    assertThat(rejected.reason()).isEqualTo("Busy Here");
    assertThat(rejected.headers().first("X-Why")).contains("lunch");
    assertThat(rejected.headers().first("Reason")).contains("Q.850;cause=17");
    var ack = peer.receive("ACK ");
    assertThat(Wire.header(ack, "Via")).contains("branch=z9hG4bK" + CALL + "-1");
  }

  @Test
  void challengeIsToldAndAnsweredByTheNextInvite() {
    invite(dialog, Headers.NONE, null);
    reply(
        peer.receive(),
        "407 Proxy Authentication Required",
        "bobtag",
        """
        Proxy-Authenticate: Digest realm="biloxi.com", qop="auth", algorithm=MD5, nonce="n1", opaque="o1"
        Proxy-Authenticate: Digest realm="biloxi.com", qop="auth", algorithm=SHA-256, nonce="n2", opaque="o2"
        """,
        "");
    var challenge = calls.await(ChallengeReceived.class);
    assertThat(challenge.status()).isEqualTo(407);
    assertThat(challenge.challenges()).hasSize(2);
    peer.receive("ACK ");

    invite(
        dialog.withLocalCSeq(2),
        Headers.NONE,
        new SipEffect.Authorization(challenge.challenges(), true, "bob", "secret"));
    var again = peer.receive("INVITE ");
    assertThat(Wire.header(again, "CSeq")).isEqualTo("2 INVITE");
    assertThat(Wire.headers(again, "Authorization")).isEmpty();
    assertThat(Wire.headers(again, "Proxy-Authorization")).hasSize(1);
    var authorization = Wire.header(again, "Proxy-Authorization");
    var uri = "sip:bob@127.0.0.1:" + peer.port();
    var cnonce = authorization.replaceAll(".*cnonce=\"([^\"]+)\".*", "$1");
    assertThat(authorization)
        .startsWith("Digest username=\"bob\"")
        .contains("realm=\"biloxi.com\"")
        .contains("nonce=\"n2\"")
        .contains("opaque=\"o2\"")
        .contains("uri=\"" + uri + "\"")
        .contains("algorithm=SHA-256")
        .contains("qop=auth")
        .contains("nc=00000001")
        .contains(
            "response=\""
                + Digest.response(
                    "SHA-256",
                    "bob",
                    "biloxi.com",
                    "secret",
                    "n2",
                    cnonce,
                    "auth",
                    "INVITE",
                    uri,
                    "")
                + "\"");
  }

  @Test
  void failedRequestsInTheDialogAreTold() {
    var established = new io.ringmaster.protocol.sip.PeerIdentity("bobtag", null, List.of());
    var inside = dialog.establishedBy(established);
    fixture.perform(
        CALL, new SipEffect.SendInfo(inside.withLocalCSeq(2), "text/plain", "hallo", Headers.NONE));
    var info = peer.receive("INFO ");
    assertThat(Wire.body(info)).isEqualTo("hallo");
    assertThat(Wire.header(info, "Content-Type")).isEqualTo("text/plain");
    reply(info, "415 Unsupported Media Type", "bobtag", "", "");
    assertThat(calls.await(RequestFailed.class))
        .isEqualTo(new RequestFailed("INFO", 2, 415, "Unsupported Media Type"));

    fixture.perform(CALL, new SipEffect.SendBye(inside.withLocalCSeq(3), Headers.NONE));
    assertThat(calls.await(RequestFailed.class, f -> f.method().equals("BYE")).status())
        .isEqualTo(408);
  }

  @Test
  void edgeThatCallsItselfMakesTwoCalls() {
    invite(
        to("sip:7001@127.0.0.1:" + fixture.edge.port(), null), Headers.of("X-Loop", "yes"), null);
    var arrived = fixture.invited();
    assertThat(arrived.headers().first("X-Loop")).contains("yes");
    fixture.respond(arrived, 180);
    assertThat(calls.await(ProgressReceived.class).status()).isEqualTo(180);
    fixture.respond(arrived, 200);
    var established = dialog.establishedBy(calls.await(AnswerReceived.class).peer());
    fixture.perform(CALL, new SipEffect.SendAck(established, 1));

    assertThat(calls.callOf(calls.await(AckReceived.class))).isEqualTo(calls.callOf(arrived));
    fixture.perform(CALL, new SipEffect.SendBye(established.withLocalCSeq(2), Headers.NONE));
    assertThat(calls.callOf(calls.await(ByeReceived.class))).isEqualTo(calls.callOf(arrived));
  }

  private void answerAgain(String request, String tag) {
    reply(
        request,
        "200 OK",
        tag,
        "Contact: <sip:bob@127.0.0.1:%d>\r\nContent-Type: application/sdp\r\n"
            .formatted(peer.port()),
        EdgeFixture.SDP);
  }
}
