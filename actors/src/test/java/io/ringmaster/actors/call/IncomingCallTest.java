package io.ringmaster.actors.call;

import static io.ringmaster.actors.call.CallFixture.given;
import static io.ringmaster.actors.call.Said.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.actors.call.SignallingFact.*;
import io.ringmaster.actors.port.CallEffect;
import io.ringmaster.actors.port.MediaEffect.CloseLeg;
import io.ringmaster.actors.port.MediaEffect.OpenLeg;
import io.ringmaster.actors.port.SipEffect.Respond;
import io.ringmaster.protocol.Headers;
import io.ringmaster.protocol.command.CallCommand;
import io.ringmaster.protocol.command.MediaCommand;
import io.ringmaster.protocol.command.SignallingCommand.*;
import io.ringmaster.protocol.event.CallEvent;
import io.ringmaster.protocol.event.CallEvent.Disconnected;
import io.ringmaster.protocol.event.CallEvent.StateChanged;
import io.ringmaster.protocol.signal.CallSignal;
import io.ringmaster.protocol.signal.LifeSignal.*;
import io.ringmaster.protocol.signal.MediaSignal.FirstAudioPacket;
import io.ringmaster.protocol.signal.SipSignal.*;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Incoming calls until they are answered (spec: call-states, "Incoming leg").
class IncomingCallTest {

  static final List<CallSignal> NO_CONCERN_OF_A_RINGING_CALL =
      List.of(
          ACK,
          new AckMissing(1),
          progress(180, null),
          answered(Sdps.PHONE),
          rejected(486, "Busy Here"),
          new ChallengeReceived(1, 401, "Unauthorized", List.of()),
          new RequestFailed("INFO", 2, 481, ""));

  static final List<CallCommand> OF_A_LATER_VERSION =
      List.of(
          new AnswerDirect(CallFixture.OTHER, null),
          new SendMessage("hello"),
          new TransferCall("sip:dave@127.0.0.9", null, null),
          new HandleBlindTransfer(true),
          new NotifyBlindTransferSuccess(),
          new NotifyBlindTransferFailed(486, "Busy"),
          new SendReInvite(null, "application/sdp", ""),
          new AcceptReInvite(null, "application/sdp", ""),
          new RejectReInvite(null, 488, ""));

  /// How a ringing call may look when something happens to it.
  static final List<List<Object>> PASTS =
      List.of(
          List.<Object>of(invite()),
          List.<Object>of(invite(), RING),
          List.<Object>of(invite(), EARLY_MEDIA));

  @Test
  void ringTellsTheCallerAndMakesTheCallProgress() {
    given(invite())
        .when(new RingCall(Headers.of("X-Wait", "yes")))
        .thenFacts(new RingingSent(Headers.of("X-Wait", "yes")))
        .thenEffects(respond(180, Headers.of("X-Wait", "yes"), null))
        .thenEvents(new StateChanged("ALERTING", "PROGRESSING"))
        .thenPhase(IncomingProgressing.class);
  }

  @Test
  void ringingCallMayRingAgainWithoutAnotherEvent() {
    given(invite(), RING).when(RING).thenEffects(respond(180, Headers.NONE, null)).thenEvents();
  }

  @Test
  void earlyMediaOpensTheLegBeforeTheCallerIsTold() {
    var underTest = given(invite()).when(EARLY_MEDIA);
    var sdp = underTest.effect(Respond.class).sdp();
    assertThat(sdp).contains("m=audio 20000 RTP/AVP 0 101");
    underTest
        .thenEffects(new OpenLeg(LEG), respond(183, Headers.NONE, sdp))
        .thenEvents(new StateChanged("ALERTING", "PROGRESSING"))
        .thenPhase(IncomingProgressing.class);
  }

  @Test
  void earlyMediaAfterRingingChangesNoState() {
    given(invite(), RING).when(EARLY_MEDIA).thenEvents().thenPhase(IncomingProgressing.class);
  }

  @Test
  void secondEarlyMediaIsAQuietNoOp() {
    given(invite(), EARLY_MEDIA).when(EARLY_MEDIA).thenNothing();
  }

  @Test
  void earlyMediaNeedsAnOfferOfTheCaller() {
    given(invite(null)).when(EARLY_MEDIA).thenRefused("no SDP");
  }

