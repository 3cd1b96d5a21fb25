package io.ringmaster.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.actors.port.SipEffect;
import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.Headers;
import io.ringmaster.protocol.signal.SipSignal.AnswerReceived;
import io.ringmaster.protocol.sip.Dialog;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;

/// An outgoing call to the raw peer, before its INVITE is sent.
abstract class OutgoingCallFixture extends FreshEdge {

  static final CallId CALL = new CallId("4400000000001-2");

  Dialog dialog;

  @BeforeEach
  void prepareDialog() {
    dialog = fixture.dialogTo(CALL);
  }

  Dialog to(String target, @Nullable String destination) {
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

  void invite(Dialog to, Headers headers, SipEffect.@Nullable Authorization authorization) {
    fixture.perform(CALL, new SipEffect.SendInvite(to, headers, EdgeFixture.SDP, authorization));
  }

  void reply(String request, String status, String tag, String more, String body) {
    peer.send(fixture.response(request, status, tag, more, body));
  }

  Dialog answered(String request, String more) {
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

  /// Effects of one call are carried out in their order: when this one is on the wire, all before it are done.
  void awaitAllPerformed(Dialog at) {
    fixture.perform(
        CALL,
        new SipEffect.SendInfo(
            at.withLocalCSeq(at.localCSeq() + 1), "text/plain", "and now?", Headers.NONE));
    reply(peer.receive("INFO "), "200 OK", "bobtag", "", "");
  }
}
