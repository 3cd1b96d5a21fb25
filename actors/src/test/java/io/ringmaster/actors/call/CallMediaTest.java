package io.ringmaster.actors.call;

import static io.ringmaster.actors.call.CallFixture.OTHER;
import static io.ringmaster.actors.call.CallFixture.RECORDINGS;
import static io.ringmaster.actors.call.CallFixture.given;
import static io.ringmaster.actors.call.Said.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.actors.call.MediaFact.*;
import io.ringmaster.actors.port.MediaEffect;
import io.ringmaster.protocol.command.CallCommand;
import io.ringmaster.protocol.command.MediaCommand.*;
import io.ringmaster.protocol.event.CallEvent;
import io.ringmaster.protocol.signal.MediaSignal.*;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a call hears and says, the same in every phase that has a leg.
class CallMediaTest {

  private static final StartPlayback HELLO = new StartPlayback("file:hello.wav", false, false);
  private static final RecordCall RECORD = new RecordCall(true, null, null, null);

  static final List<CallCommand> OF_A_LATER_VERSION =
      List.of(
          new Say("hello", null),
          new HandleMicStatus(true),
          new EnableBeepDetection(null, null),
          new DisableBeepDetection(),
          new MonitorMediaStatistics(true, 5));

  private static CallFixture connected(Object... more) {
    var past = new java.util.ArrayList<Object>(List.of(invite(), ANSWER, ACK));
    past.addAll(List.of(more));
    return given(past.toArray());
  }

  @Test
  void playbackTellsItsStory() {
    var underTest = connected();
    underTest
        .when(HELLO)
        .thenFacts(new PlaybackRequested(1, "file:hello.wav", false))
        .thenEffects(new MediaEffect.StartPlayback(1, "file:hello.wav", false))
        .thenEvents();
    underTest.when(new PlaybackReady(1)).thenEvents(new CallEvent.PlaybackReady());
    underTest.when(new PlaybackStarted(1, 900)).thenEvents(new CallEvent.PlaybackStarted(900));
    underTest.when(new PlaybackFinished(1, null)).thenEvents(new CallEvent.PlaybackFinished(null));
    underTest.when(new PlaybackFinished(1, null)).thenNothing();
  }

  @Test
  void playbackThatCannotBePlayedFinishesWithAnError() {
    connected(HELLO)
        .when(new PlaybackFinished(1, "404 Not Found"))
        .thenEvents(new CallEvent.PlaybackFinished("404 Not Found"));
  }

  @Test
  void replacedPlaybackIsNeverHeardOfAgain() {
    var underTest = connected(HELLO, HELLO);
    underTest.when(new PlaybackStarted(1, 900)).thenNothing();
    underTest.when(new PlaybackFinished(1, null)).thenNothing();
    underTest.when(new PlaybackStarted(2, 900)).thenEvents(new CallEvent.PlaybackStarted(900));
  }

  @Test
  void stoppedPlaybackRaisesNoEvent() {
    var underTest = connected(HELLO);
    underTest
        .when(new StopPlayback())
        .thenFacts(new PlaybackStopped(1))
        .thenEffects(new MediaEffect.StopPlayback(1))
        .thenEvents();
    underTest.when(new PlaybackFinished(1, null)).thenNothing();
    underTest.when(new StopPlayback()).thenNothing();
  }

  @Test
  void progressToneIsAPlaybackOfItsCountry() {
    var underTest = connected();
    underTest
        .when(new PlayProgressTone("RU"))
        .thenFacts(new ToneRequested(1, "425@-19;5(1/4/1)"))
        .thenEffects(new MediaEffect.StartTone(1, "425@-19;5(1/4/1)"));
    underTest.when(new PlaybackStarted(1, 5000)).thenEvents(new CallEvent.PlaybackStarted(5000));
    underTest.when(new PlayProgressTone("US"));
    assertThat(underTest.effect(MediaEffect.StartTone.class).script())
        .startsWith("440@-19,480@-19");
    underTest.when(new PlayProgressTone("XX")).thenRefused("no progress tone for 'XX'");
  }

  @Test
  void soundNeedsAnOpenLeg() {
    given(invite()).when(HELLO).thenRefused("nothing can be played before");
    given(invite()).when(new PlayProgressTone("US")).thenRefused("nothing can be played before");
    given(invite()).when(RECORD).thenRefused("nothing can be recorded before");
    given(invite()).when(new SendDigits("5")).thenRefused("only while there is audio");
    given(TO_BOB, progress(180, null)).when(HELLO).thenRefused("nothing can be played before");
  }

  @Test
  void recordingTellsItsStory() {
    var underTest = connected();
    underTest
        .when(RECORD)
        .thenFacts(new RecordingRequested(1, "8796093022209-1-1.mp3", true))
        .thenEffects(new MediaEffect.StartRecording(1, "8796093022209-1-1.mp3", true));
    underTest.when(RECORD).thenRefused("recorded already");
    underTest
        .when(new RecordingStarted(1))
        .thenEvents(new CallEvent.RecordStarted(RECORDINGS + "8796093022209-1-1.mp3"));
    underTest
        .when(new RecordingFailed(1, "disk full"))
        .thenEvents(new CallEvent.RecordError("disk full"));
    underTest.when(RECORD).thenFacts(new RecordingRequested(2, "8796093022209-1-2.mp3", true));
    underTest.when(new RecordingStopped(1, 2)).thenNothing();
  }

