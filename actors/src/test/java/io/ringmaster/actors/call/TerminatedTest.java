package io.ringmaster.actors.call;

import static io.ringmaster.actors.call.CallFixture.given;
import static io.ringmaster.actors.call.Said.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.actors.call.MediaFact.RecordingBroke;
import io.ringmaster.actors.port.SipEffect.Respond;
import io.ringmaster.actors.port.SipEffect.SendAck;
import io.ringmaster.actors.port.SipEffect.SendBye;
import io.ringmaster.actors.port.SipEffect.StopAnswering;
import io.ringmaster.protocol.Headers;
import io.ringmaster.protocol.command.MediaCommand;
import io.ringmaster.protocol.command.SignallingCommand.RejectCall;
import io.ringmaster.protocol.command.SignallingCommand.SetCustomData;
import io.ringmaster.protocol.event.CallEvent.RecordError;
import io.ringmaster.protocol.event.CallEvent.RecordStopped;
import io.ringmaster.protocol.signal.CallSignal;
import io.ringmaster.protocol.signal.LifeSignal.*;
import io.ringmaster.protocol.signal.MediaSignal.*;
import io.ringmaster.protocol.signal.SipSignal.*;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Calls that are over, and those who come too late.
class TerminatedTest {

  private static final MediaCommand.RecordCall RECORD =
      new MediaCommand.RecordCall(false, null, null, null);

  static final List<CallSignal> TOO_LATE =
      List.of(
          new CancelReceived(Headers.NONE, null),
          new AckMissing(1),
          progress(180, null),
          rejected(487, "Request Terminated"),
          new ChallengeReceived(1, 401, "Unauthorized", List.of()),
          new RequestFailed("BYE", 2, 481, ""),
          new DeadlinePassed(),
          new SessionEnded(),
          new SessionRefused(480, ""),
          new FirstAudioPacket(),
          new ToneHeard('5', 1),
          new PlaybackReady(1),
          new PlaybackStarted(1, 100),
          new PlaybackFinished(1, null),
          new RecordingStarted(1),
          new RecordingStopped(1, 2.5),
          new RecordingFailed(1, "disk full"),
          new RtpStopped(),
          new RtpResumed());

  private static CallFixture hungUp() {
    return given(invite(), ANSWER, ACK, HANG_UP);
  }

  @ParameterizedTest
  @FieldSource("TOO_LATE")
  void whatComesTooLateIsIgnored(CallSignal signal) {
    hungUp().when(signal).thenNothing();
  }

  @Test
  void everyCommandIsRefusedAndHarmsNobody() {
    hungUp().when(HANG_UP).thenRefused("the call has ended");
    hungUp().when(ANSWER).thenRefused("the call has ended");
    hungUp().when(new MediaCommand.StopPlayback()).thenRefused("the call has ended");
    hungUp()
        .when(new MediaCommand.StopMediaTo(CallFixture.OTHER))
        .thenRefused("the call has ended");
    hungUp().when(new SetCustomData("late")).thenRefused("the call has ended");
  }

  @Test
  void byeThatCrossedOursIsAnswered() {
    var underTest = hungUp().when(bye()).thenFacts();
    assertThat(underTest.effect(Respond.class).status()).isEqualTo(200);
  }

  @Test
  void otherRequestsInTheDialogAreAnswered481() {
    for (CallSignal request : List.of(reInvite(Sdps.PHONE), info("text/plain", "late"))) {
      var underTest = hungUp().when(request).thenFacts();
      assertThat(underTest.effect(Respond.class).status()).isEqualTo(481);
    }
  }

  @Test
  void answerThatCrossedOurCancelIsAcknowledgedAndHungUp() {
    var underTest = given(TO_BOB, HANG_UP).when(answered(Sdps.PHONE)).thenFacts().thenEvents();
    assertThat(underTest.effect(SendAck.class).dialog().remoteTag()).isEqualTo("peer-tag");
    assertThat(underTest.effect(SendBye.class).dialog().localCSeq()).isEqualTo(2);
  }

  @Test
  void answerThatIsRepeatedAfterOurByeIsOnlyAcknowledged() {
    given(TO_BOB, answered(Sdps.PHONE), HANG_UP)
        .when(answered(Sdps.PHONE))
        .thenFacts()
        .thenEffects(new SendAck(given(TO_BOB, answered(Sdps.PHONE)).details().dialog(), 1));
  }

