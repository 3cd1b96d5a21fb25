package io.ringmaster.sip;

import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.Headers;
import javax.sip.ClientTransaction;
import javax.sip.address.Hop;
import org.jspecify.annotations.Nullable;

/// An INVITE of ours that has no final response yet, and whether it is to be cancelled.
final class SentInvite {

  final CallId call;
  final long cseq;
  final ClientTransaction transaction;
  final Hop hop;
  private boolean proceeding;
  private boolean cancelled;
  private @Nullable Headers wish;

  SentInvite(CallId call, long cseq, ClientTransaction transaction, Hop hop) {
    this.call = call;
    this.cseq = cseq;
    this.transaction = transaction;
    this.hop = hop;
  }

  /// A CANCEL is wanted. Returns its header fields when it may go out now; null when it has to wait for a provisional response
  /// (RFC 3261 section 9.1) or has gone out before.
  synchronized @Nullable Headers cancel(Headers headers) {
    if (cancelled) return null;
    if (!proceeding) {
      wish = headers;
      return null;
    }
    cancelled = true;
    return headers;
  }

  /// A provisional response has come. Returns the header fields of a CANCEL that has waited for it; null when none has.
  synchronized @Nullable Headers proceed() {
    proceeding = true;
    if (cancelled || wish == null) return null;
    cancelled = true;
    return wish;
  }
}
