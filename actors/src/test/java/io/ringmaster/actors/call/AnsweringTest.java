package io.ringmaster.actors.call;

import static io.ringmaster.actors.call.CallFixture.given;
import static io.ringmaster.actors.call.Said.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.actors.call.SignallingFact.*;
import io.ringmaster.actors.port.MediaEffect.CloseLeg;
import io.ringmaster.actors.port.MediaEffect.OpenLeg;
import io.ringmaster.actors.port.SipEffect.Respond;
import io.ringmaster.actors.port.SipEffect.SendBye;
import io.ringmaster.actors.port.SipEffect.StopAnswering;
import io.ringmaster.protocol.Headers;
import io.ringmaster.protocol.command.SignallingCommand.*;
import io.ringmaster.protocol.event.CallEvent;
import io.ringmaster.protocol.event.CallEvent.AudioQualityDetected;
import io.ringmaster.protocol.event.CallEvent.Disconnected;
import io.ringmaster.protocol.event.CallEvent.FirstAudioPacketReceived;
import io.ringmaster.protocol.event.CallEvent.StateChanged;
import io.ringmaster.protocol.signal.CallSignal;
import io.ringmaster.protocol.signal.LifeSignal;
import io.ringmaster.protocol.signal.LifeSignal.DeadlinePassed;
import io.ringmaster.protocol.signal.LifeSignal.Revived;
import io.ringmaster.protocol.signal.MediaSignal.FirstAudioPacket;
import io.ringmaster.protocol.signal.SipSignal.AckMissing;
import io.ringmaster.protocol.signal.SipSignal.AckReceived;
import io.ringmaster.protocol.signal.SipSignal.CancelReceived;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Incoming calls between our 200 and its ACK.
class AnsweringTest {

  static final List<CallSignal> NO_CONCERN_OF_AN_ANSWERED_CALL =
      List.of(
          new DeadlinePassed(),
          new CancelReceived(Headers.NONE, null),
          new LifeSignal.SessionRefused(480, ""),
          progress(180, null),
          answered(Sdps.PHONE),
          rejected(486, "Busy Here"));

  private static CallFixture answering() {
    return given(invite(), ANSWER);
  }

  @Test
  void ackConnectsTheCall() {
    answering()
        .when(ACK)
        .thenFacts(new AnswerAcknowledged(null, null))
        .thenEffects(new StopAnswering(1))
        .thenEvents(
            new StateChanged("ALERTING", "CONNECTED"),
            new CallEvent.Connected(
                null, Headers.NONE, SCHEME, "call-id@127.0.0.9", "UDP", "", false),
            new AudioQualityDetected("Standard"))
        .thenPhase(Connected.class);
  }

  @Test
  void callThatRangSaysThatItProgressedBeforeItWasConnected() {
    var underTest = given(invite(), RING, ANSWER).when(ACK);
    assertThat(underTest.history().getFirst().event())
        .isEqualTo(new StateChanged("ALERTING", "PROGRESSING"));
    assertThat(underTest.history().get(1).event())
        .isEqualTo(new StateChanged("PROGRESSING", "CONNECTED"));
  }

  @Test
  void ackMayBringTheAnswerToOurOffer() {
    given(invite(null), ANSWER)
        .when(new AckReceived(1, Sdps.PHONE))
        .thenFacts(new AnswerAcknowledged(Sdps.PHONE, LEG))
        .thenEffects(new StopAnswering(1), new OpenLeg(LEG));
  }

  @Test
  void ackWithoutAUsableAnswerToOurOfferEndsTheCallWith488() {
    for (var ack : List.of(ACK, new AckReceived(1, Sdps.OPUS_ONLY), new AckReceived(1, "junk"))) {
      var underTest = given(invite(null), ANSWER).when(ack).thenPhase(Terminated.class);
      underTest.effect(SendBye.class);
      underTest.effect(StopAnswering.class);
      underTest.effect(CloseLeg.class);
      underTest.thenFacts(
          new CallEnded(Side.US, 488, "the ACK carries no usable SDP", Headers.NONE));
    }
  }

