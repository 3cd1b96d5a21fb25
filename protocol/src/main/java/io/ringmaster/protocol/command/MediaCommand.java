package io.ringmaster.protocol.command;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.ringmaster.protocol.CallId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Commands that change what a call hears, or what is made of what it says.
public sealed interface MediaCommand extends CallCommand {

  /// Speaks a text to the call.
  /// - `text`: at most 1500 characters.
  @JsonTypeName("say")
  record Say(String text, @Nullable String voice) implements MediaCommand {}

  /// Plays a sound to the call, in place of whatever it hears now.
  /// - `url`: http(s), or `file:NAME` for a sound that belongs to the scenarios. WAV or mp3, at most 10 MB.
  /// - `loop`: start again at the end until replaced or stopped.
  @JsonTypeName("startPlayback")
  record StartPlayback(String url, boolean loop, boolean progressivePlayback)
      implements MediaCommand {}

  /// Stops what [Say], [StartPlayback] or [PlayProgressTone] started. No event follows.
  @JsonTypeName("stopPlayback")
  record StopPlayback() implements MediaCommand {}

  /// Plays the ringback tone of a country until replaced.
  /// - `country`: `US` or `RU`.
  @JsonTypeName("playProgressTone")
  record PlayProgressTone(String country) implements MediaCommand {}

  /// Records both directions of the call until it ends.
  /// - `stereo`: the far end right, our side left; otherwise both channels carry the same mix.
  @JsonTypeName("record")
  record RecordCall(
      boolean stereo,
      @Nullable Boolean hdAudio,
      @Nullable Boolean lossless,
      @Nullable String format)
      implements MediaCommand {}

  /// Lets `to` hear this call. A call hears one source: this one silently takes the place of the last.
  @JsonTypeName("sendMediaTo")
  record SendMediaTo(CallId to) implements MediaCommand {}

  /// `to` no longer hears this call.
  @JsonTypeName("stopMediaTo")
  record StopMediaTo(CallId to) implements MediaCommand {}

  /// Sends digits to the far end (RFC 4733).
  /// - `digits`: 0-9, `*`, `#`, and `p` for a pause of 500 ms.
  @JsonTypeName("sendDigits")
  record SendDigits(String digits) implements MediaCommand {}

  /// Reports digits of the far end as `Call.ToneReceived`.
  /// - `dtmfType`: 0 all, 1 telephone-event (RFC 4733), 2 in-band, 3 SIP INFO; null means 0.
  @JsonTypeName("handleTones")
  record HandleTones(boolean on, @Nullable Integer dtmfType) implements MediaCommand {}

  /// Reports speech of the far end as `Call.MicStatusChange`.
  @JsonTypeName("handleMicStatus")
  record HandleMicStatus(boolean on) implements MediaCommand {}

  /// Listens for a beep.
  /// - `frequencies`: Hz. `timeout`: ms.
  @JsonTypeName("enableBeepDetection")
  record EnableBeepDetection(@Nullable List<Double> frequencies, @Nullable Integer timeout)
      implements MediaCommand {}

  @JsonTypeName("disableBeepDetection")
  record DisableBeepDetection() implements MediaCommand {}

  /// Reports statistics of the leg every `interval` seconds (3 to 10).
  @JsonTypeName("monitorMediaStatistics")
  record MonitorMediaStatistics(boolean monitor, @Nullable Integer interval)
      implements MediaCommand {}
}
