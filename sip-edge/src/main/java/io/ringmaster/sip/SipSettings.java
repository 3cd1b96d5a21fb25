package io.ringmaster.sip;

import java.time.Duration;

/// How a node speaks SIP.
///
/// @param bindHost numeric address that the UDP and TCP sockets are bound to
/// @param advertisedHost address or name that goes into Via and Contact: where others reach this node
/// @param port for UDP and TCP alike; 0 picks a port that is free for both
/// @param node what `ServerTransaction.node` says for requests received here
/// @param userAgent text of the Server and User-Agent fields
/// @param t1 round-trip estimate (RFC 3261 section 17.1.1.1), from which every other timer follows: T2 = 8*T1,
///     T4 = 10*T1, timers B, F, H and J = 64*T1. 500 ms except in tests
/// @param inviteLifetime after which an INVITE that its call neither answered nor refused is given up with 500. Longer than
///     any answer timeout
/// @param maxMessageSize bytes of one SIP message; a longer one is refused with 513. UDP never carries more than 65,507
public record SipSettings(
    String bindHost,
    String advertisedHost,
    int port,
    String node,
    String userAgent,
    Duration t1,
    Duration inviteLifetime,
    int maxMessageSize) {

  public SipSettings {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException(
          "the SIP port must be from 0 to 65535, not %d".formatted(port));
    }
    if (t1.toMillis() < 1) throw new IllegalArgumentException("T1 must be 1 ms or more, not " + t1);
    if (SipText.hasControls(advertisedHost) || SipText.hasControls(userAgent)) {
      throw new IllegalArgumentException(
          "the advertised host and the user agent must not contain control characters");
    }
  }

  /// The defaults of RFC 3261 on one address.
  public static SipSettings on(String host, int port, String node) {
    return new SipSettings(
        host,
        host,
        port,
        node,
        "Ringmaster",
        Duration.ofMillis(500),
        Duration.ofMinutes(8),
        307_200);
  }

  /// These settings with another T1.
  public SipSettings withT1(Duration other) {
    return new SipSettings(
        bindHost, advertisedHost, port, node, userAgent, other, inviteLifetime, maxMessageSize);
  }

  /// These settings with another limit for INVITEs that nobody answers.
  public SipSettings withInviteLifetime(Duration other) {
    return new SipSettings(
        bindHost, advertisedHost, port, node, userAgent, t1, other, maxMessageSize);
  }

  /// T2: the longest interval between retransmissions.
  Duration t2() {
    return t1.multipliedBy(8);
  }

  /// 64*T1: how long anything is tried, and how long anything is remembered so that a repeat is recognised.
  Duration patience() {
    return t1.multipliedBy(64);
  }

  /// How long a call may take to answer a request other than INVITE: a little less than its sender waits (Timer F).
  Duration answerLimit() {
    return t1.multipliedBy(60);
  }
}
