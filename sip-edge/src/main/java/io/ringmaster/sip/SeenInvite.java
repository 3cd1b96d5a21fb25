package io.ringmaster.sip;

import io.ringmaster.protocol.CallId;
import org.jspecify.annotations.Nullable;

/// What the edge remembers of an INVITE that it has taken, for as long as a repeat may come.
final class SeenInvite {

  /// The branch of its topmost Via; null for RFC 2543 peers.
  final @Nullable String branch;

  final CallId call;
  final String key;

  /// The final status that was sent; 0 before.
  volatile int finalStatus;

  SeenInvite(@Nullable String branch, CallId call, String key) {
    this.branch = branch;
    this.call = call;
    this.key = key;
  }
}