  @ParameterizedTest
  @FieldSource("PASTS")
  void answerSends200AndSaysNothingUntilTheAck(List<Object> past) {
    var underTest = given(past).when(new AnswerCall(Headers.of("X-Agent", "7"), null));
    var response = underTest.effect(Respond.class);
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.headers()).isEqualTo(Headers.of("X-Agent", "7"));
    assertThat(response.transaction()).isEqualTo(INVITE);
    assertThat(response.sdp()).contains("m=audio 20000 RTP/AVP 0 101");
    assertThat(underTest.effect(OpenLeg.class).media()).isEqualTo(LEG);
    underTest.thenEvents().thenPhase(Answering.class);
  }

  @Test
  void answerAfterEarlyMediaRepeatsItsDescriptionToTheLetter() {
    var early = given(invite()).when(EARLY_MEDIA).effect(Respond.class).sdp();
    var late = given(invite(), EARLY_MEDIA).when(ANSWER).effect(Respond.class).sdp();
    assertThat(late).isEqualTo(early);
  }

  @Test
  void answerToAnInviteWithoutSdpMakesTheOfferAndOpensNoLegYet() {
    var underTest = given(invite(null)).when(ANSWER);
    assertThat(underTest.effect(Respond.class).sdp())
        .contains("m=audio 20000 RTP/AVP 0 8 101", "a=sendrecv");
    assertThat(underTest.effects()).hasSize(1);
  }

  @Test
  void answerWithoutAnRtpPortEndsTheCallWith503() {
    ended(given(invite()).whileEveryPortIsTaken().when(ANSWER), 503, "no RTP port is free")
        .thenFacts(new CallEnded(Side.US, 503, "no RTP port is free", Headers.NONE));
  }

  @Test
  void earlyMediaWithoutAnRtpPortEndsTheCallWith503() {
    ended(given(invite()).whileEveryPortIsTaken().when(EARLY_MEDIA), 503, "no RTP port is free");
  }

  @ParameterizedTest
  @ValueSource(ints = {300, 404, 486, 503, 603, 699})
  void rejectEndsTheCallWithThatCode(int code) {
    ended(given(invite()).when(new RejectCall(code, null)), code, Statuses.phrase(code));
    ended(given(invite(), RING).when(new DeclineCall(code, null)), code, Statuses.phrase(code));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 100, 180, 200, 299, 700})
  void rejectTakesFinalResponsesOnly(int code) {
    given(invite()).when(new RejectCall(code, null)).thenRefused(code + " is no final response");
    given(invite()).when(new DeclineCall(code, null)).thenRefused(code + " is no final response");
  }

  @ParameterizedTest
  @FieldSource("PASTS")
  void hangupBeforeTheAnswerDeclinesWith603(List<Object> past) {
    ended(given(past).when(HANG_UP), 603, "Decline");
  }

  @ParameterizedTest
  @FieldSource("PASTS")
  void cancelEndsTheCallWith487AndItsHeaders(List<Object> past) {
    var why = Headers.of("Reason", "SIP;cause=200;text=\"Call completed elsewhere\"");
    var underTest = given(past).when(new CancelReceived(why, null));
    var before = past.size() == 1 ? "ALERTING" : "PROGRESSING";
    underTest
        .thenFacts(new CallEnded(Side.FAR_END, 487, "Request Terminated", why))
        .thenEffects(respond(487, Headers.NONE, null), new CloseLeg())
        .thenEvents(
            new StateChanged(before, "TERMINATED"),
            new Disconnected(why, 487, "Request Terminated", 0, 0, "SIP Call"))
        .thenPhase(Terminated.class);
  }

  @ParameterizedTest
  @FieldSource("PASTS")
  void byeBeforeTheAnswerIsAnsweredAndSoIsTheInvite(List<Object> past) {
    given(past)
        .when(bye())
        .thenEffects(
            new Respond(REQUEST, incomingDialog(), 200, null, Headers.NONE, null),
            respond(487, Headers.NONE, null),
            new CloseLeg())
        .thenPhase(Terminated.class);
  }

  @ParameterizedTest
  @FieldSource("PASTS")
  void sixtySecondsWithoutAnAnswerEndTheCallWith408(List<Object> past) {
    var underTest = given(past);
    assertThat(underTest.deadline()).contains(Duration.ofSeconds(60));
    ended(
            underTest.after(Duration.ofSeconds(60)).when(new DeadlinePassed()),
            408,
            "Request Timeout")
        .thenFacts(new CallEnded(Side.CLOCK, 408, "Request Timeout", Headers.NONE));
  }

  @Test
  void earlyMediaDoesNotStopTheClock() {
    var underTest = given(invite(), Duration.ofSeconds(45), EARLY_MEDIA);
    assertThat(underTest.deadline()).contains(Duration.ofSeconds(15));
  }

  @ParameterizedTest
  @FieldSource("PASTS")
  void endOfTheSessionRefusesTheCaller(List<Object> past) {
    ended(given(past).when(new SessionEnded()), 480, "Temporarily Unavailable");
  }

  @Test
  void sessionThatCannotTakeTheCallSaysWhy() {
    ended(
        given(invite()).when(new SessionRefused(500, "no such scenario")), 500, "no such scenario");
  }

  @ParameterizedTest
  @FieldSource("PASTS")
  void lossOfTheNodeEndsTheCallForTheRecord(List<Object> past) {
    ended(given(past).when(new Revived("node-b")), 503, Endings.NODE_LOST)
        .thenFacts(new CallEnded(Side.NODE_LOSS, 503, Endings.NODE_LOST, Headers.NONE));
  }

  @Test
  void ownInviteThatIsToldAgainIsNoNews() {
    given(invite()).when(invite()).thenNothing();
    given(invite(), RING).when(invite()).thenNothing();
  }

  @Test
  void otherInviteUnderTheSameIdIsSentAwayAndTheCallGoesOn() {
    var underTest = given(invite()).when(otherInvite()).thenFacts();
    assertThat(underTest.effect(Respond.class).status()).isEqualTo(503);
  }

  @Test
  void requestsOfAConnectedCallAreTooEarly() {
    var info = given(invite()).when(info("application/dtmf", "5")).thenFacts();
    assertThat(info.effect(Respond.class).status()).isEqualTo(491);
    var reInvite = given(invite(), RING).when(reInvite(Sdps.PHONE)).thenFacts();
    assertThat(reInvite.effect(Respond.class).status()).isEqualTo(491);
  }

  @ParameterizedTest
  @FieldSource("NO_CONCERN_OF_A_RINGING_CALL")
  void whatConcernsOtherPhasesIsIgnored(CallSignal signal) {
    given(invite()).when(signal).thenNothing();
    given(invite(), RING).when(signal).thenNothing();
  }

  @ParameterizedTest
  @FieldSource("OF_A_LATER_VERSION")
  void whatIsNotSupportedIsRefusedByName(CallCommand command) {
    given(invite()).when(command).thenRefused(command.method() + " is not supported yet");
  }

  @Test
  void infoNeedsAConnectedCall() {
    given(invite())
        .when(new SendInfo("text/plain", "hello", null))
        .thenRefused("sendInfo needs a connected call");
  }

  @Test
  void soundNeedsAnOpenLeg() {
    var play = new MediaCommand.StartPlayback("file:hello.wav", false, false);
    given(invite(), RING).when(play).thenRefused("before answer() or startEarlyMedia()");
    given(invite(), EARLY_MEDIA).when(play).thenPhase(IncomingProgressing.class);
  }

  @Test
  void tonesAndRoutesMayBeSetBeforeTheLegIsOpen() {
    given(invite())
        .when(new MediaCommand.HandleTones(true, null))
        .thenFacts(new MediaFact.TonesHandled(true, 0));
    given(invite(), RING)
        .when(new MediaCommand.SendMediaTo(CallFixture.OTHER))
        .thenFacts(new MediaFact.MediaSent(CallFixture.OTHER));
  }

  @Test
  void customDataIsKeptThroughEveryPhase() {
    var data = new SetCustomData("order 66");
    for (List<Object> past : PASTS) {
      var underTest = given(past).when(data).thenFacts(new CustomDataChanged("order 66"));
      underTest.thenEvents().when(ANSWER).when(ACK);
      assertThat(underTest.details().customData()).isEqualTo("order 66");
    }
  }

  @Test
  void firstAudioPacketMayComeBeforeTheAnswer() {
    given(invite(), EARLY_MEDIA)
        .when(new FirstAudioPacket())
        .thenEvents(new CallEvent.FirstAudioPacketReceived());
  }

  @Test
  void factsOfOtherPhasesCannotFollow() {
    for (var past : PASTS) {
      var call = given(past).recorded();
      org.assertj.core.api.Assertions.assertThatIllegalStateException()
          .isThrownBy(
              () -> call.call().on(new InfoSent("a", "b", Headers.NONE), CallFixture.START));
    }
  }

  /// The call has ended with a final response and this `internalCode`, and its leg is closed.
  private static CallFixture ended(CallFixture underTest, int code, String reason) {
    var response = underTest.effect(Respond.class);
    assertThat(response.status()).isEqualTo(code);
    assertThat(response.transaction()).isEqualTo(INVITE);
    assertThat(underTest.effects()).map(CallEffect::getClass).last().isEqualTo(CloseLeg.class);
    var history = underTest.history().stream().map(event -> event.event()).toList();
    assertThat(history.getLast())
        .isEqualTo(new Disconnected(Headers.NONE, code, reason, 0, 0, "SIP Call"));
    assertThat(history.get(history.size() - 2)).isInstanceOf(StateChanged.class);
    return underTest.thenPhase(Terminated.class);
  }

  private static Respond respond(
      int status, Headers headers, @org.jspecify.annotations.Nullable String sdp) {
    return new Respond(INVITE, incomingDialog(), status, null, headers, sdp);
  }
}