  @Test
  void audioMayComeBeforeTheAck() {
    answering().when(new FirstAudioPacket()).thenEvents(new FirstAudioPacketReceived());
  }

  @Test
  void answerThatNobodyAcknowledgesEndsTheCallWith408AndABye() {
    var underTest = answering().when(new AckMissing(1)).thenPhase(Terminated.class);
    assertThat(underTest.effect(SendBye.class).dialog().localCSeq()).isEqualTo(1);
    underTest
        .thenFacts(
            new CallEnded(Side.CLOCK, 408, "our answer was never acknowledged", Headers.NONE))
        .thenEvents(
            new StateChanged("ALERTING", "TERMINATED"),
            new Disconnected(
                Headers.NONE, 408, "our answer was never acknowledged", 0, 0, "SIP Call"));
  }

  @Test
  void byeThatOvertakesTheAckEndsTheCall() {
    var underTest = answering().when(bye()).thenPhase(Terminated.class);
    assertThat(underTest.effect(Respond.class).status()).isEqualTo(200);
    underTest.effect(CloseLeg.class);
  }

  @Test
  void hangupSendsABye() {
    answering().when(HANG_UP).effect(SendBye.class);
  }

  @Test
  void endOfTheSessionSendsABye() {
    answering().when(new LifeSignal.SessionEnded()).effect(SendBye.class);
  }

  @Test
  void lossOfTheNodeSendsAByeForTheRecord() {
    var underTest = answering().when(new Revived("node-b"));
    underTest.thenFacts(new CallEnded(Side.NODE_LOSS, 503, Endings.NODE_LOST, Headers.NONE));
    underTest.effect(SendBye.class);
  }

  @Test
  void byeOfAnUnacknowledgedAnswerIsOwedAfterALossOfTheNode() {
    given(invite(), ANSWER, HANG_UP).when(new Revived("node-b")).thenFacts().effect(SendBye.class);
  }

  @Test
  void clockStopsWithTheAnswer() {
    assertThat(answering().deadline()).isEmpty();
  }

  @Test
  void secondAnswerIsAQuietNoOp() {
    answering().when(ANSWER).thenNothing();
    answering().when(RING).thenNothing();
    answering().when(EARLY_MEDIA).thenNothing();
  }

  @Test
  void answeredCallCannotBeRejected() {
    answering().when(new RejectCall(486, null)).thenRefused("answered already; use hangup()");
    answering().when(new DeclineCall(486, null)).thenRefused("answered already; use hangup()");
  }

  @Test
  void infoHasToWaitForTheAck() {
    answering().when(new SendInfo("text/plain", "hello", null)).thenRefused("connected call");
    var early = answering().when(info("text/plain", "hello")).thenFacts();
    assertThat(early.effect(Respond.class).status()).isEqualTo(491);
    var reInvite = answering().when(reInvite(Sdps.HOLD)).thenFacts();
    assertThat(reInvite.effect(Respond.class).status()).isEqualTo(491);
  }

  @Test
  void whatIsNotSupportedIsRefusedByName() {
    for (var command : IncomingCallTest.OF_A_LATER_VERSION) {
      answering().when(command).thenRefused(command.method() + " is not supported yet");
    }
  }

  @Test
  void ownInviteThatIsToldAgainGetsTheSameAnswer() {
    var underTest = given(invite());
    var answer = underTest.when(ANSWER).effect(Respond.class);
    underTest.when(invite()).thenFacts().thenEffects(answer);
  }

  @Test
  void otherInviteUnderTheSameIdIsSentAway() {
    var underTest = answering().when(otherInvite()).thenFacts();
    assertThat(underTest.effect(Respond.class).status()).isEqualTo(503);
  }

  @Test
  void customDataIsKept() {
    var underTest = answering().when(new SetCustomData("vip")).when(ACK);
    assertThat(underTest.details().customData()).isEqualTo("vip");
  }

  @ParameterizedTest
  @FieldSource("NO_CONCERN_OF_AN_ANSWERED_CALL")
  void whatConcernsOtherPhasesIsIgnored(CallSignal signal) {
    answering().when(signal).thenNothing();
  }
}
