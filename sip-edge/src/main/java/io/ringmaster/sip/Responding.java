package io.ringmaster.sip;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.stack.SIPServerTransaction;
import gov.nist.javax.sip.stack.SIPTransaction;
import io.ringmaster.actors.port.CallSignals;
import io.ringmaster.actors.port.SipEffect.Respond;
import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.signal.SipSignal.AckMissing;
import io.ringmaster.protocol.signal.SipSignal.AckReceived;
import java.text.ParseException;
import java.util.Map;
import javax.sip.InvalidArgumentException;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.SipProvider;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends responses: those that calls ask for and those that the edge gives itself.
final class Responding {

  private static final Logger LOG = LoggerFactory.getLogger(Responding.class);

  private final SipSettings settings;
  private final CallSignals calls;
  private final Composing composing;
  private final HeaderRules rules;
  private final Counters counters;
  private final Answers answers;
  private final OpenRequests open;
  private final Orphans orphans;

  Responding(
      SipSettings settings,
      CallSignals calls,
      Composing composing,
      HeaderRules rules,
      Counters counters,
      Answers answers,
      OpenRequests open,
      Orphans orphans) {
    this.settings = settings;
    this.calls = calls;
    this.composing = composing;
    this.rules = rules;
    this.counters = counters;
    this.answers = answers;
    this.open = open;
    this.orphans = orphans;
  }

  /// Carries out a call's wish. A response to a request that has had its final response is a repeat and is ignored.
  void perform(CallId call, Respond effect) {
    var key = effect.transaction().key();
    var request = effect.status() < 200 ? open.find(key) : open.take(key);
    if (request == null) {
      lost(call, effect);
      return;
    }
    request.heard();
    if (request.givenUp) return;
    try {
      var response = build(call, request, effect);
      if (request.isInvite() && effect.status() >= 200) concluded(request, effect.status());
      send(request.transaction, response);
      if (effect.status() / 100 == 2) answered(request);
    } catch (ParseException | InvalidArgumentException unfit) {
      LOG.warn(
          "call {}: response {} cannot be built: {}", call, effect.status(), unfit.getMessage());
      if (effect.status() >= 200)
        refuse(request.transaction, request.request, 500, null, call.value());
    } catch (SipException | RuntimeException unreachable) {
      LOG.info(
          "call {}: response {} was not sent: {}", call, effect.status(), unreachable.toString());
      if (request.isInvite() && effect.status() / 100 == 2) {
        calls.tell(call, new AckMissing(request.cseq()));
      }
    }
  }

  private void concluded(OpenRequest request, int status) {
    var key = InviteKey.of(request.request);
    var seen = open.seen(key);
    if (seen == null) return;
    seen.finalStatus = status;
    open.finished(key, seen);
  }

  private void answered(OpenRequest request) {
    if (request.isInvite()) {
      answers.sent(request.call, request.cseq(), (SIPServerTransaction) request.transaction);
    } else if (request.isUpdate()) {
      // To its call an UPDATE is a re-INVITE, only that nothing acknowledges its answer (RFC 3311).
      calls.tell(request.call, new AckReceived(request.cseq(), null));
    }
  }

  /// The request that waits for this response is gone with the edge that took it.
  void lost(CallId call, Respond effect) {
    var named = effect.transaction();
    var origin = named.origin();
    if (origin != null && effect.status() >= 300 && !open.isOwn(named)) {
      orphans.refuse(call, effect, origin);
      return;
    }
    unknown(call, effect);
  }

  /// A final 2xx whose INVITE this edge does not know (any more) can never reach anybody: the call has to hear of it.
  private void unknown(CallId call, Respond effect) {
    var dialog = effect.dialog();
    var key = new InviteKey(dialog.sipCallId(), dialog.remoteTag(), dialog.remoteCSeq());
    LOG.debug("call {}: no request waits for response {}", call, effect.status());
    if (effect.status() / 100 == 2 && effect.sdp() != null && open.seen(key) == null) {
      calls.tell(call, new AckMissing(dialog.remoteCSeq()));
    }
  }

  private SIPResponse build(CallId call, OpenRequest open, Respond effect)
      throws ParseException, InvalidArgumentException {
    var dialog = effect.dialog();
    var response =
        composing.response(open.request, effect.status(), effect.reason(), dialog.localTag());
    boolean mayHoldTarget = open.isInvite() || open.isUpdate();
    if (mayHoldTarget && effect.status() > 100 && effect.status() < 300) {
      response.setHeader(composing.contact(dialog.local(), dialog.transport()));
      response.setHeader(composing.header("Allow", Composing.ALLOW));
    }
    composing.fill(response, rules.sendable(call, effect.headers()));
    // An UPDATE without an offer must not be answered with one.
    var sdp = open.isUpdate() && !Reading.hasSdp(open.request) ? null : effect.sdp();
    composing.body(response, sdp == null ? null : "application/sdp", sdp);
    return response;
  }

  /// Refuses a request on the edge's own account.
  void refuse(
      ServerTransaction transaction,
      SIPRequest request,
      int status,
      @Nullable String reason,
      String toTag) {
    respond(transaction, request, status, reason, toTag, Map.of());
  }

  /// Answers a request on the edge's own account, with header fields by name.
  void respond(
      ServerTransaction transaction,
      SIPRequest request,
      int status,
      @Nullable String reason,
      String toTag,
      Map<String, String> fields) {
    try {
      send(transaction, plain(request, new Refusal(status, reason, fields), toTag));
    } catch (ParseException | SipException | InvalidArgumentException | RuntimeException failed) {
      LOG.debug("response {} was not sent", status, failed);
    }
  }

  /// Refuses a request that has no transaction: repeats of it are refused again.
  void refuseStatelessly(SipProvider provider, SIPRequest request, Refusal refusal, String toTag) {
    try {
      provider.sendResponse(plain(request, refusal, toTag));
      counters.responseSent(refusal.status());
    } catch (ParseException | SipException | RuntimeException failed) {
      LOG.debug("response {} was not sent", refusal.status(), failed);
    }
  }

  private SIPResponse plain(SIPRequest request, Refusal refusal, String toTag)
      throws ParseException {
    var response = composing.response(request, refusal.status(), refusal.reason(), toTag);
    for (var field : refusal.fields().entrySet()) {
      response.setHeader(composing.header(field.getKey(), field.getValue()));
    }
    return response;
  }

  private void send(ServerTransaction transaction, SIPResponse response)
      throws SipException, InvalidArgumentException {
    if (transaction instanceof SIPTransaction timed && timed.getInternalState() <= 0) hurry(timed);
    transaction.sendResponse(response);
    counters.responseSent(response.getStatusCode());
  }

  /// Sets the transaction's timers. Once it has sent anything they run and can be set no more.
  private void hurry(SIPTransaction transaction) {
    int t1 = (int) settings.t1().toMillis();
    if (t1 == 500) return;
    try {
      transaction.setRetransmitTimer(t1);
    } catch (IllegalStateException running) {
      LOG.trace("timers run already");
    }
  }
}
