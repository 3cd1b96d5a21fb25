package io.ringmaster.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.actors.port.SipEffect;
import io.ringmaster.protocol.Headers;
import io.ringmaster.protocol.signal.SipSignal.ProgressReceived;
import io.ringmaster.protocol.signal.SipSignal.RejectionReceived;
import io.ringmaster.protocol.signal.SipSignal.RequestFailed;
import io.ringmaster.protocol.sip.Dialog;
import io.ringmaster.protocol.sip.NameAddress;
import java.util.List;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What our requests say, where they go, and what is never sent.
class OutgoingRequestTest extends OutgoingCallFixture {

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

  private Dialog withIdentity(String sipCallId, @Nullable String remoteTag, List<String> routes) {
    return new Dialog(
        sipCallId,
        CALL.value(),
        remoteTag,
        dialog.local(),
        dialog.remote(),
        dialog.remoteTarget(),
        routes,
        1,
        -1,
        "UDP",
        null);
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
            withIdentity("id" + evil, null, List.of()),
            withIdentity("id", "tag" + evil, List.of()),
            withIdentity("id", null, List.of("<sip:127.0.0.1;lr>" + evil)))) {
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
}
