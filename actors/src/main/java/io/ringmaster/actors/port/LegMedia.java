package io.ringmaster.actors.port;

import org.jspecify.annotations.Nullable;

/// What offer and answer (RFC 3264) agreed on for one audio leg.
///
/// @param remoteHost IP address in text form to which RTP goes
/// @param remotePort its port; 0 when the far end wants none
/// @param codec `PCMU` or `PCMA`
/// @param payloadType of the codec, both ways
/// @param telephoneEventType payload type of telephone-event (RFC 4733), both ways; null when not agreed
/// @param packetTime ms of sound per packet
/// @param sending whether we may send (false while the far end holds us: its SDP says sendonly or inactive)
/// @param receiving whether we expect to receive
public record LegMedia(
    String remoteHost,
    int remotePort,
    String codec,
    int payloadType,
    @Nullable Integer telephoneEventType,
    int packetTime,
    boolean sending,
    boolean receiving) {}
