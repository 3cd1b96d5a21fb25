package io.ringmaster.protocol.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.ringmaster.protocol.Headers;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The CallEvents of VoxEngine: one record each, with exactly the wire names, fields and optionality of the event
/// contract (`call-events.json`, kept as test data of this module; a contract test holds the two together).
///
/// Every event also has the fields `call` (the JavaScript Call object, made by the scenario runtime) and `id` (the call's id);
/// both follow from the envelope, [NumberedCallEvent], and are not repeated in the records. An event's wire name is its type
/// id in JSON, property `name`. Optional fields are `@Nullable`; optional headers are never null but may be empty.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "name")
public sealed interface CallEvent {

  /// The name scenarios and HTTP clients know this event by, such as `Call.Connected`.
  default String name() {
    return WireName.of(getClass());
  }

  /// First SDP answer with media that reaches the leg: a 183 (or 180) carrying SDP, else the 200 OK. Fires on the
  /// signalling, whether or not RTP packets follow. Not in peer-to-peer mode. easyProcess turns it into
  /// startEarlyMedia on the other leg. At most once per call. In the real log: 183+SDP -> AudioStarted(code 183)
  /// -> FirstAudioPacketReceived -> (200 OK) Connected, with no second AudioStarted at the 200 OK. When there is
  /// no early media, emit it immediately before Connected.
  /// - `code`: SIP status that opened the media (183 in the log) (seen in real logs, not documented).
  /// - `scheme`: codec description usable by startEarlyMedia and answer (seen in real logs, not documented).
  /// - `sipTransport`: UDP/TCP/TLS (seen in real logs, not documented).
  @JsonTypeName("Call.AudioStarted")
  record AudioStarted(
      Headers headers,
      @Observed @Nullable Integer code,
      @Observed @Nullable CodecScheme scheme,
      @Observed @Nullable String sipTransport)
      implements CallEvent {}

  /// The call leg is attached to the machine-detection engine (amd given in call parameters, or
  /// detector.detect()). Before AudioIdentificationResult/Stopped/Error.
  @JsonTypeName("Call.AudioIdentificationStarted")
  record AudioIdentificationStarted() implements CallEvent {}

  /// The detector reached a verdict. Hidden in docs; payload mirrors AMD.Events.DetectionComplete. After Started,
  /// before Stopped; once per detection.
  /// - `audioType`: AMD result class.
  /// - `audioSubType`: AMD result subtype.
  /// - `confidence`: detector confidence. Unit: 0..100.
  @JsonTypeName("Call.AudioIdentificationResult")
  record AudioIdentificationResult(String audioType, String audioSubType, double confidence)
      implements CallEvent {}

  /// Detection is over: verdict, timeout, or call end. Last event of one detection.
  @JsonTypeName("Call.AudioIdentificationStopped")
  record AudioIdentificationStopped() implements CallEvent {}

  /// The detector cannot be reached or breaks. Instead of Result.
  @JsonTypeName("Call.AudioIdentificationError")
  record AudioIdentificationError() implements CallEvent {}

  /// A REFER arrives on this leg and handleBlindTransfer(true) is in force. The REFER is answered 202 and its
  /// outcome stays open until the scenario calls notifyBlindTransferSuccess or notifyBlindTransferFailed. Any
  /// number of times, max 10 REFERs per call.
  /// - `transferTo`: user part (user name or number) of the Refer-To target.
  @JsonTypeName("Call.BlindTransferRequested")
  record BlindTransferRequested(Headers headers, String transferTo) implements CallEvent {}

  /// Incoming: after answer(), once the ACK (or media) confirms the 200 OK. Outgoing: a 2xx to the INVITE.
  /// Exactly once per call. Outgoing order: [Ringing] [AudioStarted] [FirstAudioPacketReceived] Connected
  /// AudioQualityDetected. Incoming: FirstAudioPacketReceived may come before Connected (log: 4 ms earlier).
  /// state() is already CONNECTED inside the handler.
  /// - `customData`: text a client SDK attached when it accepted the call.
  /// - `scheme`: codec description (seen in real logs, not documented).
  /// - `sipCallId`: SIP Call-ID (seen in real logs, not documented).
  /// - `sipTransport`: UDP/TCP/TLS (seen in real logs, not documented).
  /// - `displayName`: display name of the far end (dialled user on outgoing, empty on incoming) (seen in real
  ///   logs, not documented).
  /// - `encrypted`: whether media is SRTP (seen in real logs, not documented).
  @JsonTypeName("Call.Connected")
  record Connected(
      @Nullable String customData,
      Headers headers,
      @Observed @Nullable CodecScheme scheme,
      @Observed @Nullable String sipCallId,
      @Observed @Nullable String sipTransport,
      @Observed @Nullable String displayName,
      @Observed @Nullable Boolean encrypted)
      implements CallEvent {}

