package io.ringmaster.sip;

import gov.nist.javax.sip.stack.SIPServerTransaction;
import io.ringmaster.actors.port.CallSignals;
import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.signal.SipSignal.AckMissing;
import io.ringmaster.protocol.signal.SipSignal.AckReceived;
import java.io.IOException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends each 2xx to INVITE again, after T1, then twice as long each time up to T2, until its ACK has come or 64*T1 have passed
/// (RFC 3261 section 13.3.1.4). The transaction is over by then, so the stack does not do it. An ACK that has come is told to the
/// call at the same intervals, until the call has heard of it.
final class Answers {

  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

  private record Key(CallId call, long cseq) {}

  private static final class Answer {

    final SIPServerTransaction transaction;
    final long givesUpAt;

    /// The ACK, until the call says that it has heard of it.
    volatile @Nullable AckReceived ack;

    Answer(SIPServerTransaction transaction, long givesUpAt) {
      this.transaction = transaction;
      this.givesUpAt = givesUpAt;
    }
  }

  private final SipSettings settings;
  private final CallSignals calls;
  private final Counters counters;
  private final PerCallOrder order;
  private final ScheduledExecutorService clock;
  private final ConcurrentHashMap<Key, Answer> unacknowledged = new ConcurrentHashMap<>();

  Answers(
      SipSettings settings,
      CallSignals calls,
      Counters counters,
      PerCallOrder order,
      ScheduledExecutorService clock) {
    this.settings = settings;
    this.calls = calls;
    this.counters = counters;
    this.order = order;
    this.clock = clock;
  }

  /// The 2xx has just been sent for the first time.
  void sent(CallId call, long cseq, SIPServerTransaction transaction) {
    var key = new Key(call, cseq);
    var answer = new Answer(transaction, System.nanoTime() + settings.patience().toNanos());
    unacknowledged.put(key, answer);
    later(key, answer, settings.t1().toMillis());
  }

  /// The ACK has come: in place of the answer being sent again, the call is told again until it has heard. Unknown answers are no
  /// error: the ACK may have come before.
  void acknowledged(CallId call, AckReceived ack) {
    var answer = unacknowledged.get(new Key(call, ack.cseq()));
    if (answer != null) answer.ack = ack;
  }

  /// The call has heard of the ACK, perhaps by way of another node.
  void settled(CallId call, long cseq) {
    unacknowledged.remove(new Key(call, cseq));
  }

  /// The INVITE has come again: so must its answer, unless that has been acknowledged.
  void again(CallId call, long cseq) {
    var answer = unacknowledged.get(new Key(call, cseq));
    if (answer != null && answer.ack == null) order.run(call, () -> resend(answer));
  }

  private void later(Key key, Answer answer, long wait) {
    try {
      var _ = clock.schedule(() -> tick(key, answer, wait), wait, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException closed) {
      LOG.debug("the edge closes; the 2xx of call {} is not sent again", key.call());
    }
  }

  private void tick(Key key, Answer answer, long waited) {
    if (!answer.equals(unacknowledged.get(key))) return;
    var ack = answer.ack;
    if (System.nanoTime() >= answer.givesUpAt) {
      if (unacknowledged.remove(key, answer) && ack == null) {
        calls.tell(key.call(), new AckMissing(key.cseq()));
      }
      return;
    }
    if (ack == null) order.run(key.call(), () -> resend(answer));
    else calls.tell(key.call(), ack);
    long left = TimeUnit.NANOSECONDS.toMillis(answer.givesUpAt - System.nanoTime()) + 1;
    later(key, answer, Math.min(left, Math.min(2 * waited, settings.t2().toMillis())));
  }

  private void resend(Answer answer) {
    try {
      answer.transaction.resendLastResponseAsBytes();
      counters.retransmissionSent();
    } catch (IOException | RuntimeException lost) {
      LOG.debug("a 2xx could not be sent again", lost);
    }
  }
}
