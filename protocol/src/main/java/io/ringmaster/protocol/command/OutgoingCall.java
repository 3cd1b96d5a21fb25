package io.ringmaster.protocol.command;

import io.ringmaster.protocol.Headers;
import org.jspecify.annotations.Nullable;

/// Whom to call and how: the parameters of `VoxEngine.callSIP` and of `POST /v1/sessions/{id}/calls`.
///
/// @param to a SIP or SIPS URI, with or without its scheme, or a bare number or user for routing by trunk or registration
/// @param callerid the number or user shown to the far end; a SIP user or a whole URI
/// @param password for a digest challenge (401 or 407); null when none is known
/// @param authUser the user name for that; the caller id when null
/// @param headers `X-*` fields for the INVITE, and `VI-CallTimeout`: the seconds that the call may stay unanswered
/// @param outProxy host, or host:port, to send the INVITE to instead of the URI's own
public record OutgoingCall(
    String to,
    @Nullable String callerid,
    @Nullable String displayName,
    @Nullable String password,
    @Nullable String authUser,
    @Nullable Headers headers,
    @Nullable String outProxy) {

  /// Without the password: this text goes into logs.
  @Override
  public String toString() {
    return "OutgoingCall[to=%s, callerid=%s, displayName=%s, authUser=%s, headers=%s, outProxy=%s]"
        .formatted(to, callerid, displayName, authUser, headers, outProxy);
  }
}
