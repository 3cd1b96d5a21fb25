package io.ringmaster.sip;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.stack.SIPTransaction;
import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.signal.CallSignal;
import io.ringmaster.protocol.signal.SipSignal.AckReceived;
import io.ringmaster.protocol.signal.SipSignal.ByeReceived;
import io.ringmaster.protocol.signal.SipSignal.CancelReceived;
import io.ringmaster.protocol.signal.SipSignal.InfoReceived;
import io.ringmaster.protocol.signal.SipSignal.InviteReceived;
import io.ringmaster.protocol.signal.SipSignal.ReInviteReceived;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.SipProvider;
import javax.sip.TransactionAlreadyExistsException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes requests of others: tells them to calls, or answers them on the edge's own account. Runs on the one thread that
/// delivers SIP events and never waits.
final class IncomingRequests {

  private static final Logger LOG = LoggerFactory.getLogger(IncomingRequests.class);

  private final Surroundings around;
  private final OpenRequests open;
  private final Answers answers;
  private final Responding responding;
  private final Orphans orphans;
  private final Admission admission;

  IncomingRequests(
      Surroundings around,
      OpenRequests open,
      Answers answers,
      Responding responding,
      Orphans orphans,
      Admission admission) {
    this.around = around;
    this.open = open;
    this.answers = answers;
    this.responding = responding;
    this.orphans = orphans;
    this.admission = admission;
  }

  /// Takes one request.
  ///
  /// @param existing the transaction that the stack made for it, as it does for CANCEL; null for most
  void take(SIPRequest request, @Nullable ServerTransaction existing, SipProvider provider) {
    if (request.getMethod().equals("ACK")) {
      ack(request);
      return;
    }
    if (request.getMethod().equals("INVITE") && isRepeat(request)) return;
    var transaction = existing == null ? begin(request, provider) : existing;
    if (transaction == null) return;
    var refusal = admission.refusal(request);
    if (refusal != null) {
      refuse(transaction, request, refusal);
      return;
    }
    switch (request.getMethod()) {
      case "CANCEL" -> cancel(transaction, request);
      case "OPTIONS" -> refuse(transaction, request, Admission.CAPABILITIES);
      case "INVITE" -> {
        if (isMerged(request)) refuse(transaction, request, new Refusal(482, null, Map.of()));
        else if (request.getToTag() == null) newCall(transaction, request);
        else inDialog(transaction, request);
      }
      default -> inDialog(transaction, request);
    }
  }

  private @Nullable ServerTransaction begin(SIPRequest request, SipProvider provider) {
    try {
      return provider.getNewServerTransaction(request);
    } catch (TransactionAlreadyExistsException repeat) {
      return null;
    } catch (SipException incomplete) {
      // The stack makes no transaction for a request that lacks what its method asks for.
      var refusal = admission.refusal(request);
      responding.refuseStatelessly(
          provider, request, refusal == null ? Admission.INCOMPLETE : refusal, ownTag());
      return null;
    }
  }

  /// Whether this INVITE has been seen although its transaction is over. Its answer then goes out again.
  private boolean isRepeat(SIPRequest invite) {
    var seen = open.seen(InviteKey.of(invite));
    if (seen == null || !Objects.equals(seen.branch, invite.getTopmostVia().getBranch())) {
      return false;
    }
    answers.again(seen.call, invite.getCSeq().getSeqNumber());
    return true;
  }

  /// Whether the same INVITE has come another way (RFC 3261 section 8.2.2.2).
  private boolean isMerged(SIPRequest invite) {
    return open.seen(InviteKey.of(invite)) != null;
  }

  private void newCall(ServerTransaction transaction, SIPRequest invite) {
    var destination = Admission.destination(invite);
    var refused = around.callsRefused().get();
    if (refused.isPresent()) {
      refuse(transaction, invite, Admission.unavailable(refused.get()));
      return;
    }
    var route = around.catalogue().route(destination);
    if (route.isEmpty()) {
      refuse(transaction, invite, new Refusal(404, null, Map.of()));
      return;
    }
    var call = around.sessionIds().get().call(1);
    trying(transaction, invite, call);
    admit(
        transaction,
        invite,
        call,
        waiting ->
            new InviteReceived(
                waiting,
                Reading.dialogOf(invite, call),
                destination,
                invite.getRequestURI().toString(),
                invite.getPeerPacketSourceAddress().getHostAddress(),
                Reading.headers(invite),
                Reading.sdp(invite),
                route.get()));
  }

  private void trying(ServerTransaction transaction, SIPRequest invite, CallId call) {
    responding.respond(transaction, invite, 100, null, call.value(), Map.of());
  }

