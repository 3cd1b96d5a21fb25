package io.ringmaster.actors.call;

import static io.ringmaster.actors.call.CallFixture.given;
import static io.ringmaster.actors.call.Said.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.actors.call.MediaFact.RecordingBroke;
import io.ringmaster.actors.call.MediaFact.ToneTaken;
import io.ringmaster.actors.call.SignallingFact.*;
import io.ringmaster.actors.port.MediaEffect.CloseLeg;
import io.ringmaster.actors.port.MediaEffect.OpenLeg;
import io.ringmaster.actors.port.SipEffect;
import io.ringmaster.actors.port.SipEffect.Respond;
import io.ringmaster.actors.port.SipEffect.SendAck;
import io.ringmaster.actors.port.SipEffect.SendBye;
import io.ringmaster.actors.port.SipEffect.StopAnswering;
import io.ringmaster.protocol.Headers;
import io.ringmaster.protocol.command.MediaCommand.HandleTones;
import io.ringmaster.protocol.command.MediaCommand.RecordCall;
import io.ringmaster.protocol.command.SignallingCommand.*;
import io.ringmaster.protocol.event.CallEvent.*;
import io.ringmaster.protocol.signal.CallSignal;
import io.ringmaster.protocol.signal.LifeSignal;
import io.ringmaster.protocol.signal.LifeSignal.DeadlinePassed;
import io.ringmaster.protocol.signal.LifeSignal.Revived;
import io.ringmaster.protocol.signal.SipSignal.AckMissing;
import io.ringmaster.protocol.signal.SipSignal.AckReceived;
import io.ringmaster.protocol.signal.SipSignal.CancelReceived;
import io.ringmaster.protocol.signal.SipSignal.RequestFailed;
import io.ringmaster.protocol.sip.Reason;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Calls in which both ends can talk.
class ConnectedTest {

  private static final Headers B = Headers.of("X-B", "1");
  private static final StateChanged OVER = new StateChanged("CONNECTED", "TERMINATED");

  static final List<CallSignal> NO_CONCERN_OF_A_CONNECTED_CALL =
      List.of(
          new DeadlinePassed(),
          new CancelReceived(Headers.NONE, null),
          new LifeSignal.SessionRefused(480, ""),
          progress(180, null),
          rejected(486, "Busy Here"),
          new RequestFailed("INFO", 2, 405, "Method Not Allowed"));

  private static CallFixture incoming() {
    return given(invite(), ANSWER, ACK);
  }

  private static CallFixture outgoing() {
    return given(TO_BOB, answered(Sdps.PHONE));
  }

  private static Respond ok(CallFixture underTest) {
    return new Respond(REQUEST, underTest.details().dialog(), 200, null, Headers.NONE, null);
  }

  @Test
  void byeIsAnsweredAndEndsTheCall() {
    var underTest = incoming();
    var ok = ok(underTest);
    underTest
        .after(Duration.ofMillis(73_999))
        .when(bye())
        .thenEffects(ok, new CloseLeg())
        .thenEvents(OVER, new Disconnected(B, 200, "", 73, 0, "SIP Call"))
        .thenPhase(Terminated.class);
  }

  @Test
  void causeOfTheFirstReasonBecomesTheCode() {
    incoming()
        .when(bye(new Reason("MVTSLocal", 10, null), new Reason("Q.850", 16, "Normal")))
        .thenEvents(OVER, new Disconnected(B, 10, "", 0, 0, "SIP Call"));
    incoming()
        .when(bye(new Reason("Q.850", 16, "Normal call clearing")))
        .thenEvents(OVER, new Disconnected(B, 16, "Normal call clearing", 0, 0, "SIP Call"));
    incoming()
        .when(bye(new Reason("SIP", null, "moved on")))
        .thenEvents(OVER, new Disconnected(B, 200, "moved on", 0, 0, "SIP Call"));
  }

  @Test
  void outgoingCallIsDisconnectedAndNotFailedOnceItWasConnected() {
    outgoing().when(bye()).thenEvents(OVER, new Disconnected(B, 200, "", 0, 0, "SIP Call"));
  }

  @Test
  void hangupSendsAByeWithTheNextNumber() {
    var incoming = incoming().when(new HangUpCall(Headers.of("X-Why", "done")));
    assertThat(incoming.effect(SendBye.class).dialog().localCSeq()).isEqualTo(1);
    assertThat(incoming.effect(SendBye.class).headers()).isEqualTo(Headers.of("X-Why", "done"));
    incoming.effect(CloseLeg.class);
    var outgoing = outgoing().when(HANG_UP);
    assertThat(outgoing.effect(SendBye.class).dialog().localCSeq()).isEqualTo(2);
    outgoing.thenEvents(OVER, new Disconnected(Headers.NONE, 200, "", 0, 0, "SIP Call"));
  }

  @Test
  void endOfTheSessionSendsABye() {
    incoming().when(new LifeSignal.SessionEnded()).effect(SendBye.class);
  }

