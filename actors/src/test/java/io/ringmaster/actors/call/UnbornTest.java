package io.ringmaster.actors.call;

import static io.ringmaster.actors.call.CallFixture.ID;
import static io.ringmaster.actors.call.CallFixture.given;
import static io.ringmaster.actors.call.Said.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.actors.call.SignallingFact.CallEnded;
import io.ringmaster.actors.call.SignallingFact.CallOffered;
import io.ringmaster.actors.call.SignallingFact.CallPlaced;
import io.ringmaster.actors.call.SignallingFact.Side;
import io.ringmaster.actors.port.SipEffect.Respond;
import io.ringmaster.actors.port.SipEffect.SendInvite;
import io.ringmaster.protocol.Headers;
import io.ringmaster.protocol.command.OutgoingCall;
import io.ringmaster.protocol.event.CallEvent.Failed;
import io.ringmaster.protocol.event.CallEvent.StateChanged;
import io.ringmaster.protocol.signal.CallSignal;
import io.ringmaster.protocol.signal.LifeSignal.*;
import io.ringmaster.protocol.signal.MediaSignal.FirstAudioPacket;
import io.ringmaster.protocol.signal.SipSignal.*;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Before a call's first fact.
class UnbornTest {

  static final List<CallSignal> NEWS_OF_NO_CALL =
      List.of(
          new CancelReceived(Headers.NONE, null),
          ACK,
          new AckMissing(1),
          progress(180, null),
          answered(Sdps.PHONE),
          rejected(486, "Busy Here"),
          new ChallengeReceived(1, 401, "Unauthorized", List.of()),
          new RequestFailed("INFO", 2, 481, ""),
          new DeadlinePassed(),
          new Revived("node-b"),
          new SessionEnded(),
          new SessionRefused(480, ""),
          new FirstAudioPacket());

  static final List<CallSignal> REQUESTS_IN_NO_DIALOG =
      List.of(bye(), info("application/dtmf", "5"), reInvite(Sdps.PHONE));

  @Test
  void inviteWithACodecInCommonIsOfferedAndAnsweredByNobodyYet() {
    var invite = invite();
    given()
        .when(invite)
        .thenFacts(
            new CallOffered(
                INVITE,
                invite.dialog(),
                "7001",
                "sip:7001@127.0.0.1",
                "127.0.0.9",
                invite.headers(),
                Sdps.PHONE,
                ROUTE))
        .thenEffects()
        .thenEvents()
        .thenPhase(IncomingAlerting.class);
  }

  @Test
  void inviteWithoutSdpIsOfferedToo() {
    given().when(invite(null)).thenPhase(IncomingAlerting.class);
  }

  @Test
  void inviteWithoutACodecInCommonIsAnswered488AndLeavesNoTrace() {
    var underTest = given().when(invite(Sdps.OPUS_ONLY)).thenFacts();
    assertThat(underTest.effect(Respond.class).status()).isEqualTo(488);
  }

  @ParameterizedTest
  @FieldSource("REQUESTS_IN_NO_DIALOG")
  void requestInADialogThatDoesNotExistIsAnswered481(CallSignal request) {
    var response = given().when(request).thenFacts().effect(Respond.class);
    assertThat(response.status()).isEqualTo(481);
    assertThat(response.transaction()).isEqualTo(REQUEST);
  }

  @ParameterizedTest
  @FieldSource("NEWS_OF_NO_CALL")
  void newsOfNoCallIsIgnored(CallSignal signal) {
    given().when(signal).thenNothing();
  }

  @Test
  void commandToNoCallIsRefused() {
    given().when(ANSWER).thenRefused("there is no call " + ID);
  }

