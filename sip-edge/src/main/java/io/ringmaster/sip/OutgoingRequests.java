package io.ringmaster.sip;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.stack.SIPTransaction;
import io.ringmaster.actors.port.CallSignals;
import io.ringmaster.actors.port.SipEffect.SendAck;
import io.ringmaster.actors.port.SipEffect.SendBye;
import io.ringmaster.actors.port.SipEffect.SendCancel;
import io.ringmaster.actors.port.SipEffect.SendInfo;
import io.ringmaster.actors.port.SipEffect.SendInvite;
import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.Headers;
import io.ringmaster.protocol.signal.SipSignal.RejectionReceived;
import io.ringmaster.protocol.signal.SipSignal.RequestFailed;
import io.ringmaster.protocol.sip.Dialog;
import java.text.ParseException;
import java.util.random.RandomGenerator;
import javax.sip.ClientTransaction;
import javax.sip.InvalidArgumentException;
import javax.sip.SipException;
import javax.sip.SipProvider;
import javax.sip.address.Hop;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends the requests of calls. Runs on the call's own thread (see [PerCallOrder]) and may wait there.
final class OutgoingRequests {

  private static final Logger LOG = LoggerFactory.getLogger(OutgoingRequests.class);

  /// What a client transaction is for.
  record Sent(CallId call, String method, long cseq) {}

  private final SipSettings settings;
  private final CallSignals calls;
  private final SipProvider provider;
  private final RequestWriter writer;
  private final Destinations destinations;
  private final Unfinished unfinished;
  private final Counters counters;
  private final RandomGenerator random;

  OutgoingRequests(
      SipSettings settings,
      Surroundings around,
      SipProvider provider,
      RequestWriter writer,
      Destinations destinations,
      Unfinished unfinished,
      Counters counters) {
    this.settings = settings;
    this.calls = around.calls();
    this.provider = provider;
    this.writer = writer;
    this.destinations = destinations;
    this.unfinished = unfinished;
    this.counters = counters;
    this.random = around.random();
  }

  void invite(CallId call, SendInvite effect) {
    var dialog = effect.dialog();
    long cseq = dialog.localCSeq();
    try {
      var request = writer.request(call, dialog, "INVITE", cseq, effect.headers());
      writer.body(request, "application/sdp", effect.sdp());
      var authorization = effect.authorization();
      if (authorization != null) {
        var name = authorization.proxy() ? "Proxy-Authorization" : "Authorization";
        var uri = request.getRequestURI().toString();
        for (var value : Digest.answers(authorization, "INVITE", uri, effect.sdp(), random)) {
          writer.credentials(request, name, value);
        }
      }
      var hop = direct(request, call, dialog);
      writer.reachable(request, dialog, hop.getTransport());
      var transaction = begin(request, new Sent(call, "INVITE", cseq));
      if (transaction == null) return;
      unfinished.add(new SentInvite(call, cseq, transaction, hop));
      send(transaction, "INVITE");
    } catch (ParseException | InvalidArgumentException unfit) {
      rejected(call, cseq, 400, "Not fit to be sent: " + unfit.getMessage());
    } catch (SipException | Destinations.NoWay | RuntimeException failed) {
      rejected(call, cseq, 503, reason(failed));
    }
  }

  private void rejected(CallId call, long cseq, int status, String reason) {
    LOG.info("call {}: INVITE {} was not sent: {}", call, cseq, reason);
    unfinished.remove(call, cseq);
    calls.tell(call, new RejectionReceived(cseq, status, reason, Headers.NONE));
  }

  /// An ACK is no transaction of its own: it is sent once, and again for each repeat of the 2xx.
  void ack(CallId call, SendAck effect) {
    var dialog = effect.dialog();
    try {
      var request = writer.request(call, dialog, "ACK", effect.cseq(), Headers.NONE);
      direct(request, call, dialog);
      unfinished.acknowledged(call, effect.cseq(), dialog.remoteTag(), request);
      provider.sendRequest(request);
      counters.requestSent("ACK");
    } catch (ParseException
        | InvalidArgumentException
        | SipException
        | Destinations.NoWay
        | RuntimeException failed) {
      failed(call, "ACK", effect.cseq(), failed);
    }
  }