  @Test
  void lossOfTheNodeSendsAByeForTheRecord() {
    var underTest = incoming().when(new Revived("node-b"));
    underTest.effect(SendBye.class);
    underTest.thenFacts(new CallEnded(Side.NODE_LOSS, 503, Endings.NODE_LOST, Headers.NONE));
  }

  @Test
  void recordingOnALostNodeIsBroken() {
    var underTest = given(invite(), ANSWER, ACK, record()).when(new Revived("node-b"));
    underTest
        .thenFacts(
            new CallEnded(Side.NODE_LOSS, 503, Endings.NODE_LOST, Headers.NONE),
            new RecordingBroke(1, Endings.NODE_LOST))
        .thenEvents(
            OVER,
            new Disconnected(Headers.NONE, 503, Endings.NODE_LOST, 0, 0, "SIP Call"),
            new RecordError(Endings.NODE_LOST));
    assertThat(underTest.recorded().isOver()).isTrue();
  }

  @Test
  void callThatIsConnectedAlreadyIsAnsweredQuietly() {
    incoming().when(ANSWER).thenNothing();
    outgoing().when(ANSWER).thenNothing();
    incoming().when(RING).thenNothing();
    incoming().when(EARLY_MEDIA).thenNothing();
  }

  @Test
  void connectedCallCannotBeRejected() {
    incoming().when(new RejectCall(486, null)).thenRefused("connected already; use hangup()");
    incoming().when(new DeclineCall(486, null)).thenRefused("connected already; use hangup()");
  }

  @Test
  void repeatedAckStopsTheAnswerAgain() {
    incoming().when(new AckReceived(1, null)).thenFacts().thenEffects(new StopAnswering(1));
  }

  @Test
  void answerToAReInviteThatNobodyAcknowledgesEndsTheCall() {
    incoming().when(new AckMissing(5)).effect(SendBye.class);
  }

  @Test
  void repeatedAnswerIsAcknowledgedAgain() {
    var ack = outgoing().when(answered(Sdps.PHONE)).thenFacts().effect(SendAck.class);
    assertThat(ack.dialog().remoteTag()).isEqualTo("peer-tag");
    assertThat(ack.cseq()).isEqualTo(1);
  }

