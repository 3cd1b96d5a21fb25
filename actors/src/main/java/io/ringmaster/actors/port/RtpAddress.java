package io.ringmaster.actors.port;

/// Where a leg receives RTP.
///
/// @param host an IP address in text form
/// @param port the RTP port; RTCP is one above
public record RtpAddress(String host, int port) {}
