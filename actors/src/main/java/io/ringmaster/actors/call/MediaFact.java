package io.ringmaster.actors.call;

import io.ringmaster.protocol.CallId;
import org.jspecify.annotations.Nullable;

/// Facts about what a call hears and says. Playbacks and recordings are numbered within the call, from 1.
public sealed interface MediaFact extends CallFact {

  record PlaybackRequested(int playback, String url, boolean loop) implements MediaFact {}

  record ToneRequested(int playback, String script) implements MediaFact {}

  record PlaybackStopped(int playback) implements MediaFact {}

  record PlaybackReadied(int playback) implements MediaFact {}

  /// - `duration`: ms.
  record PlaybackBegan(int playback, int duration) implements MediaFact {}

  record PlaybackEnded(int playback, @Nullable String error) implements MediaFact {}

  /// - `file`: its name below the directory of recordings, and the last part of its URL.
  record RecordingRequested(int recording, String file, boolean stereo) implements MediaFact {}

  record RecordingBegan(int recording) implements MediaFact {}

  /// - `duration`: seconds.
  record RecordingEnded(int recording, double duration) implements MediaFact {}

  record RecordingBroke(int recording, String error) implements MediaFact {}

  record MediaSent(CallId to) implements MediaFact {}

  record MediaWithdrawn(CallId to) implements MediaFact {}

  record TonesHandled(boolean on, int dtmfType) implements MediaFact {}

  record DigitsSent(String digits) implements MediaFact {}

  record FirstAudioHeard() implements MediaFact {}

  /// A digit of the far end.
  /// - `cseq`: number of the INFO that it came in; null when it came as audio, and in journals of old.
  record ToneTaken(char digit, int dtmfType, @Nullable Long cseq) implements MediaFact {}

  record RtpSilenced() implements MediaFact {}

  record RtpReturned() implements MediaFact {}
}