  @Test
  void placedCallSendsAnInviteThatOffersOurAddressAndHasTheCallIdForTag() {
    var underTest = given().whenPlaced(TO_BOB).thenEvents().thenPhase(OutgoingAlerting.class);
    var invite = underTest.effect(SendInvite.class);
    assertThat(invite.dialog().localTag()).isEqualTo(ID.value());
    assertThat(invite.dialog().localCSeq()).isEqualTo(1);
    assertThat(invite.dialog().remoteTag()).isNull();
    assertThat(invite.dialog().remoteTarget()).isEqualTo("sip:bob@127.0.0.9");
    assertThat(invite.dialog().local().uri()).isEqualTo("sip:alice@127.0.0.1");
    assertThat(invite.dialog().local().displayName()).isEqualTo("Alice");
    assertThat(invite.sdp()).contains("m=audio 20000 RTP/AVP 0 8 101");
    assertThat(invite.authorization()).isNull();
    assertThat(underTest.facts()).singleElement().isInstanceOf(CallPlaced.class);
    assertThat(underTest.details().incoming()).isFalse();
    assertThat(underTest.details().number()).isEqualTo("bob");
    assertThat(underTest.details().callerid()).isEqualTo("alice");
  }

  @ParameterizedTest
  @CsvSource({
    "bob@127.0.0.9, sip:bob@127.0.0.9, UDP",
    "SIP:bob@127.0.0.9, SIP:bob@127.0.0.9, UDP",
    "sips:bob@127.0.0.9, sips:bob@127.0.0.9, TLS",
    "sip:bob@127.0.0.9;transport=tcp, sip:bob@127.0.0.9;transport=tcp, TCP",
    "bob@127.0.0.9;transport=TLS, sip:bob@127.0.0.9;transport=TLS, TLS"
  })
  void targetIsAUriWithOrWithoutItsScheme(String to, String uri, String transport) {
    var dialog = given().whenPlaced(to(to, null)).effect(SendInvite.class).dialog();
    assertThat(dialog.remoteTarget()).isEqualTo(uri);
    assertThat(dialog.transport()).isEqualTo(transport);
  }

  @ParameterizedTest
  @CsvSource({
    "alice, sip:alice@127.0.0.1",
    "alice@example.org, sip:alice@example.org",
    "sips:alice@example.org, sips:alice@example.org",
    ", sip:anonymous@127.0.0.1"
  })
  void callerIdIsAUserOrAWholeUri(String callerid, String uri) {
    var details = new OutgoingCall("sip:bob@127.0.0.9", callerid, null, null, null, null, null);
    var dialog = given().whenPlaced(details).effect(SendInvite.class).dialog();
    assertThat(dialog.local().uri()).isEqualTo(uri);
  }

  @Test
  void bareNumberGoesToTheOutboundProxy() {
    var dialog =
        given().whenPlaced(to("4930123456", "127.0.0.8:5080")).effect(SendInvite.class).dialog();
    assertThat(dialog.destination()).isEqualTo("127.0.0.8:5080");
    assertThat(dialog.remoteTarget()).isEqualTo("sip:4930123456");
  }

  @ParameterizedTest
  @ValueSource(strings = {"4930123456", "", "sip:", "sip:bob@", "bob@exa mple", "bob@<evil>"})
  void callToAnAddressThatCannotBeCalledFailsWith404AndSendsNothing(String to) {
    var underTest = given().whenPlaced(to(to, null)).thenEffects();
    assertThat(underTest.facts()).hasSize(2);
    assertThat(underTest.facts().getLast()).isInstanceOf(CallEnded.class);
    underTest
        .thenEvents(
            new StateChanged("ALERTING", "TERMINATED"),
            new Failed(Headers.NONE, 404, "'%s' is not a SIP URI with a host".formatted(to)))
        .thenPhase(Terminated.class);
  }

  @Test
  void callWithoutAnRtpPortFailsWith503AndSendsNothing() {
    var underTest = given().whileEveryPortIsTaken().whenPlaced(TO_BOB).thenEffects();
    assertThat(underTest.facts().getLast())
        .isEqualTo(new CallEnded(Side.US, 503, "no RTP port is free", Headers.NONE));
    underTest.thenPhase(Terminated.class);
  }

  private static OutgoingCall to(String to, @org.jspecify.annotations.Nullable String outProxy) {
    return new OutgoingCall(to, "alice", null, null, null, null, outProxy);
  }
}