  /// The call is being forwarded by the network (3xx redirect followed by the platform). A plain 181 does not
  /// raise it: a real log has a 181 with no such event. Before Ringing/Connected of the new branch.
  @JsonTypeName("Call.Forwarding")
  record Forwarding() implements CallEvent {}

  /// The leg ended after it was connected; or an INCOMING leg ended at any time (caller CANCEL -> 487, no answer
  /// in 60 s -> 408, reject(code) -> that code). Never for an outgoing leg that was not connected (that is
  /// Failed). Exactly once, last signalling event of the call; RecordStopped of the same call follows it. state()
  /// is TERMINATED inside the handler. Does not end the session.
  /// - `internalCode`: unanswered call: SIP final status; answered call ended by a message with a Reason header:
  ///   the cause number of the FIRST Reason header (logs show 16 and 10), not a SIP code.
  /// - `reason`: text for the code; for an answered call the text part of the first Reason header, may be
  ///   missing.
  /// - `duration`: talk time, whole seconds. Unit: s.
  /// - `cost`: money charged; number. Unit: account currency.
  /// - `direction`: tariff class text such as "SIP Call" or "All numbers" (not in/out).
  @JsonTypeName("Call.Disconnected")
  record Disconnected(
      Headers headers, int internalCode, String reason, int duration, double cost, String direction)
      implements CallEvent {}

  /// An outgoing attempt ended without a 2xx: final 3xx-6xx response, 60 s without answer (408), hangup() before
  /// answer (487), limits (403 "Call limit reached"), unknown user (404), offline user (480), no money (402).
  /// Many public scenarios also attach it to incoming legs; it simply never fires there. Exactly once, and then
  /// neither Connected nor Disconnected. With push enabled, 480 starts a wait of pushNotificationTimeout (10-60
  /// s, default 20 s).
  /// - `code`: final SIP status of the attempt. Unit: SIP status.
  /// - `reason`: text for the code; for an answered call the text part of the first Reason header, may be
  ///   missing.
  @JsonTypeName("Call.Failed")
  record Failed(Headers headers, int code, String reason) implements CallEvent {}

  /// A SIP INFO whose body is not a DTMF body that handleTones consumed. Any number.
  /// - `mimeType`: Content-Type of the body.
  /// - `body`: message body.
  @JsonTypeName("Call.InfoReceived")
  record InfoReceived(Headers headers, String mimeType, String body) implements CallEvent {}

  /// A SIP MESSAGE in the dialog, or an SDK chat message. Any number.
  /// - `text`: message text.
  @JsonTypeName("Call.MessageReceived")
  record MessageReceived(Headers headers, String text) implements CallEvent {}

  /// Voice activity of the far end switched on or off. Each change; only after handleMicStatus(true).
  /// - `active`: true while the microphone carries speech.
  @JsonTypeName("Call.MicStatusChange")
  record MicStatusChange(boolean active) implements CallEvent {}

  /// Far end re-INVITE/UPDATE goes back to sendrecv. Only after an OnHold.
  @JsonTypeName("Call.OffHold")
  record OffHold() implements CallEvent {}

  /// Far end re-INVITE/UPDATE with sendonly/inactive (or c=0.0.0.0). Alternates with OffHold.
  @JsonTypeName("Call.OnHold")
  record OnHold() implements CallEvent {}

  /// The internal player of say()/startPlayback() reached the end or failed (then error is set: TTS text over
  /// 1500 chars, unsupported pitch "400", download failure "Timeout is reached"). After PlaybackStarted, once per
  /// playback. NOT raised by stopPlayback(), nor when a new say/startPlayback replaces the old one, nor on
  /// disconnect. Never raised in loop mode.
  /// - `error`: error text.
  @JsonTypeName("Call.PlaybackFinished")
  record PlaybackFinished(@Nullable String error) implements CallEvent {}

