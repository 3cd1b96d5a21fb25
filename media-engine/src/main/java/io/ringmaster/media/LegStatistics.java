package io.ringmaster.media;

/// The packets of one leg since it was opened, or of all legs since the engine was started.
///
/// @param packetsIn RTP packets taken
/// @param packetsOut RTP packets sent
/// @param octetsIn octets of payload taken
/// @param octetsOut octets of payload sent
/// @param reportsIn RTCP packets taken
/// @param malformed datagrams dropped because they are no RTP that makes sense
/// @param strangers packets dropped because they came from an address that is not the far end's
/// @param unexpected packets dropped for a payload type that was not agreed, or before the leg was open
/// @param implausible packets dropped for a foreign SSRC or a wild sequence number
/// @param unsent packets that the network would not take
/// @param lost packets of the present stream of the far end that never came (RFC 3550 section 6.4.1); kept up to date within 1 s
/// @param jitter ms, of the far end's packets (RFC 3550 section 6.4.1); kept up to date within 1 s. 0 in the sum of all legs
public record LegStatistics(
    long packetsIn,
    long packetsOut,
    long octetsIn,
    long octetsOut,
    long reportsIn,
    long malformed,
    long strangers,
    long unexpected,
    long implausible,
    long unsent,
    long lost,
    double jitter) {

  /// All that was dropped on arrival.
  public long dropped() {
    return malformed + strangers + unexpected + implausible;
  }
}
