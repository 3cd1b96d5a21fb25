package io.ringmaster.protocol.signal;

import com.fasterxml.jackson.annotation.JsonTypeInfo;

/// What a call hears: from SIP, from its media, from the clock and the node it lives on. A signal is never refused; a phase
/// that has no use for it ignores it.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public sealed interface CallSignal permits SipSignal, MediaSignal, LifeSignal {}
