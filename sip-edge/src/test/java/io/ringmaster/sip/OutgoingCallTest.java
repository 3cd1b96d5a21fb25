package io.ringmaster.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.actors.port.SipEffect;
import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.Headers;
import io.ringmaster.protocol.signal.SipSignal.AckReceived;
import io.ringmaster.protocol.signal.SipSignal.AnswerReceived;
import io.ringmaster.protocol.signal.SipSignal.ByeReceived;
import io.ringmaster.protocol.signal.SipSignal.ChallengeReceived;
import io.ringmaster.protocol.signal.SipSignal.ProgressReceived;
import io.ringmaster.protocol.signal.SipSignal.RejectionReceived;
import io.ringmaster.protocol.signal.SipSignal.RequestFailed;
import io.ringmaster.protocol.sip.Dialog;
import io.ringmaster.protocol.sip.NameAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutgoingCallTest {

  private static final CallId CALL = new CallId("4400000000001-2");

  private EdgeFixture fixture;
  private RawSipPeer peer;
  private FakeCalls calls;
  private Dialog dialog;

  @BeforeEach
  void open() throws IOException {
    fixture = new EdgeFixture();
    peer = fixture.peer;
    calls = fixture.calls;
    dialog = fixture.dialogTo(CALL);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void inviteIsBuiltFromTheDialogAlone() {
    invite(dialog, Headers.of("X-Trace", "t1"), null);

    var request = peer.receive();
    assertThat(request).startsWith("INVITE sip:bob@127.0.0.1:" + peer.port() + " SIP/2.0\r\n");
    assertThat(Wire.header(request, "Via"))
        .startsWith("SIP/2.0/UDP 127.0.0.1:" + fixture.edge.port())
        .contains("branch=z9hG4bK" + CALL + "-1")
        .contains("rport");
    assertThat(Wire.header(request, "From"))
        .isEqualTo("\"Ring \\\"R\\\" Master\" <sip:100@127.0.0.1>;tag=" + CALL);
    assertThat(Wire.header(request, "To"))
        .isEqualTo("<sip:bob@127.0.0.1:%d>".formatted(peer.port()));
    assertThat(Wire.header(request, "Call-ID")).isEqualTo("out-" + CALL);
    assertThat(Wire.header(request, "CSeq")).isEqualTo("1 INVITE");
    assertThat(Wire.header(request, "Max-Forwards")).isEqualTo("70");
    assertThat(Wire.header(request, "Contact"))
        .isEqualTo("<sip:100@127.0.0.1:%d>".formatted(fixture.edge.port()));
    assertThat(Wire.header(request, "Allow"))
        .isEqualTo("INVITE,ACK,BYE,CANCEL,OPTIONS,INFO,UPDATE");
    assertThat(Wire.header(request, "X-Trace")).isEqualTo("t1");
    assertThat(Wire.header(request, "User-Agent")).isEqualTo("Ringmaster");
    assertThat(Wire.header(request, "Content-Type")).isEqualTo("application/sdp");
    assertThat(Wire.body(request)).isEqualTo(EdgeFixture.SDP);
  }

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
  void cancelWaitsForAProvisionalResponse() {
    invite(dialog, Headers.NONE, null);
    var request = peer.receive();
    fixture.perform(CALL, new SipEffect.SendCancel(dialog, Headers.of("X-Cancel", "c")));
    Awaitility.await().pollDelay(Duration.ofMillis(60)).until(() -> true);
    assertThat(fixture.edge.statistics().requestsSent()).doesNotContainKey("CANCEL");
    reply(request, "180 Ringing", "bobtag", "", "");

    var cancel = peer.receive("CANCEL ");
    assertThat(Wire.header(cancel, "Via")).isEqualTo(Wire.header(request, "Via"));
    assertThat(Wire.header(cancel, "CSeq")).isEqualTo("1 CANCEL");
    assertThat(Wire.header(cancel, "X-Cancel")).isEqualTo("c");
    reply(cancel, "200 OK", "bobtag", "", "");
    reply(request, "487 Request Terminated", "bobtag", "", "");
    assertThat(calls.await(RejectionReceived.class).status()).isEqualTo(487);
    peer.receive("ACK ");
  }

  @Test
  void cancelComesToNothingWhenTheAnswerIsQuicker() {
    invite(dialog, Headers.NONE, null);
    var request = peer.receive();
    fixture.perform(CALL, new SipEffect.SendCancel(dialog, Headers.NONE));
    answered(request, "");
    fixture.perform(CALL, new SipEffect.SendCancel(dialog, Headers.NONE));
    Awaitility.await().pollDelay(Duration.ofMillis(100)).until(() -> true);

    assertThat(fixture.edge.statistics().requestsSent()).doesNotContainKey("CANCEL");
  }

  @Test
  void cancelledInviteThatNobodyEndsIsGivenUp() {
    invite(dialog, Headers.NONE, null);
    reply(peer.receive(), "180 Ringing", "bobtag", "", "");
    calls.await(ProgressReceived.class);
    fixture.perform(CALL, new SipEffect.SendCancel(dialog, Headers.NONE));
    peer.receive("CANCEL ");

    assertThat(calls.await(RejectionReceived.class).status()).isEqualTo(408);
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
  void unknownHostAndUnservedTransportAndRefusedConnectionAre503() {
    invite(to("sip:bob@no-such-host.invalid", null), Headers.NONE, null);
    assertThat(calls.await(RejectionReceived.class, r -> r.cseq() == 1).status()).isEqualTo(503);
    invite(to("sips:bob@127.0.0.1", null).withLocalCSeq(2), Headers.NONE, null);
    assertThat(calls.await(RejectionReceived.class, r -> r.cseq() == 2).status()).isEqualTo(503);
    invite(to("sip:bob@127.0.0.1:1;transport=tcp", null).withLocalCSeq(3), Headers.NONE, null);
    assertThat(calls.await(RejectionReceived.class, r -> r.cseq() == 3).status()).isEqualTo(503);
    invite(to("sip:bob@127.0.0.1", "127.0.0.1:nonsense").withLocalCSeq(4), Headers.NONE, null);
    assertThat(calls.await(RejectionReceived.class, r -> r.cseq() == 4).status()).isEqualTo(503);
  }

  @Test
  void destinationIsWhereTheRequestReallyGoes() {
    invite(to("sip:bob@example.com", "127.0.0.1:" + peer.port()), Headers.NONE, null);

    assertThat(peer.receive()).startsWith("INVITE sip:bob@example.com SIP/2.0\r\n");
  }

  @Test
  void hostNamesAreResolved() {
    invite(to("sip:bob@localhost:" + peer.port(), null), Headers.NONE, null);

    assertThat(peer.receive()).startsWith("INVITE sip:bob@localhost:" + peer.port());
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

  @Test
  void effectThatIsRunTwiceSendsOneInvite() {
    invite(dialog, Headers.NONE, null);
    invite(dialog, Headers.NONE, null);
    var request = peer.receive();
    reply(request, "180 Ringing", "bobtag", "", "");
    calls.await(ProgressReceived.class);

    assertThat(fixture.edge.statistics().requestsSent()).containsEntry("INVITE", 1L);
    assertThat(calls.all(RejectionReceived.class)).isEmpty();
  }

  @Test
  void effectsOfOneCallKeepTheirOrder() {
    var inside =
        dialog.establishedBy(
            new io.ringmaster.protocol.sip.PeerIdentity("bobtag", null, List.of()));
    for (int i = 2; i < 52; i++) {
      fixture.perform(
          CALL,
          new SipEffect.SendInfo(inside.withLocalCSeq(i), "text/plain", "n" + i, Headers.NONE));
    }
    long last = 1;
    while (last < 51) {
      var info = peer.receive("INFO ");
      long number = Long.parseLong(Wire.header(info, "CSeq").split(" ", 2)[0]);
      assertThat(number).isLessThanOrEqualTo(last + 1);
      last = Math.max(last, number);
    }
  }

  @Test
  void textThatWouldBreakOutOfItsLineIsNeverSent() {
    var evil = "x\r\nX-Evil: 1";
    var headers =
        Headers.of("X-Good", "fine")
            .with("X-Bad", evil)
            .with("X-Worse\r\nX-Evil", "1")
            .with("X-Nul", "a\0b")
            .with("X-Delete", "a\u007fb")
            .with("Contact", "<sip:mallory@127.0.0.1>")
            .with("X-Long", "l".repeat(200));
    invite(dialog, headers, null);
    var request = peer.receive();
    assertThat(request)
        .contains("X-Good: fine")
        .doesNotContain("Evil", "X-Nul", "X-Delete", "mallory", "X-Long");
    assertThat(fixture.edge.statistics().headersDropped()).isEqualTo(6);

    for (var bad :
        List.of(
            withLocal(new NameAddress(evil, "sip:100@127.0.0.1")),
            withLocal(new NameAddress(null, "sip:100@127.0.0.1" + evil)),
            to("sip:bob@127.0.0.1:%d%s".formatted(peer.port(), evil), null),
            new Dialog(
                "id" + evil,
                CALL.value(),
                null,
                dialog.local(),
                dialog.remote(),
                dialog.remoteTarget(),
                List.of(),
                1,
                -1,
                "UDP",
                null),
            new Dialog(
                "id",
                CALL.value(),
                "tag" + evil,
                dialog.local(),
                dialog.remote(),
                dialog.remoteTarget(),
                List.of(),
                1,
                -1,
                "UDP",
                null),
            new Dialog(
                "id",
                CALL.value(),
                null,
                dialog.local(),
                dialog.remote(),
                dialog.remoteTarget(),
                List.of("<sip:127.0.0.1;lr>" + evil),
                1,
                -1,
                "UDP",
                null))) {
      var before = calls.all(RejectionReceived.class).size();
      invite(bad.withLocalCSeq(9), Headers.NONE, null);
      Awaitility.await().until(() -> calls.all(RejectionReceived.class).size() > before);
      assertThat(calls.all(RejectionReceived.class).getLast().status()).isEqualTo(400);
    }
    fixture.perform(
        CALL,
        new SipEffect.SendInfo(
            dialog.withLocalCSeq(10), "text/plain\r\nX-Evil: 1", "b", Headers.NONE));
    assertThat(calls.await(RequestFailed.class).status()).isEqualTo(400);
  }

  @Test
  void headersTogetherStayWithinTheirLimit() {
    var headers = Headers.NONE;
    for (int i = 0; i < 40; i++) headers = headers.with("X-H" + i, "v".repeat(150));
    invite(dialog, headers, null);

    var sent = Wire.head(peer.receive()).lines().filter(line -> line.startsWith("X-H")).toList();
    assertThat(sent.stream().mapToInt(String::length).sum())
        .isLessThanOrEqualTo(4095)
        .isGreaterThan(3900);
  }

  private Dialog to(String target, @Nullable String destination) {
    return new Dialog(
        dialog.sipCallId(),
        CALL.value(),
        null,
        dialog.local(),
        dialog.remote(),
        target,
        List.of(),
        1,
        -1,
        "UDP",
        destination);
  }

  private Dialog withLocal(NameAddress local) {
    return new Dialog(
        dialog.sipCallId(),
        CALL.value(),
        null,
        local,
        dialog.remote(),
        dialog.remoteTarget(),
        List.of(),
        1,
        -1,
        "UDP",
        null);
  }

  private void invite(Dialog to, Headers headers, SipEffect.@Nullable Authorization authorization) {
    fixture.perform(CALL, new SipEffect.SendInvite(to, headers, EdgeFixture.SDP, authorization));
  }

  private void reply(String request, String status, String tag, String more, String body) {
    peer.send(fixture.response(request, status, tag, more, body));
  }

  private Dialog answered(String request, String more) {
    reply(
        request,
        "200 OK",
        "bobtag",
        "Contact: <sip:bob@127.0.0.1:%d>\r\nContent-Type: application/sdp\r\n%s"
            .formatted(peer.port(), more),
        EdgeFixture.SDP);
    var answer = calls.await(AnswerReceived.class);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.sdp()).isEqualTo(EdgeFixture.SDP);
    return dialog.establishedBy(answer.peer());
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
