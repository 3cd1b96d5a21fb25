package io.ringmaster.protocol.command;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.Headers;
import org.jspecify.annotations.Nullable;

/// Commands that change the SIP dialog. Only `X-*` header fields are sent; the others are dropped with a warning.
public sealed interface SignallingCommand extends CallCommand {

  /// Accepts an incoming call: 200 with SDP.
  @JsonTypeName("answer")
  record AnswerCall(@Nullable Headers headers, @Nullable String displayName)
      implements SignallingCommand {}

  /// Accepts an incoming call with the SDP of `peer`, so that media flows between the two ends alone.
  @JsonTypeName("answerDirect")
  record AnswerDirect(CallId peer, @Nullable Headers headers) implements SignallingCommand {}

  /// Tells the caller that somebody is being alerted: 180 without SDP.
  @JsonTypeName("ring")
  record RingCall(@Nullable Headers headers) implements SignallingCommand {}

  /// Opens media before the answer: 183 with SDP.
  @JsonTypeName("startEarlyMedia")
  record StartEarlyMedia(@Nullable Headers headers) implements SignallingCommand {}

  /// Refuses an incoming call with a final response.
  /// - `code`: 300 to 699.
  @JsonTypeName("reject")
  record RejectCall(int code, @Nullable Headers headers) implements SignallingCommand {}

  /// The older name of [RejectCall].
  @JsonTypeName("decline")
  record DeclineCall(int code, @Nullable Headers headers) implements SignallingCommand {}

  /// Ends the call in whatever way its phase asks for: BYE, CANCEL or a final response.
  @JsonTypeName("hangup")
  record HangUpCall(@Nullable Headers headers) implements SignallingCommand {}

  /// Sends a SIP INFO in the dialog.
  /// - `body`: at most 8192 bytes in UTF-8.
  @JsonTypeName("sendInfo")
  record SendInfo(String mimeType, String body, @Nullable Headers headers)
      implements SignallingCommand {}

  /// Sends a SIP MESSAGE in the dialog.
  /// - `text`: at most 8192 bytes in UTF-8.
  @JsonTypeName("sendMessage")
  record SendMessage(String text) implements SignallingCommand {}

  /// Asks the far end to call somebody else (REFER), or to take over `call` (attended).
  @JsonTypeName("transferTo")
  record TransferCall(String to, @Nullable CallId call, @Nullable Headers headers)
      implements SignallingCommand {}

  /// Hands REFERs to the scenario instead of running the transfer.
  @JsonTypeName("handleBlindTransfer")
  record HandleBlindTransfer(boolean on) implements SignallingCommand {}

  @JsonTypeName("notifyBlindTransferSuccess")
  record NotifyBlindTransferSuccess() implements SignallingCommand {}

  @JsonTypeName("notifyBlindTransferFailed")
  record NotifyBlindTransferFailed(int code, String reason) implements SignallingCommand {}

  /// Sends a re-INVITE on behalf of the bridged leg (used by easyProcess).
  @JsonTypeName("reInvite")
  record SendReInvite(@Nullable Headers headers, String mimeType, String body)
      implements SignallingCommand {}

  @JsonTypeName("acceptReInvite")
  record AcceptReInvite(@Nullable Headers headers, String mimeType, String body)
      implements SignallingCommand {}

  @JsonTypeName("rejectReInvite")
  record RejectReInvite(@Nullable Headers headers, int code, String reason)
      implements SignallingCommand {}

  /// Attaches text to the call for `call.customData()`.
  @JsonTypeName("customData")
  record SetCustomData(String customData) implements SignallingCommand {}
}
