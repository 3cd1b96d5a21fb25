package io.ringmaster.actors.call;

import static io.ringmaster.actors.call.CallFixture.given;
import static io.ringmaster.actors.call.Said.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.actors.call.SignallingFact.*;
import io.ringmaster.actors.port.MediaEffect.CloseLeg;
import io.ringmaster.actors.port.MediaEffect.OpenLeg;
import io.ringmaster.actors.port.SipEffect.Respond;
import io.ringmaster.actors.port.SipEffect.SendAck;
import io.ringmaster.actors.port.SipEffect.SendBye;
import io.ringmaster.actors.port.SipEffect.SendCancel;
import io.ringmaster.actors.port.SipEffect.SendInvite;
import io.ringmaster.protocol.Headers;
import io.ringmaster.protocol.command.CallCommand;
import io.ringmaster.protocol.command.MediaCommand;
import io.ringmaster.protocol.command.OutgoingCall;
import io.ringmaster.protocol.command.SignallingCommand.*;
import io.ringmaster.protocol.event.CallEvent;
import io.ringmaster.protocol.event.CallEvent.AudioQualityDetected;
import io.ringmaster.protocol.event.CallEvent.AudioStarted;
import io.ringmaster.protocol.event.CallEvent.Failed;
import io.ringmaster.protocol.event.CallEvent.FirstAudioPacketReceived;
import io.ringmaster.protocol.event.CallEvent.Ringing;
import io.ringmaster.protocol.event.CallEvent.StateChanged;
import io.ringmaster.protocol.signal.CallSignal;
import io.ringmaster.protocol.signal.LifeSignal;
import io.ringmaster.protocol.signal.LifeSignal.*;
import io.ringmaster.protocol.signal.MediaSignal.FirstAudioPacket;
import io.ringmaster.protocol.signal.SipSignal.*;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Outgoing calls until they are answered (spec: call-states, "Outgoing leg").
class OutgoingCallTest {

  private static final Headers P = Headers.of("X-P", "1");
  private static final Headers A = Headers.of("X-A", "1");
  private static final ChallengeReceived CHALLENGE =
      new ChallengeReceived(1, 407, "Proxy Authentication Required", List.of("Digest realm=\"x\""));
  private static final OutgoingCall WITH_PASSWORD =
      new OutgoingCall("sip:bob@127.0.0.9", "alice", null, "secret", null, null, null);

  /// How a call may look that nobody has answered yet.
  static final List<List<Object>> PASTS =
      List.of(
          List.<Object>of(TO_BOB),
          List.<Object>of(TO_BOB, progress(180, null)),
          List.<Object>of(TO_BOB, progress(183, Sdps.PHONE)));

  static final List<CallSignal> NO_CONCERN_OF_AN_UNANSWERED_CALL =
      List.of(
          new CancelReceived(Headers.NONE, null),
          ACK,
          new AckMissing(1),
          new RequestFailed("CANCEL", 1, 481, ""),
          new SessionRefused(480, ""));

  static final List<CallCommand> OF_INCOMING_CALLS =
      List.of(
          ANSWER,
          RING,
          EARLY_MEDIA,
          new RejectCall(486, null),
          new DeclineCall(486, null),
          new AnswerDirect(CallFixture.OTHER, null));

  @Test
  void ringingIsHeard() {
    given(TO_BOB)
        .when(progress(180, null))
        .thenEffects()
        .thenEvents(new StateChanged("ALERTING", "PROGRESSING"), new Ringing(P))
        .thenPhase(OutgoingProgressing.class);
  }

  @Test
  void ringingMayRepeat() {
    given(TO_BOB, progress(180, null)).when(progress(180, null)).thenEvents(new Ringing(P));
  }

  @ParameterizedTest
  @ValueSource(ints = {180, 183})
  void progressWithSdpStartsTheAudio(int status) {
    given(TO_BOB)
        .when(progress(status, Sdps.PHONE))
        .thenEffects(new OpenLeg(LEG))
        .thenEvents(
            new StateChanged("ALERTING", "PROGRESSING"),
            new AudioStarted(P, status, SCHEME, "UDP"));
  }

  @Test
  void audioStartsOnceAndNoRingingFollowsIt() {
    var early = given(TO_BOB, progress(183, Sdps.PHONE));
    early.when(progress(183, Sdps.PHONE)).thenEvents();
    early.when(progress(180, null)).thenEvents();
  }