  /// Media of say()/startPlayback() is in the cache (downloaded or already there). Before PlaybackStarted. Real
  /// log: also raised by playProgressTone, since it is built on the same internal player.
  @JsonTypeName("Call.PlaybackReady")
  record PlaybackReady() implements CallEvent {}

  /// The internal player began to send media. After PlaybackReady.
  /// - `duration`: length of the media. Unit: ms.
  @JsonTypeName("Call.PlaybackStarted")
  record PlaybackStarted(int duration) implements CallEvent {}

  /// A push notification went to the callee device (Modules.PushService loaded, user offline). Before
  /// Ringing/Failed.
  /// - `result`: push service outcome text.
  @JsonTypeName("Call.PushSent")
  record PushSent(String result) implements CallEvent {}

  /// The far end accepted a re-INVITE that the scenario relayed. Answers an earlier ReInviteReceived of the peer
  /// leg.
  /// - `mimeType`: Content-Type of the body.
  /// - `body`: message body.
  @JsonTypeName("Call.ReInviteAccepted")
  record ReInviteAccepted(Headers headers, String mimeType, String body) implements CallEvent {}

  /// The far end sent a re-INVITE: video added, screen sharing switched, hold/unhold. OnHold/OffHold come in
  /// addition for hold changes. Session config acceptReInviteByDefault=true means that the platform answers it
  /// itself when no handler does.
  /// - `mimeType`: Content-Type of the body.
  /// - `body`: message body.
  @JsonTypeName("Call.ReInviteReceived")
  record ReInviteReceived(Headers headers, String mimeType, String body) implements CallEvent {}

  /// The far end refused a relayed re-INVITE.
  /// - `code`: used by easyProcess (seen in real logs, not documented).
  /// - `reason`: used by easyProcess (seen in real logs, not documented).
  @JsonTypeName("Call.ReInviteRejected")
  record ReInviteRejected(
      Headers headers, @Observed @Nullable Integer code, @Observed @Nullable String reason)
      implements CallEvent {}

  /// The recorder of Call.record() is running; url is final already. About 20 ms after record() in the log.
  /// Before RecordStopped.
  /// - `url`: address of the record file.
  @JsonTypeName("Call.RecordStarted")
  record RecordStarted(String url) implements CallEvent {}

  /// The recorder closed the file. After Disconnected of the same call in the normal case (13 ms later in the
  /// log). Must still be delivered if the session is alive; a scenario that terminates inside Disconnected loses
  /// it.
  /// - `url`: address of the record file.
  /// - `cost`: money charged; string in the record event. Unit: account currency.
  /// - `duration`: record length, seconds. Unit: s.
  /// - `reason`: e.g. "Stopped by user" even when the stop came from disconnect (seen in real logs, not
  ///   documented).
  @JsonTypeName("Call.RecordStopped")
  record RecordStopped(String url, String cost, double duration, @Observed @Nullable String reason)
      implements CallEvent {}

  /// Recording could not start or broke. Instead of / after RecordStarted.
  /// - `error`: error text.
  @JsonTypeName("Call.RecordError")
  record RecordError(String error) implements CallEvent {}

  /// A 180 (or 181/182 treated as progress) without SDP. Once per progress response: may repeat (a 2019 log in
  /// react-native-demo issue 50 shows the same call id ringing twice). Not after AudioStarted unless
  /// allow180After183; never after Connected.
  @JsonTypeName("Call.Ringing")
  record Ringing(Headers headers) implements CallEvent {}

  /// state() changed. Before the specific event of the same transition (recommended reading).
  /// - `oldState`: state before.
  /// - `newState`: state after.
  @JsonTypeName("Call.StateChanged")
  record StateChanged(String oldState, String newState) implements CallEvent {}

  /// Deprecated; call statistics changed. Do not rely on it.
  @JsonTypeName("Call.Statistics")
  record Statistics() implements CallEvent {}

