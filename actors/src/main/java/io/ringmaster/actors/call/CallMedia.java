package io.ringmaster.actors.call;

import io.ringmaster.actors.call.MediaFact.*;
import io.ringmaster.actors.port.LegMedia;
import io.ringmaster.actors.port.MediaEffect;
import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.command.MediaCommand;
import io.ringmaster.protocol.command.MediaCommand.*;
import io.ringmaster.protocol.signal.MediaSignal;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The media side of a call, as the fold of its [MediaFact]s: the same in every phase that has a leg.
///
/// @param sdp our last description; null before the first
/// @param descriptions how many descriptions we have sent: the next one's version
/// @param leg what both sides agreed on; null before
/// @param playbacks how many playbacks there were: the number of the last
/// @param playing whether the last one still counts (neither finished nor stopped nor replaced)
/// @param recordings how many recordings there were: the number of the last
/// @param recording the file of the recording that runs; null when none does
/// @param receivers the calls that hear this one
/// @param audioHeard whether an RTP packet ever came
/// @param silent whether RTP has stopped
public record CallMedia(
    @Nullable String sdp,
    int descriptions,
    @Nullable LegMedia leg,
    int playbacks,
    boolean playing,
    int recordings,
    @Nullable String recording,
    boolean handlingTones,
    int dtmfType,
    Set<CallId> receivers,
    boolean audioHeard,
    boolean silent) {

  static final CallMedia NONE =
      new CallMedia(null, 0, null, 0, false, 0, null, false, 0, Set.of(), false, false);

  public CallMedia {
    receivers = Set.copyOf(receivers);
  }

  /// @param id the call this belongs to
  Decision decide(MediaCommand command, CallId id) {
    return switch (command) {
      case StartPlayback play -> play(play);
      case PlayProgressTone tone -> tone(tone.country());
      case StopPlayback _ ->
          playing
              ? Decision.accept(new PlaybackStopped(playbacks))
                  .then(new MediaEffect.StopPlayback(playbacks))
              : Decision.nothing();
      case RecordCall record -> record(record, id);
      case SendMediaTo(CallId to) ->
          Decision.accept(new MediaSent(to)).then(new MediaEffect.SendMediaTo(to));
      case StopMediaTo(CallId to) ->
          Decision.accept(new MediaWithdrawn(to)).then(new MediaEffect.StopMediaTo(to));
      case SendDigits(String digits) -> digits(digits);
      case HandleTones(boolean on, Integer type) -> tones(on, type == null ? 0 : type);
      case Say _,
          HandleMicStatus _,
          EnableBeepDetection _,
          DisableBeepDetection _,
          MonitorMediaStatistics _ ->
          Decision.refuse("%s is not supported yet".formatted(command.method()));
    };
  }

  private Decision play(StartPlayback play) {
    if (!isOpen())
      return Decision.refuse("nothing can be played before answer() or startEarlyMedia()");
    int number = playbacks + 1;
    return Decision.accept(new PlaybackRequested(number, play.url(), play.loop()))
        .then(new MediaEffect.StartPlayback(number, play.url(), play.loop()));
  }

  private Decision tone(String country) {
    if (!isOpen())
      return Decision.refuse("nothing can be played before answer() or startEarlyMedia()");
    return ProgressTones.of(country)
        .<Decision>map(script ->
            Decision.accept(new ToneRequested(playbacks + 1, script))
                .then(new MediaEffect.StartTone(playbacks + 1, script)))
        .orElseGet(() ->
            Decision.refuse("there is no progress tone for '%s'; use US or RU".formatted(country)));
  }

  private Decision record(RecordCall command, CallId id) {
    if (!isOpen())
      return Decision.refuse("nothing can be recorded before answer() or startEarlyMedia()");
    if (recording != null) return Decision.refuse("the call is being recorded already");
    int number = recordings + 1;
    String file = recordingFile(id, number);
    return Decision.accept(new RecordingRequested(number, file, command.stereo()))
        .then(new MediaEffect.StartRecording(number, file, command.stereo()));
  }

  private Decision digits(String digits) {
    if (!digits.matches("[0-9*#pA-D]+"))
      return Decision.refuse("'%s' are not digits: 0-9, *, # or p".formatted(digits));
    if (!isOpen()) return Decision.refuse("digits can be sent only while there is audio");
    return Decision.accept(new DigitsSent(digits)).then(new MediaEffect.SendDigits(digits));
  }

  /// The file of a call's recording number `recording`: its name on disk and the last part of its URL.
  static String recordingFile(CallId id, int recording) {
    return "%s-%d.mp3".formatted(id, recording);
  }

  private static Decision tones(boolean on, int type) {
    if (type < 0 || type > 3)
      return Decision.refuse(
          "%d is no DTMF type: 0 all, 1 telephone-event, 2 in-band, 3 SIP INFO".formatted(type));
    return Decision.accept(new TonesHandled(on, type)).then(new MediaEffect.HandleTones(on, type));
  }

  /// What a signal tells; empty when it is about something that no longer counts.
  Optional<MediaFact> hear(MediaSignal signal) {
    return switch (signal) {
      case MediaSignal.FirstAudioPacket _ -> when(!audioHeard, new FirstAudioHeard());
      case MediaSignal.ToneHeard(char digit, int type) ->
          when(takesTones(type), new ToneTaken(digit, type, null));
      case MediaSignal.PlaybackReady(int n) -> when(plays(n), new PlaybackReadied(n));
      case MediaSignal.PlaybackStarted(int n, int duration) ->
          when(plays(n), new PlaybackBegan(n, duration));
      case MediaSignal.PlaybackFinished(int n, String error) ->
          when(plays(n), new PlaybackEnded(n, error));
      case MediaSignal.RecordingStarted(int n) -> when(records(n), new RecordingBegan(n));
      case MediaSignal.RecordingStopped(int n, double duration) ->
          when(records(n), new RecordingEnded(n, duration));
      case MediaSignal.RecordingFailed(int n, String error) ->
          when(records(n), new RecordingBroke(n, error));
      case MediaSignal.RtpStopped _ -> when(!silent, new RtpSilenced());
      case MediaSignal.RtpResumed _ -> when(silent, new RtpReturned());
    };
  }

  /// The same as a decision that has no effects.
  Decision.Accepted accept(MediaSignal signal) {
    return hear(signal).map(Decision::accept).orElseGet(Decision::nothing);
  }

  CallMedia on(MediaFact fact) {
    return switch (fact) {
      case PlaybackRequested(int n, _, _) -> playback(n, true);
      case ToneRequested(int n, _) -> playback(n, true);
      case PlaybackStopped _, PlaybackEnded _ -> playback(playbacks, false);
      case RecordingRequested(int n, String file, _) -> recording(n, file);
      case RecordingEnded _, RecordingBroke _ -> recording(recordings, null);
      case MediaSent(CallId to) -> receivers(to, true);
      case MediaWithdrawn(CallId to) -> receivers(to, false);
      case TonesHandled(boolean on, int type) ->
          new CallMedia(
              sdp,
              descriptions,
              leg,
              playbacks,
              playing,
              recordings,
              recording,
              on,
              type,
              receivers,
              audioHeard,
              silent);
      case FirstAudioHeard _ -> rtp(true, silent);
      case RtpSilenced _ -> rtp(audioHeard, true);
      case RtpReturned _ -> rtp(audioHeard, false);
      case PlaybackReadied _, PlaybackBegan _, RecordingBegan _, DigitsSent _, ToneTaken _ -> this;
    };
  }

  /// Media can flow to the far end: there has been an offer and an answer, or both are on their way.
  boolean isOpen() {
    return leg != null;
  }

  boolean takesTones(int type) {
    return handlingTones && (dtmfType == 0 || dtmfType == type);
  }

  CallMedia described(String newSdp) {
    return new CallMedia(
        newSdp,
        descriptions + 1,
        leg,
        playbacks,
        playing,
        recordings,
        recording,
        handlingTones,
        dtmfType,
        receivers,
        audioHeard,
        silent);
  }

  CallMedia agreed(@Nullable LegMedia newLeg) {
    if (newLeg == null) return this;
    return new CallMedia(
        sdp,
        descriptions,
        newLeg,
        playbacks,
        playing,
        recordings,
        recording,
        handlingTones,
        dtmfType,
        receivers,
        audioHeard,
        silent);
  }

  private boolean plays(int number) {
    return playing && number == playbacks;
  }

  private boolean records(int number) {
    return recording != null && number == recordings;
  }

  private CallMedia playback(int number, boolean plays) {
    return new CallMedia(
        sdp,
        descriptions,
        leg,
        number,
        plays,
        recordings,
        recording,
        handlingTones,
        dtmfType,
        receivers,
        audioHeard,
        silent);
  }

  private CallMedia recording(int number, @Nullable String file) {
    return new CallMedia(
        sdp,
        descriptions,
        leg,
        playbacks,
        playing,
        number,
        file,
        handlingTones,
        dtmfType,
        receivers,
        audioHeard,
        silent);
  }

  private CallMedia receivers(CallId to, boolean hears) {
    var changed = new TreeSet<>(receivers);
    if (hears) changed.add(to);
    else changed.remove(to);
    return new CallMedia(
        sdp,
        descriptions,
        leg,
        playbacks,
        playing,
        recordings,
        recording,
        handlingTones,
        dtmfType,
        changed,
        audioHeard,
        silent);
  }

  private CallMedia rtp(boolean heard, boolean stopped) {
    return new CallMedia(
        sdp,
        descriptions,
        leg,
        playbacks,
        playing,
        recordings,
        recording,
        handlingTones,
        dtmfType,
        receivers,
        heard,
        stopped);
  }

  private static Optional<MediaFact> when(boolean counts, MediaFact fact) {
    return counts ? Optional.of(fact) : Optional.empty();
  }
}
