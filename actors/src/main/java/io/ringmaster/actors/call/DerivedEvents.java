package io.ringmaster.actors.call;

import io.ringmaster.actors.call.MediaFact.*;
import io.ringmaster.actors.call.SignallingFact.*;
import io.ringmaster.actors.port.LegMedia;
import io.ringmaster.protocol.Headers;
import io.ringmaster.protocol.event.CallEvent;
import io.ringmaster.protocol.event.CodecScheme;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// CallEvents are not stored: they follow from the phase before, the fact, and the phase after. So they can never disagree with the
/// state, and reading a journal yields the whole event history. Order within a fact: StateChanged, then the event itself; only an
/// answer opens the audio before the state changes, and tells the audio's quality last (spec: call-states, call-events).
final class DerivedEvents {

  private final String recordingsUrl;

  /// - `recordingsUrl`: where recordings are served, ending in a slash.
  DerivedEvents(String recordingsUrl) {
    this.recordingsUrl = recordingsUrl;
  }

  List<CallEvent> of(Call before, CallFact fact, Call after, Instant at) {
    return switch (fact) {
      case SignallingFact signalling -> ofSignalling(before, signalling, after, at);
      case MediaFact media -> ofMedia(media, after);
    };
  }

  private static List<CallEvent> ofSignalling(
      Call before, SignallingFact fact, Call after, Instant at) {
    var events = new ArrayList<CallEvent>();
    if (fact instanceof AnswerHeard) audioStarted(before, fact).ifPresent(events::add);
    if (before.details().isPresent() && before.state() != after.state()) {
      events.add(new CallEvent.StateChanged(before.state().name(), after.state().name()));
    }
    switch (fact) {
      case ProgressHeard p when p.media() != null -> audioStarted(before, p).ifPresent(events::add);
      case ProgressHeard p when p.status() == 180 && !isOpen(before) ->
          events.add(new CallEvent.Ringing(p.headers()));
      case AnswerAcknowledged _ -> {
        events.add(connected(after, Headers.NONE));
        events.add(quality());
      }
      case AnswerHeard answer -> {
        events.add(connected(after, answer.headers()));
        events.add(quality());
      }
      case OfferRenewed renewed -> holdChanged(before, renewed.media()).ifPresent(events::add);
      case InfoHeard info ->
          events.add(new CallEvent.InfoReceived(info.headers(), info.mimeType(), info.body()));
      case CallEnded ended -> events.add(ended(before, ended, at));
      case CallOffered _,
          CallPlaced _,
          RingingSent _,
          EarlyMediaStarted _,
          AnswerSent _,
          ProgressHeard _,
          ChallengeAnswered _,
          InfoSent _,
          CustomDataChanged _ -> {}
    }
    return events;
  }

  /// The first SDP answer that reaches an outgoing leg.
  private static Optional<CallEvent> audioStarted(Call before, SignallingFact fact) {
    if (isOpen(before)) return Optional.empty();
    return switch (fact) {
      case ProgressHeard p when p.media() != null ->
          Optional.of(
              new CallEvent.AudioStarted(
                  p.headers(), p.status(), scheme(p.media()), transport(before)));
      case AnswerHeard answer ->
          Optional.of(
              new CallEvent.AudioStarted(
                  answer.headers(), 200, scheme(answer.media()), transport(before)));
      case CallOffered _,
          CallPlaced _,
          RingingSent _,
          EarlyMediaStarted _,
          AnswerSent _,
          AnswerAcknowledged _,
          ProgressHeard _,
          ChallengeAnswered _,
          OfferRenewed _,
          InfoHeard _,
          InfoSent _,
          CustomDataChanged _,
          CallEnded _ ->
          Optional.empty();
    };
  }

  private static CallEvent connected(Call after, Headers headers) {
    var call = after.details().orElseThrow();
    return new CallEvent.Connected(
        null,
        headers,
        scheme(call.media().leg()),
        call.dialog().sipCallId(),
        call.dialog().transport(),
        call.incoming() ? "" : call.displayName(),
        false);
  }

  /// G.711 counts 8000 samples a second.
  private static @Nullable CodecScheme scheme(@Nullable LegMedia leg) {
    return leg == null
        ? null
        : new CodecScheme(
            leg.codec(), leg.payloadType(), 8000, leg.packetTime(), leg.telephoneEventType());
  }

  /// G.711 is narrow-band.
  private static CallEvent quality() {
    return new CallEvent.AudioQualityDetected("Standard");
  }

  private static Optional<CallEvent> holdChanged(Call before, LegMedia now) {
    boolean held =
        before.details().map(c -> c.media().leg()).map(leg -> !leg.sending()).orElse(false);
    if (held == !now.sending()) return Optional.empty();
    return Optional.of(held ? new CallEvent.OffHold() : new CallEvent.OnHold());
  }

  /// An outgoing leg that was never connected has Failed; every other end is Disconnected.
  private static CallEvent ended(Call before, CallEnded ended, Instant at) {
    var call = before.details().orElseThrow();
    if (!call.incoming() && call.connectedAt() == null) {
      return new CallEvent.Failed(ended.headers(), ended.code(), ended.reason());
    }
    int talked =
        call.connectedAt() == null ? 0 : (int) Duration.between(call.connectedAt(), at).toSeconds();
    return new CallEvent.Disconnected(
        ended.headers(), ended.code(), ended.reason(), talked, 0, "SIP Call");
  }

  private List<CallEvent> ofMedia(MediaFact fact, Call after) {
    return switch (fact) {
      case PlaybackReadied _ -> List.of(new CallEvent.PlaybackReady());
      case PlaybackBegan(_, int duration) -> List.of(new CallEvent.PlaybackStarted(duration));
      case PlaybackEnded(_, String error) -> List.of(new CallEvent.PlaybackFinished(error));
      case RecordingBegan(int n) -> List.of(new CallEvent.RecordStarted(url(after, n)));
      case RecordingEnded(int n, double duration) ->
          List.of(new CallEvent.RecordStopped(url(after, n), "0", duration, "Stopped by user"));
      case RecordingBroke(_, String error) -> List.of(new CallEvent.RecordError(error));
      case FirstAudioHeard _ -> List.of(new CallEvent.FirstAudioPacketReceived());
      case ToneTaken(char digit, int type, _) ->
          List.of(new CallEvent.ToneReceived(String.valueOf(digit), String.valueOf(type)));
      case RtpSilenced _ -> List.of(new CallEvent.RtpStopped());
      case RtpReturned _ -> List.of(new CallEvent.RtpResumed());
      case PlaybackRequested _,
          ToneRequested _,
          PlaybackStopped _,
          RecordingRequested _,
          MediaSent _,
          MediaWithdrawn _,
          TonesHandled _,
          DigitsSent _ ->
          List.of();
    };
  }

  private String url(Call call, int recording) {
    return recordingsUrl + CallMedia.recordingFile(call.details().orElseThrow().id(), recording);
  }

  private static boolean isOpen(Call call) {
    return call.details().map(c -> c.media().isOpen()).orElse(false);
  }

  private static @Nullable String transport(Call call) {
    return call.details().map(c -> c.dialog().transport()).orElse(null);
  }
}