  @Test
  void receiversAreKeptInMind() {
    var underTest = connected(new SendMediaTo(OTHER));
    assertThat(underTest.details().media().receivers()).containsExactly(OTHER);
    underTest.when(new StopMediaTo(OTHER)).thenEffects(new MediaEffect.StopMediaTo(OTHER));
    assertThat(underTest.details().media().receivers()).isEmpty();
  }

  @Test
  void digitsAreHeardOnlyWhenTheyAreHandledAndOfTheRightType() {
    connected().when(new ToneHeard('5', 1)).thenNothing();
    connected(new HandleTones(true, null))
        .when(new ToneHeard('5', 1))
        .thenEvents(new CallEvent.ToneReceived("5", "1"));
    connected(new HandleTones(true, 2)).when(new ToneHeard('5', 1)).thenNothing();
    connected(new HandleTones(true, 2))
        .when(new ToneHeard('#', 2))
        .thenEvents(new CallEvent.ToneReceived("#", "2"));
    connected(new HandleTones(true, null), new HandleTones(false, null))
        .when(new ToneHeard('5', 1))
        .thenNothing();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 4})
  void unknownDtmfTypeIsRefused(int type) {
    connected().when(new HandleTones(true, type)).thenRefused("is no DTMF type");
  }

  @Test
  void digitsAreSentInOrderWithPauses() {
    connected()
        .when(new SendDigits("12p*#A"))
        .thenFacts(new DigitsSent("12p*#A"))
        .thenEffects(new MediaEffect.SendDigits("12p*#A"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "12x", "1 2", "１"})
  void whatAreNoDigitsIsRefused(String digits) {
    connected().when(new SendDigits(digits)).thenRefused("are not digits");
  }

  @Test
  void silenceAndItsEndAlternate() {
    var underTest = connected();
    underTest.when(new RtpResumed()).thenNothing();
    underTest.when(new RtpStopped()).thenEvents(new CallEvent.RtpStopped());
    underTest.when(new RtpStopped()).thenNothing();
    underTest.when(new RtpResumed()).thenEvents(new CallEvent.RtpResumed());
  }

  @Test
  void firstAudioPacketComesOnce() {
    var underTest = connected(new FirstAudioPacket());
    underTest.when(new FirstAudioPacket()).thenNothing();
  }

  @ParameterizedTest
  @FieldSource("OF_A_LATER_VERSION")
  void whatIsNotSupportedIsRefusedByName(CallCommand command) {
    connected().when(command).thenRefused(command.method() + " is not supported yet");
  }

  /// Media commands and signals mean the same in every phase with a leg, early ones too.
  @Test
  void everyPhaseWithALegTakesTheSameMedia() {
    var phases =
        List.of(
            List.<Object>of(invite(), EARLY_MEDIA),
            List.<Object>of(invite(), ANSWER),
            List.<Object>of(TO_BOB, progress(183, Sdps.PHONE)),
            List.<Object>of(TO_BOB, answered(Sdps.PHONE)));
    for (var past : phases) {
      var underTest = given(past);
      underTest.when(HELLO).thenFacts(new PlaybackRequested(1, "file:hello.wav", false));
      underTest.when(new PlaybackReady(1)).thenFacts(new PlaybackReadied(1));
      underTest.when(new PlaybackStarted(1, 9)).thenFacts(new PlaybackBegan(1, 9));
      underTest.when(new PlaybackFinished(1, null)).thenFacts(new PlaybackEnded(1, null));
      underTest.when(new PlayProgressTone("RU"));
      underTest.when(new StopPlayback()).thenFacts(new PlaybackStopped(2));
      underTest.when(RECORD);
      underTest.when(new RecordingStarted(1)).thenFacts(new RecordingBegan(1));
      underTest.when(new RecordingStopped(1, 1)).thenFacts(new RecordingEnded(1, 1));
      underTest.when(RECORD);
      underTest.when(new RecordingFailed(2, "x")).thenFacts(new RecordingBroke(2, "x"));
      underTest.when(new SendMediaTo(OTHER)).thenFacts(new MediaSent(OTHER));
      underTest.when(new StopMediaTo(OTHER)).thenFacts(new MediaWithdrawn(OTHER));
      underTest.when(new HandleTones(true, 0)).thenFacts(new TonesHandled(true, 0));
      underTest.when(new ToneHeard('1', 1)).thenFacts(new ToneTaken('1', 1, null));
      underTest.when(new SendDigits("1")).thenFacts(new DigitsSent("1"));
      underTest.when(new FirstAudioPacket()).thenFacts(new FirstAudioHeard());
      underTest.when(new RtpStopped()).thenFacts(new RtpSilenced());
      underTest.when(new RtpResumed()).thenFacts(new RtpReturned());
    }
  }
}
