package io.ringmaster.protocol.signal;

import org.jspecify.annotations.Nullable;

/// What the media engine has to say to a call. `playback` and `recording` number the playbacks and recordings of one call
/// from 1, so that news of a replaced one can be told apart.
public sealed interface MediaSignal extends CallSignal {

  /// The first RTP audio packet of this leg has arrived.
  record FirstAudioPacket() implements MediaSignal {}

  /// One digit of the far end.
  /// - `digit`: 0-9, `*`, `#` or A-D. `dtmfType`: 1 telephone-event, 2 in-band, 3 SIP INFO.
  record ToneHeard(char digit, int dtmfType) implements MediaSignal {}

  /// The sound is at hand (downloaded or cached, and decodable).
  record PlaybackReady(int playback) implements MediaSignal {}

  /// The first packet of the sound has been sent.
  /// - `duration`: ms.
  record PlaybackStarted(int playback, int duration) implements MediaSignal {}

  /// The sound has been sent to its end, or cannot be played (`error`).
  record PlaybackFinished(int playback, @Nullable String error) implements MediaSignal {}

  /// The recorder runs.
  record RecordingStarted(int recording) implements MediaSignal {}

  /// The file is complete.
  /// - `duration`: seconds.
  record RecordingStopped(int recording, double duration) implements MediaSignal {}

  /// Recording could not start or broke.
  record RecordingFailed(int recording, String error) implements MediaSignal {}

  /// Neither RTP nor RTCP has arrived for some seconds, after media had been flowing.
  record RtpStopped() implements MediaSignal {}

  /// Packets flow again.
  record RtpResumed() implements MediaSignal {}
}
