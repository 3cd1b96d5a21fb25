package io.ringmaster.actors.port;

import io.ringmaster.protocol.CallId;

/// What a call wants done with its leg. `playback` and `recording` number those of one call from 1 and come back in the signals.
public sealed interface MediaEffect extends CallEffect {

  /// Opens the leg, or changes it after a new offer and answer. Repeating it with the same values does nothing.
  record OpenLeg(LegMedia media) implements MediaEffect {}

  /// Ends the leg, its edges, its playback and its recording (`RecordingStopped` still comes), and frees the ports.
  record CloseLeg() implements MediaEffect {}

  /// Plays a sound to the far end, in place of whatever it hears.
  /// - `url`: http(s), or `file:NAME` below the directory of scenario sounds.
  record StartPlayback(int playback, String url, boolean loop) implements MediaEffect {}

  /// Plays a tone script, such as `425@-19;5(1/4/1)`, until replaced.
  record StartTone(int playback, String script) implements MediaEffect {}

  /// Stops playback if it is still number `playback`.
  record StopPlayback(int playback) implements MediaEffect {}

  /// Lets the far end of `to` hear the far end of this call. The new source silently takes the place of the last.
  record SendMediaTo(CallId to) implements MediaEffect {}

  /// `to` no longer hears this call.
  record StopMediaTo(CallId to) implements MediaEffect {}

  /// Records both directions into `file`, a name below the directory of recordings.
  record StartRecording(int recording, String file, boolean stereo) implements MediaEffect {}

  /// Completes the file.
  record StopRecording(int recording) implements MediaEffect {}

  /// Reports digits or ceases to. While on, digits do not cross to other legs.
  /// - `dtmfType`: 0 all, 1 telephone-event, 2 in-band, 3 SIP INFO.
  record HandleTones(boolean on, int dtmfType) implements MediaEffect {}

  /// Sends digits as telephone-events, in order, after those still being sent. `p` is a pause of 500 ms.
  record SendDigits(String digits) implements MediaEffect {}
}
