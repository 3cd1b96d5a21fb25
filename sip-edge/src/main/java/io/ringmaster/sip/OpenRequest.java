package io.ringmaster.sip;

import gov.nist.javax.sip.message.SIPRequest;
import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.signal.CallSignal;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sip.ServerTransaction;

/// A request of the far end that waits for the final response of its call, with what its call has to hear of it. The way there
/// may lose a signal (a shard that moves, a journal that fails), so each is told again until the call has responded.
final class OpenRequest {

  /// What `ServerTransaction.key` says.
  final String key;

  final CallId call;

  /// As it came.
  final SIPRequest request;

  /// The stack's.
  final ServerTransaction transaction;

  /// The edge has refused it because its call was silent for too long.
  volatile boolean givenUp;

  private final List<CallSignal> unheard = new CopyOnWriteArrayList<>();
  private volatile long nextTelling;
  private volatile long interval;

  OpenRequest(String key, CallId call, SIPRequest request, ServerTransaction transaction) {
    this.key = key;
    this.call = call;
    this.request = request;
    this.transaction = transaction;
  }

  boolean isInvite() {
    return request.getMethod().equals("INVITE");
  }

  boolean isUpdate() {
    return request.getMethod().equals("UPDATE");
  }

  boolean isBye() {
    return request.getMethod().equals("BYE");
  }

  long cseq() {
    return request.getCSeq().getSeqNumber();
  }

  /// Something more that the call has to hear.
  ///
  /// @param wait ns after which it is told again, twice as long each time
  void add(CallSignal signal, long now, long wait) {
    interval = wait;
    nextTelling = now + wait;
    unheard.add(signal);
  }

  /// The call has responded, so it has heard everything so far.
  void heard() {
    unheard.clear();
  }

  List<CallSignal> unheard() {
    return unheard;
  }

  /// Whether it is time to tell everything again; if so, the next time is set.
  boolean isDue(long now) {
    if (unheard.isEmpty() || now - nextTelling < 0) return false;
    interval *= 2;
    nextTelling = now + interval;
    return true;
  }
}