  @Test
  void audioMayStartAfterRinging() {
    given(TO_BOB, progress(180, null))
        .when(progress(183, Sdps.PHONE))
        .thenEvents(new AudioStarted(P, 183, SCHEME, "UDP"));
  }

  @Test
  void sessionProgressWithoutSdpOnlyChangesTheState() {
    given(TO_BOB).when(progress(183, null)).thenEvents(new StateChanged("ALERTING", "PROGRESSING"));
  }

  @ParameterizedTest
  @ValueSource(ints = {181, 182, 199})
  void otherProgressTellsAScenarioNothing(int status) {
    given(TO_BOB).when(progress(status, null)).thenNothing();
  }

  @Test
  void firstAudioPacketMayComeBeforeTheAnswer() {
    given(TO_BOB, progress(183, Sdps.PHONE))
        .when(new FirstAudioPacket())
        .thenEvents(new FirstAudioPacketReceived());
  }

  @Test
  void answerWithoutEarlyMediaStartsTheAudioJustBefore() {
    given(TO_BOB)
        .when(answered(Sdps.PHONE))
        .thenEvents(
            new AudioStarted(A, 200, SCHEME, "UDP"),
            new StateChanged("ALERTING", "CONNECTED"),
            new CallEvent.Connected(null, A, SCHEME, "8796093022209-1@127.0.0.1", "UDP", "", false),
            new AudioQualityDetected("Standard"))
        .thenPhase(Connected.class);
  }

  @Test
  void answerAfterEarlyMediaStartsNoAudioAgain() {
    given(TO_BOB, progress(183, Sdps.PHONE))
        .when(answered(Sdps.PHONE))
        .thenEvents(
            new StateChanged("PROGRESSING", "CONNECTED"),
            new CallEvent.Connected(null, A, SCHEME, "8796093022209-1@127.0.0.1", "UDP", "", false),
            new AudioQualityDetected("Standard"));
  }

  @Test
  void answerIsAcknowledgedInTheDialogThatItMakes() {
    var underTest = given(TO_BOB).when(answered(Sdps.PHONE));
    var ack = underTest.effect(SendAck.class);
    assertThat(ack.cseq()).isEqualTo(1);
    assertThat(ack.dialog().remoteTag()).isEqualTo("peer-tag");
    assertThat(ack.dialog().remoteTarget()).isEqualTo("sip:bob@127.0.0.9:5070");
    assertThat(ack.dialog().routeSet()).containsExactly("<sip:proxy@127.0.0.8;lr>");
    assertThat(underTest.effect(OpenLeg.class).media()).isEqualTo(LEG);
    assertThat(underTest.details().dialog()).isEqualTo(ack.dialog());
  }

  @Test
  void answerWithoutSdpKeepsTheEarlyMedia() {
    var underTest = given(TO_BOB, progress(183, Sdps.PHONE)).when(answered(null));
    assertThat(underTest.details().media().leg()).isEqualTo(LEG);
    underTest.thenPhase(Connected.class);
  }