  /// A dial/busy tone was recognised in the audio. Only after Connected, once per call session.
  /// - `progressTone`: true if a dial/ringback tone was heard.
  /// - `voicemailTone`: true if a voicemail tone was heard.
  @JsonTypeName("Call.ToneDetected")
  record ToneDetected(
      @JsonProperty("ProgressTone") boolean progressTone,
      @JsonProperty("VoicemailTone") boolean voicemailTone)
      implements CallEvent {}

  /// One DTMF digit from the far end. Only while handleTones(true); one event per digit. With type ALL the first
  /// RFC2833 digit switches in-band detection off so digits are not doubled. Digits are removed from the audio
  /// passed on.
  /// - `tone`: one of 0-9 * # (A-D not promised).
  /// - `type`: "1" RFC2833, "2" in-band, "3" SIP INFO.
  @JsonTypeName("Call.ToneReceived")
  record ToneReceived(String tone, String type) implements CallEvent {}

  /// A transfer succeeded: transferTo() got NOTIFY sipfrag 2xx, or a platform-run transfer finished. Once per
  /// transfer, then the leg leaves the session (Disconnected follows).
  /// - `role`: which part this leg plays: transferor, target or transferee.
  @JsonTypeName("Call.TransferComplete")
  record TransferComplete(Headers headers, @Nullable String role) implements CallEvent {}

  /// transferTo() was refused (REFER non-2xx or sipfrag >= 300) or a platform-run transfer failed. Once per
  /// transfer; the leg stays connected.
  /// - `role`: which part this leg plays: transferor, target or transferee.
  /// - `code`: final SIP status of the attempt. Unit: SIP status.
  /// - `reason`: text for the code; for an answered call the text part of the first Reason header, may be
  ///   missing.
  @JsonTypeName("Call.TransferFailed")
  record TransferFailed(Headers headers, @Nullable String role, int code, String reason)
      implements CallEvent {}

  /// A video track was added to the record. Only after record({video:true}).
  /// - `url`: address of the record file.
  @JsonTypeName("Call.Video.TrackCreated")
  record VideoTrackCreated(String url) implements CallEvent {}

  /// First RTP audio packet on this leg. Once. May precede Connected.
  @JsonTypeName("Call.FirstAudioPacketReceived")
  record FirstAudioPacketReceived() implements CallEvent {}

  /// First RTP video packet. Once.
  @JsonTypeName("Call.FirstVideoPacketReceived")
  record FirstVideoPacketReceived() implements CallEvent {}

  /// Neither RTP nor RTCP arrived for up to 7 seconds. Only after media had been flowing.
  @JsonTypeName("Call.RtpStopped")
  record RtpStopped() implements CallEvent {}

  /// Packets flow again after RtpStopped. Alternates with RtpStopped.
  @JsonTypeName("Call.RtpResumed")
  record RtpResumed() implements CallEvent {}

  /// enableBeepDetection() finished: beep heard, time out, or disabled. Once per enable call.
  /// - `frequencies`: detected beep frequencies. Unit: Hz.
  /// - `timeout`: absent = beep found; true = time ran out; false = detection switched off.
  @JsonTypeName("Call.BeepDetectionComplete")
  record BeepDetectionComplete(@Nullable List<Double> frequencies, @Nullable Boolean timeout)
      implements CallEvent {}

  /// Beep detection could not run. Instead of Complete.
  /// - `reason`: why it failed.
  @JsonTypeName("Call.BeepDetectionError")
  record BeepDetectionError(String reason) implements CallEvent {}

  /// The negotiated audio band is known: wideband codec -> HD, else Standard. Once, 11-16 ms after Connected in
  /// the logs.
  /// - `quality`: HD or Standard (wire value "Standard").
  @JsonTypeName("Call.AudioQualityDetected")
  record AudioQualityDetected(String quality) implements CallEvent {}

  /// First video packet (older twin of FirstVideoPacketReceived). Once; emit together with
  /// FirstVideoPacketReceived.
  /// - `url`: address of the record file.
  @JsonTypeName("Call.Video.FirstPacket")
  record FirstVideoPacket(String url) implements CallEvent {}

  /// Periodic statistics of the leg. Every interval (3-10 s) while monitorMediaStatistics({monitor:true}).
  @JsonTypeName("Call.MediaStatisticsReceived")
  record MediaStatisticsReceived() implements CallEvent {}
}