  void bye(CallId call, SendBye effect) {
    inDialog(call, effect.dialog(), "BYE", effect.headers(), null, null);
  }

  void info(CallId call, SendInfo effect) {
    inDialog(call, effect.dialog(), "INFO", effect.headers(), effect.mimeType(), effect.body());
  }

  private void inDialog(
      CallId call,
      Dialog dialog,
      String method,
      Headers headers,
      @Nullable String mimeType,
      @Nullable String body) {
    long cseq = dialog.localCSeq();
    try {
      var request = writer.request(call, dialog, method, cseq, headers);
      if (mimeType != null && body != null) writer.body(request, mimeType, body);
      direct(request, call, dialog);
      var transaction = begin(request, new Sent(call, method, cseq));
      if (transaction != null) send(transaction, method);
    } catch (ParseException
        | InvalidArgumentException
        | SipException
        | Destinations.NoWay
        | RuntimeException failed) {
      failed(call, method, cseq, failed);
    }
  }

  /// Cancels an INVITE that has no final response yet. Without a provisional response it has to wait for one; when the final
  /// response is quicker there is nothing left to cancel, and the call hears that response.
  void cancel(CallId call, SendCancel effect) {
    var invite = unfinished.find(call, effect.dialog().localCSeq());
    if (invite == null) return;
    var now = invite.cancel(effect.headers());
    if (now != null) cancelNow(invite, now);
  }

  void cancelNow(SentInvite invite, Headers headers) {
    try {
      var cancel = (SIPRequest) invite.transaction.createCancel();
      writer.extras(invite.call, cancel, headers);
      cancel.setApplicationData(invite.hop);
      var transaction = begin(cancel, new Sent(invite.call, "CANCEL", invite.cseq));
      if (transaction != null) send(transaction, "CANCEL");
    } catch (ParseException | SipException | RuntimeException failed) {
      failed(invite.call, "CANCEL", invite.cseq, failed);
    }
    unfinished.cancelled(invite);
  }

  private Hop direct(SIPRequest request, CallId call, Dialog dialog)
      throws ParseException, Destinations.NoWay {
    var next =
        dialog.destination() == null || !dialog.routeSet().isEmpty()
            ? Destinations.next(request)
            : request.getRequestURI();
    var transport = Destinations.transport(next, dialog);
    var hop = destinations.hop(request, dialog, transport);
    writer.via(request, call, transport);
    request.setApplicationData(hop);
    return hop;
  }

  /// Makes the transaction. Null when it exists: the effect has been carried out before.
  private @Nullable ClientTransaction begin(SIPRequest request, Sent sent) throws SipException {
    if (unfinished.isUnderWay(request)) return null;
    var transaction = provider.getNewClientTransaction(request);
    transaction.setApplicationData(sent);
    if (transaction instanceof SIPTransaction timed && settings.t1().toMillis() != 500) {
      timed.setRetransmitTimer((int) settings.t1().toMillis());
    }
    return transaction;
  }

  private void send(ClientTransaction transaction, String method) throws SipException {
    transaction.sendRequest();
    counters.requestSent(method);
  }

  private void failed(CallId call, String method, long cseq, Exception failure) {
    LOG.info("call {}: {} {} was not sent: {}", call, method, cseq, reason(failure));
    int status =
        failure instanceof ParseException || failure instanceof InvalidArgumentException
            ? 400
            : 503;
    calls.tell(call, new RequestFailed(method, cseq, status, reason(failure)));
  }

  private static String reason(Exception failure) {
    return failure instanceof Destinations.NoWay && failure.getMessage() != null
        ? failure.getMessage()
        : "Service Unavailable";
  }
}
