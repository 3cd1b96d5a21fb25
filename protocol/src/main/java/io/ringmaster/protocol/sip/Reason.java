package io.ringmaster.protocol.sip;

import org.jspecify.annotations.Nullable;

/// A Reason header field (RFC 3326), such as `Q.850;cause=16;text="Normal call clearing"`.
///
/// @param protocol `SIP`, `Q.850` or another name
/// @param cause the cause number; null when the field has none
/// @param text the text; null when the field has none
public record Reason(String protocol, @Nullable Integer cause, @Nullable String text) {}