  private void admit(
      ServerTransaction transaction,
      SIPRequest invite,
      CallId call,
      Function<io.ringmaster.protocol.sip.ServerTransaction, CallSignal> signal) {
    var key = open.newKey();
    open.remember(
        InviteKey.of(invite), new SeenInvite(invite.getTopmostVia().getBranch(), call, key));
    tell(open.add(key, call, invite, transaction, signal));
  }

  /// A request of a dialog: our tag is the id of its call.
  private void inDialog(ServerTransaction transaction, SIPRequest request) {
    var tag = request.getToTag();
    if (tag == null || !CallId.isValid(tag)) {
      refuse(transaction, request, new Refusal(481, null, Map.of()));
      return;
    }
    var call = new CallId(tag);
    long cseq = request.getCSeq().getSeqNumber();
    var headers = Reading.headers(request);
    switch (request.getMethod()) {
      case "INVITE" -> {
        trying(transaction, request, call);
        admit(transaction, request, call, waiting -> reInvite(waiting, request));
      }
      case "UPDATE" -> wait(transaction, request, call, waiting -> reInvite(waiting, request));
      case "BYE" ->
          wait(
              transaction,
              request,
              call,
              waiting -> new ByeReceived(waiting, cseq, headers, Reading.reasons(request)));
      case "INFO" -> {
        var type = Reading.mimeType(request);
        wait(
            transaction,
            request,
            call,
            waiting ->
                new InfoReceived(
                    waiting, cseq, type == null ? "" : type, Reading.body(request), headers));
      }
      default -> refuse(transaction, request, Admission.notAllowed(request.getMethod()));
    }
  }

  private void wait(
      ServerTransaction transaction,
      SIPRequest request,
      CallId call,
      Function<io.ringmaster.protocol.sip.ServerTransaction, CallSignal> signal) {
    tell(open.add(open.newKey(), call, request, transaction, signal));
  }

  /// Tells a call what it has not responded to, in the order in which it came.
  void tell(OpenRequest request) {
    request.unheard().forEach(signal -> around.calls().tell(request.call, signal));
  }

  /// A request has come again that has a transaction. The stack repeats its response if there was one; if there was none, its
  /// call may never have heard of it.
  void repeated(SIPTransaction transaction) {
    var request = open.of(transaction);
    if (request != null) tell(request);
  }

  private static ReInviteReceived reInvite(
      io.ringmaster.protocol.sip.ServerTransaction waiting, SIPRequest request) {
    var type = Reading.mimeType(request);
    return new ReInviteReceived(
        waiting,
        request.getCSeq().getSeqNumber(),
        Reading.contact(request),
        Reading.headers(request),
        type,
        type == null ? null : Reading.body(request));
  }

  /// The CANCEL is answered here; the 487 to the INVITE comes from the call (RFC 3261 section 9.2).
  private void cancel(ServerTransaction transaction, SIPRequest cancel) {
    var seen = open.seen(InviteKey.of(cancel));
    if (seen == null || !Objects.equals(seen.branch, cancel.getTopmostVia().getBranch())) {
      refuse(transaction, cancel, new Refusal(481, null, Map.of()));
      return;
    }
    responding.respond(transaction, cancel, 200, null, seen.call.value(), Map.of());
    var invite = open.find(seen.key);
    if (invite == null) return;
    var reasons = Reading.reasons(cancel);
    open.also(
        invite,
        new CancelReceived(Reading.headers(cancel), reasons.isEmpty() ? null : reasons.getFirst()));
    tell(invite);
  }

  /// An ACK to a 2xx of ours. Those to other responses belong to their transactions; a late one may pass by it.
  private void ack(SIPRequest ack) {
    var tag = ack.getToTag();
    if (tag == null || !CallId.isValid(tag)) return;
    var key = InviteKey.of(ack);
    if (orphans.acknowledged(key)) return;
    var seen = open.seen(key);
    if (seen != null && seen.finalStatus >= 300) return;
    var call = new CallId(tag);
    long cseq = ack.getCSeq().getSeqNumber();
    var signal = new AckReceived(cseq, Reading.sdp(ack));
    answers.acknowledged(call, signal);
    around.calls().tell(call, signal);
  }

  private void refuse(ServerTransaction transaction, SIPRequest request, Refusal refusal) {
    responding.respond(
        transaction, request, refusal.status(), refusal.reason(), ownTag(), refusal.fields());
  }

  /// A tag for a response that makes no dialog; it must not look like the id of a call.
  private String ownTag() {
    return "edge" + Long.toHexString(around.random().nextLong() & Long.MAX_VALUE);
  }

  /// Nobody has answered this request in time. The call of a BYE is told for a while longer: nothing else would end it.
  void abandoned(OpenRequest request) {
    request.givenUp = true;
    if (request.isBye()) open.keepTelling(request);
    LOG.warn("call {} did not answer {} in time", request.call, request.request.getMethod());
    responding.refuse(
        request.transaction,
        request.request,
        500,
        "The call does not answer",
        request.call.value());
  }
}