  @Test
  void answerWithoutUsableSdpIsAcknowledgedAndHungUpAndItsPortIsFreed() {
    for (String sdp : List.of(Sdps.OPUS_ONLY, "junk")) {
      var underTest = given(TO_BOB).when(answered(sdp));
      underTest.effect(SendAck.class);
      assertThat(underTest.effect(SendBye.class).dialog().localCSeq()).isEqualTo(2);
      underTest.effect(CloseLeg.class);
      underTest.thenEvents(
          new StateChanged("ALERTING", "TERMINATED"),
          new Failed(Headers.NONE, 488, "the answer carries no usable SDP"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "302, Moved",
    "403, Forbidden",
    "404, Not Found",
    "480, User Offline",
    "486, Busy Here",
    "503, Service Unavailable",
    "603, Decline"
  })
  void rejectionFailsTheCallWithItsCodeReasonAndHeaders(int status, String reason) {
    for (List<Object> past : PASTS) {
      var underTest = given(past).when(rejected(status, reason)).thenEffects(new CloseLeg());
      assertThat(underTest.history().getLast().event())
          .isEqualTo(new Failed(Headers.of("X-R", "1"), status, reason));
      underTest.thenPhase(Terminated.class);
    }
  }

  @ParameterizedTest
  @FieldSource("PASTS")
  void sixtySecondsWithoutAnAnswerFailTheCallWith408AndACancel(List<Object> past) {
    var underTest = given(past);
    assertThat(underTest.deadline()).contains(Duration.ofSeconds(60));
    cancelled(underTest.when(new DeadlinePassed()), 408, "Request Timeout");
  }

  @ParameterizedTest
  @CsvSource({
    "25,25",
    "10,10",
    "9,10",
    "-3,10",
    "0,10",
    "400,400",
    "1800,400",
    "30.7,30",
    "' 20 ',20"
  })
  void scenarioMayGiveOneCallMoreOrLessTime(String said, long seconds) {
    for (String name : List.of("VI-CallTimeout", "vi-calltimeout")) {
      var placed = given(toBob(Headers.of(name, said)));
      assertThat(placed.deadline()).contains(Duration.ofSeconds(seconds));
      placed.when(progress(180, null));
      assertThat(placed.deadline()).contains(Duration.ofSeconds(seconds));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "1e3", "99999999999999999999"})
  void timeoutThatIsNoNumberIsAsGoodAsNone(String said) {
    assertThat(given(toBob(Headers.of("VI-CallTimeout", said))).deadline())
        .contains(CallFixture.ANSWER_TIMEOUT);
  }

  @Test
  void timeoutOfACallIsNotSent() {
    var headers = Headers.of("X-A", "1").with("VI-CallTimeout", "25");
    var underTest = given();
    var first = underTest.whenPlaced(toBob(headers)).effect(SendInvite.class);
    assertThat(first.headers()).isEqualTo(Headers.of("X-A", "1"));
    var challenge = new ChallengeReceived(1, 401, "Unauthorized", List.of("Digest realm=\"r\""));
    var second = underTest.when(challenge).effect(SendInvite.class);
    assertThat(second.headers()).isEqualTo(Headers.of("X-A", "1"));
    assertThat(underTest.deadline()).contains(Duration.ofSeconds(25));
  }

  private static OutgoingCall toBob(Headers headers) {
    return new OutgoingCall("sip:bob@127.0.0.9", "alice", null, "secret", null, headers, null);
  }

  @Test
  void progressDoesNotStopTheClock() {
    var underTest = given(TO_BOB, Duration.ofSeconds(50), progress(183, Sdps.PHONE));
    assertThat(underTest.deadline()).contains(Duration.ofSeconds(10));
  }

  @ParameterizedTest
  @FieldSource("PASTS")
  void hangupCancelsTheCall(List<Object> past) {
    cancelled(given(past).when(HANG_UP), 487, "Request Terminated");
  }

  @ParameterizedTest
  @FieldSource("PASTS")
  void endOfTheSessionCancelsTheCall(List<Object> past) {
    cancelled(given(past).when(new LifeSignal.SessionEnded()), 487, "Request Terminated");
  }

  @ParameterizedTest
  @FieldSource("PASTS")
  void lossOfTheNodeCancelsTheCallForTheRecord(List<Object> past) {
    cancelled(given(past).when(new Revived("node-b")), 503, Endings.NODE_LOST);
  }

  @Test
  void challengeIsAnsweredOnceWithTheNextNumber() {
    var underTest = given(WITH_PASSWORD).when(CHALLENGE).thenEvents();
    var invite = underTest.effect(SendInvite.class);
    assertThat(invite.dialog().localCSeq()).isEqualTo(2);
    assertThat(invite.sdp()).contains("m=audio 20000");
    var authorization = java.util.Objects.requireNonNull(invite.authorization());
    assertThat(authorization.user()).isEqualTo("alice");
    assertThat(authorization.password()).isEqualTo("secret");
    assertThat(authorization.proxy()).isTrue();
    underTest.thenPhase(OutgoingAlerting.class);

    underTest.when(
        new ChallengeReceived(2, 407, "Proxy Authentication Required", CHALLENGE.challenges()));
    assertThat(underTest.history().getLast().event())
        .isEqualTo(new Failed(Headers.NONE, 407, "Proxy Authentication Required"));
  }

  @Test
  void challengeMayComeAfterProgress() {
    var underTest = given(WITH_PASSWORD, progress(180, null)).when(CHALLENGE);
    assertThat(underTest.effect(SendInvite.class).dialog().localCSeq()).isEqualTo(2);
    underTest.thenPhase(OutgoingProgressing.class);
  }

  @Test
  void challengeWithoutAPasswordFailsTheCall() {
    given(TO_BOB)
        .when(CHALLENGE)
        .thenEffects(new CloseLeg())
        .thenEvents(
            new StateChanged("ALERTING", "TERMINATED"),
            new Failed(Headers.NONE, 407, "Proxy Authentication Required"));
  }

  @Test
  void responsesToAnEarlierInviteAreIgnored() {
    var underTest = given(WITH_PASSWORD, CHALLENGE);
    underTest.when(progress(180, null)).thenNothing();
    underTest.when(rejected(486, "Busy Here")).thenNothing();
    underTest.when(answered(Sdps.PHONE)).thenNothing();
    underTest.when(CHALLENGE).thenNothing();
    underTest.when(answered(2, PEER, Sdps.PHONE));
    assertThat(underTest.effect(SendAck.class).cseq()).isEqualTo(2);
  }

  @Test
  void requestsOfAConnectedCallAreTooEarly() {
    var info = given(TO_BOB).when(info("application/dtmf", "5")).thenFacts();
    assertThat(info.effect(Respond.class).status()).isEqualTo(491);
    var reInvite = given(TO_BOB, progress(180, null)).when(reInvite(Sdps.PHONE)).thenFacts();
    assertThat(reInvite.effect(Respond.class).status()).isEqualTo(491);
  }

  @Test
  void byeThatOvertakesTheAnswerFailsTheCall() {
    var underTest = given(TO_BOB, progress(180, null)).when(bye());
    assertThat(underTest.effect(Respond.class).status()).isEqualTo(200);
    assertThat(underTest.history().getLast().event()).isInstanceOf(Failed.class);
  }

  @ParameterizedTest
  @FieldSource("NO_CONCERN_OF_AN_UNANSWERED_CALL")
  void whatConcernsOtherPhasesIsIgnored(CallSignal signal) {
    for (List<Object> past : PASTS) given(past).when(signal).thenNothing();
  }

  @ParameterizedTest
  @FieldSource("OF_INCOMING_CALLS")
  void commandsOfIncomingCallsAreRefused(CallCommand command) {
    for (List<Object> past : PASTS) {
      given(past).when(command).thenRefused(command.method() + " is for incoming calls");
    }
  }

  @Test
  void tonesMayBeSetBeforeAnybodyAnswers() {
    var underTest = given(TO_BOB).when(new MediaCommand.HandleTones(true, 1));
    underTest.thenFacts(new MediaFact.TonesHandled(true, 1)).thenPhase(OutgoingAlerting.class);
    underTest.when(progress(180, null)).when(answered(Sdps.PHONE));
    assertThat(underTest.details().media().takesTones(1)).isTrue();
  }

  @Test
  void infoNeedsAConnectedCall() {
    given(TO_BOB).when(new SendInfo("text/plain", "hello", null)).thenRefused("connected call");
  }

  @Test
  void whatIsNotSupportedIsRefusedByName() {
    for (var command : IncomingCallTest.OF_A_LATER_VERSION) {
      if (command instanceof AnswerDirect) continue;
      given(TO_BOB).when(command).thenRefused(command.method() + " is not supported yet");
    }
  }

  @Test
  void customDataIsKeptThroughEveryPhase() {
    for (List<Object> past : PASTS) {
      var underTest = given(past).when(new SetCustomData("lead 12")).when(answered(Sdps.PHONE));
      assertThat(underTest.details().customData()).isEqualTo("lead 12");
    }
  }

  @Test
  void otherInviteUnderTheSameIdIsSentAway() {
    var underTest = given(TO_BOB).when(otherInvite()).thenFacts();
    assertThat(underTest.effect(Respond.class).status()).isEqualTo(503);
  }

  private static void cancelled(CallFixture underTest, int code, String reason) {
    underTest.effect(SendCancel.class);
    underTest.effect(CloseLeg.class);
    assertThat(underTest.history().getLast().event())
        .isEqualTo(new Failed(Headers.NONE, code, reason));
    underTest.thenPhase(Terminated.class);
  }
}