  @Test
  void byeThatIsToldAgainIsAnsweredAgain() {
    var underTest = given(invite(), ANSWER, ACK, bye()).when(bye()).thenFacts();
    assertThat(underTest.effect(Respond.class).status()).isEqualTo(200);
  }

  @Test
  void ownInviteThatIsToldAgainGetsTheSameEnd() {
    var refused = given(invite(), new RejectCall(486, null)).when(invite()).thenFacts();
    assertThat(refused.effect(Respond.class).status()).isEqualTo(486);
    hungUp().when(invite()).thenNothing();
  }

  @Test
  void ackAfterTheEndNeedNotBeToldAgain() {
    hungUp().when(ACK).thenFacts().thenEffects(new StopAnswering(1));
  }

  @Test
  void refusalThatMayHaveBeenLostWithItsNodeIsSentAgain() {
    for (var end : List.of(new RejectCall(486, null), new RejectCall(302, null))) {
      var underTest = given(invite(), RING, end).when(new Revived("node-b")).thenFacts();
      var again = underTest.effect(Respond.class);
      assertThat(again.transaction()).isEqualTo(INVITE);
      assertThat(again.status()).isEqualTo(end.code());
    }
    var cancelled =
        given(invite(), RING, new CancelReceived(Headers.NONE, null)).when(new Revived("node-b"));
    assertThat(cancelled.effect(Respond.class).status()).isEqualTo(487);
    given(invite(), RING, new RejectCall(486, null), Terminated.LINGER)
        .when(new Revived("node-b"))
        .thenNothing();
  }

  @Test
  void otherInviteUnderTheSameIdIsSentAway() {
    var underTest = hungUp().when(otherInvite()).thenFacts();
    assertThat(underTest.effect(Respond.class).status()).isEqualTo(503);
  }

  @Test
  void recordingOutlivesTheCallUntilItsFileIsComplete() {
    var underTest = given(invite(), ANSWER, ACK, RECORD, bye());
    assertThat(underTest.recorded().isOver()).isFalse();
    underTest
        .when(new RecordingStopped(1, 12.5))
        .thenEvents(
            new RecordStopped(
                CallFixture.RECORDINGS + "8796093022209-1-1.mp3", "0", 12.5, "Stopped by user"));
    assertThat(underTest.recorded().isOver()).isTrue();
    underTest.when(new RecordingStopped(1, 12.5)).thenNothing();
  }

  @Test
  void recordingThatBreaksAtTheEndIsToldToo() {
    var underTest = given(invite(), ANSWER, ACK, RECORD, bye());
    underTest.when(new RecordingFailed(1, "disk full")).thenEvents(new RecordError("disk full"));
    assertThat(underTest.recorded().isOver()).isTrue();
  }

  @Test
  void recordingThatRanOnALostNodeIsBroken() {
    given(invite(), ANSWER, ACK, RECORD, bye())
        .when(new Revived("node-b"))
        .thenFacts(new RecordingBroke(1, Endings.NODE_LOST))
        .thenEffects();
  }

  @Test
  void ourByeIsSentAgainAfterALossOfTheNodeWhileSipMayStillCare() {
    var first = given(invite(), ANSWER, ACK).when(HANG_UP).effect(SendBye.class);
    var again = hungUp().when(new Revived("node-b")).thenFacts().effect(SendBye.class);
    assertThat(again.dialog()).isEqualTo(first.dialog());
    hungUp().after(Duration.ofSeconds(32)).when(new Revived("node-b")).thenNothing();
  }

  @Test
  void nothingIsOwedToOneWhoHungUpOrNeverAnswered() {
    given(invite(), ANSWER, ACK, bye()).when(new Revived("node-b")).thenNothing();
    given(TO_BOB, HANG_UP).when(new Revived("node-b")).thenNothing();
  }

  @Test
  void viewTellsHowItEnded() {
    var view = hungUp().recorded().view().orElseThrow();
    assertThat(view.state()).isEqualTo("TERMINATED");
    assertThat(view.phase()).isEqualTo("Terminated");
    assertThat(view.endCode()).isEqualTo(200);
    assertThat(view.endedAt()).isEqualTo(CallFixture.START);
    assertThat(view.lastEvent()).isEqualTo(5);
    assertThat(view.fact()).isEqualTo(4);
  }
}
