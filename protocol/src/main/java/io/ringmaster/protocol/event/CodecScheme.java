package io.ringmaster.protocol.event;

import org.jspecify.annotations.Nullable;

/// What both sides of a leg have agreed to speak: `scheme` of the events that tell of an opened leg. Scenarios hand it on to
/// `answer` and `startEarlyMedia` of another leg.
///
/// @param codec `PCMU` or `PCMA`
/// @param payloadType of the codec in RTP
/// @param clockRate Hz
/// @param packetTime ms of sound per packet
/// @param telephoneEventType payload type of telephone-event (RFC 4733); null when not agreed
public record CodecScheme(
    String codec,
    int payloadType,
    int clockRate,
    int packetTime,
    @Nullable Integer telephoneEventType) {}
