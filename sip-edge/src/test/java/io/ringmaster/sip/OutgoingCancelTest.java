package io.ringmaster.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.actors.port.SipEffect;
import io.ringmaster.protocol.Headers;
import io.ringmaster.protocol.signal.SipSignal.ProgressReceived;
import io.ringmaster.protocol.signal.SipSignal.RejectionReceived;
import org.junit.jupiter.api.Test;

/// Our CANCEL of an INVITE that has no final response yet.
class OutgoingCancelTest extends OutgoingCallFixture {

  @Test
  void cancelWaitsForAProvisionalResponse() {
    invite(dialog, Headers.NONE, null);
    var request = peer.receive();
    fixture.perform(CALL, new SipEffect.SendCancel(dialog, Headers.of("X-Cancel", "c")));
    awaitAllPerformed(dialog);
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
    var inside = answered(request, "");
    fixture.perform(CALL, new SipEffect.SendCancel(dialog, Headers.NONE));
    awaitAllPerformed(inside);

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
}