  @Test
  void answerOfAnotherBranchIsAcknowledgedAndHungUp() {
    var underTest = outgoing().when(answered(1, FORK, Sdps.PHONE)).thenFacts();
    assertThat(underTest.effect(SendAck.class).dialog().remoteTag()).isEqualTo("fork-tag");
    var bye = underTest.effect(SendBye.class).dialog();
    assertThat(bye.remoteTag()).isEqualTo("fork-tag");
    assertThat(bye.remoteTarget()).isEqualTo("sip:bob@127.0.0.7:5070");
    assertThat(bye.localCSeq()).isEqualTo(2);
    assertThat(underTest.details().dialog().remoteTag()).isEqualTo("peer-tag");
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 481})
  void farEndThatNoLongerKnowsTheCallEndsIt(int status) {
    outgoing()
        .when(new RequestFailed("INFO", 2, status, ""))
        .thenFacts(
            new CallEnded(
                Side.FAR_END, status, "the far end no longer knows this call", Headers.NONE));
  }

  @Test
  void holdAndItsEndAreToldOnceEach() {
    var underTest = incoming();
    underTest.when(reInvite(Sdps.HOLD)).thenEvents(new OnHold());
    assertThat(underTest.effect(Respond.class).sdp()).contains("a=recvonly");
    assertThat(underTest.effect(OpenLeg.class).media().sending()).isFalse();
    underTest.when(reInvite(6, Sdps.HOLD)).thenEvents();
    underTest.when(reInvite(7, Sdps.PHONE)).thenEvents(new OffHold());
    assertThat(underTest.effect(OpenLeg.class).media().sending()).isTrue();
  }

  @Test
  void reInviteFromAnotherAddressMovesTheMediaAndTheTarget() {
    var underTest = incoming().when(reInvite(Sdps.PHONE_ELSEWHERE)).thenEvents();
    assertThat(underTest.effect(OpenLeg.class).media().remoteHost()).isEqualTo("127.0.0.10");
    assertThat(underTest.details().dialog().remoteTarget()).isEqualTo("sip:carol@127.0.0.10:5071");
    assertThat(underTest.details().dialog().remoteCSeq()).isEqualTo(5);
  }

  @Test
  void eachDescriptionHasANewVersion() {
    var underTest = incoming().when(reInvite(Sdps.HOLD));
    assertThat(underTest.effect(Respond.class).sdp())
        .containsPattern("o=ringmaster \\d+ 2 IN IP4 127.0.0.1");
  }

  @Test
  void reInviteThatIsToldAgainIsAnsweredAgainAndChangesNothing() {
    var underTest = incoming().when(reInvite(Sdps.HOLD));
    var first = underTest.effect(Respond.class);
    var again = underTest.when(reInvite(Sdps.HOLD)).thenFacts().effect(Respond.class);
    assertThat(again.transaction()).isEqualTo(first.transaction());
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.sdp()).isEqualTo(first.sdp());
  }

  @Test
  void infoThatIsToldAgainIsAnsweredAgainAndNotHeardTwice() {
    for (var info :
        List.of(info("text/plain", "hello"), info("application/dtmf-relay", "Signal=5"))) {
      var underTest = given(invite(), ANSWER, ACK, new HandleTones(true, null), info);
      underTest.when(info).thenFacts().thenEffects(ok(underTest));
    }
  }

  @Test
  void requestThatALaterOneHasOvertakenIsOutOfOrder() {
    var underTest = given(invite(), ANSWER, ACK, reInvite(Sdps.PHONE));
    var info = underTest.when(info("text/plain", "late")).thenFacts().effect(Respond.class);
    assertThat(info.status()).isEqualTo(500);
    var reInvite = underTest.when(reInvite(4, Sdps.HOLD)).thenFacts().effect(Respond.class);
    assertThat(reInvite.status()).isEqualTo(500);
  }

  @Test
  void ownInviteThatIsToldAgainIsNoNews() {
    incoming().when(invite()).thenNothing();
  }

  @Test
  void reInviteWithoutSdpGetsOurDescriptionAgain() {
    var underTest = incoming();
    var ours = underTest.details().media().sdp();
    var response = underTest.when(reInvite(null)).thenFacts().effect(Respond.class);
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.sdp()).isEqualTo(ours);
  }

  @Test
  void reInviteThatWeCannotSpeakIsAnswered488AndTheCallGoesOn() {
    var underTest = incoming().when(reInvite(Sdps.OPUS_ONLY)).thenFacts();
    assertThat(underTest.effect(Respond.class).status()).isEqualTo(488);
  }

  @Test
  void infoIsAnsweredAndHeard() {
    var underTest = incoming();
    var ok = ok(underTest);
    underTest
        .when(info("application/json", "{}"))
        .thenEffects(ok)
        .thenEvents(new InfoReceived(Headers.of("X-I", "1"), "application/json", "{}"));
    assertThat(underTest.details().dialog().remoteCSeq()).isEqualTo(3);
  }

  @Test
  void digitByInfoIsAToneOnlyWhileTonesAreHandled() {
    incoming()
        .when(info("application/dtmf-relay", "Signal=5\r\nDuration=160"))
        .thenEvents(
            new InfoReceived(
                Headers.of("X-I", "1"), "application/dtmf-relay", "Signal=5\r\nDuration=160"));
    given(invite(), ANSWER, ACK, new HandleTones(true, null))
        .when(info("application/dtmf-relay", "Signal=5\r\nDuration=160"))
        .thenFacts(new ToneTaken('5', 3, 3L))
        .thenEvents(new ToneReceived("5", "3"));
    given(invite(), ANSWER, ACK, new HandleTones(true, 1))
        .when(info("application/dtmf", "5"))
        .thenEvents(new InfoReceived(Headers.of("X-I", "1"), "application/dtmf", "5"));
  }

  @Test
  void infoIsSentWithTheNextNumber() {
    var underTest = outgoing();
    underTest.when(new SendInfo("text/plain", "hello", null)).thenEvents();
    assertThat(underTest.effect(SipEffect.SendInfo.class).dialog().localCSeq()).isEqualTo(2);
    underTest.when(new SendInfo("text/plain", "again", null));
    assertThat(underTest.effect(SipEffect.SendInfo.class).dialog().localCSeq()).isEqualTo(3);
    assertThat(underTest.when(HANG_UP).effect(SendBye.class).dialog().localCSeq()).isEqualTo(4);
  }

  @Test
  void bodyOfInfoIsBoundedInBytes() {
    incoming()
        .when(new SendInfo("text/plain", "x".repeat(8192), null))
        .effect(SipEffect.SendInfo.class);
    incoming()
        .when(new SendInfo("text/plain", "ä".repeat(4097), null))
        .thenRefused("over 8192 bytes");
  }

  @Test
  void whatIsNotSupportedIsRefusedByName() {
    for (var command : IncomingCallTest.OF_A_LATER_VERSION) {
      incoming().when(command).thenRefused(command.method() + " is not supported yet");
    }
  }

  @Test
  void otherInviteUnderTheSameIdIsSentAway() {
    var underTest = incoming().when(otherInvite()).thenFacts();
    assertThat(underTest.effect(Respond.class).status()).isEqualTo(503);
    assertThat(underTest.recorded().view().orElseThrow().state()).isEqualTo("CONNECTED");
  }

  @ParameterizedTest
  @FieldSource("NO_CONCERN_OF_A_CONNECTED_CALL")
  void whatConcernsOtherPhasesIsIgnored(CallSignal signal) {
    incoming().when(signal).thenNothing();
  }

  @Test
  void customDataMayChangeDuringTheCall() {
    var underTest = incoming().when(new SetCustomData("vip")).thenEvents();
    assertThat(underTest.recorded().view().orElseThrow().customData()).isEqualTo("vip");
  }

  @Test
  void answerThatAnIncomingCallHearsIsNoneOfItsOwn() {
    incoming().when(answered(Sdps.PHONE)).thenNothing();
  }

  private static RecordCall record() {
    return new RecordCall(true, null, null, null);
  }
}
