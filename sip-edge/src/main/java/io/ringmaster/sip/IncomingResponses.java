package io.ringmaster.sip;

import gov.nist.javax.sip.header.SIPHeader;
import gov.nist.javax.sip.message.SIPResponse;
import io.ringmaster.actors.port.CallSignals;
import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.Headers;
import io.ringmaster.protocol.signal.SipSignal.AnswerReceived;
import io.ringmaster.protocol.signal.SipSignal.ChallengeReceived;
import io.ringmaster.protocol.signal.SipSignal.ProgressReceived;
import io.ringmaster.protocol.signal.SipSignal.RejectionReceived;
import io.ringmaster.protocol.signal.SipSignal.RequestFailed;
import java.util.ArrayList;
import java.util.List;
import java.util.ListIterator;
import javax.sip.ClientTransaction;
import javax.sip.SipException;
import javax.sip.SipProvider;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells calls how their requests fare. Runs on the one thread that delivers SIP events and never waits.
final class IncomingResponses {

  private static final Logger LOG = LoggerFactory.getLogger(IncomingResponses.class);

  private final CallSignals calls;
  private final SipProvider provider;
  private final Unfinished unfinished;
  private final OutgoingRequests outgoing;
  private final PerCallOrder order;
  private final Counters counters;

  IncomingResponses(
      CallSignals calls,
      SipProvider provider,
      Unfinished unfinished,
      OutgoingRequests outgoing,
      PerCallOrder order,
      Counters counters) {
    this.calls = calls;
    this.provider = provider;
    this.unfinished = unfinished;
    this.outgoing = outgoing;
    this.order = order;
    this.counters = counters;
  }

  /// Takes one response.
  ///
  /// @param transaction null when it is over or never was ours
  void take(SIPResponse response, @Nullable ClientTransaction transaction) {
    var method = response.getCSeq().getMethod();
    int status = response.getStatusCode();
    long cseq = response.getCSeq().getSeqNumber();
    var tag = response.getFromTag();
    if (tag == null || !CallId.isValid(tag)) return;
    var call = new CallId(tag);
    if (method.equals("INVITE")) {
      if (status / 100 == 2) answer(call, cseq, response);
      else if (transaction != null) inviteResponse(call, cseq, response);
    } else if (transaction != null && status >= 300 && !method.equals("CANCEL")) {
      calls.tell(call, new RequestFailed(method, cseq, status, Reading.phrase(response)));
    }
  }

  private void inviteResponse(CallId call, long cseq, SIPResponse response) {
    int status = response.getStatusCode();
    if (status < 200) {
      proceed(call, cseq);
      if (status == 100) return;
      calls.tell(
          call,
          new ProgressReceived(
              cseq,
              status,
              Reading.phrase(response),
              Reading.peer(response),
              Reading.headers(response),
              Reading.sdp(response)));
      return;
    }
    unfinished.remove(call, cseq);
    if (status == 401 || status == 407) {
      calls.tell(
          call,
          new ChallengeReceived(cseq, status, Reading.phrase(response), challenges(response)));
    } else {
      calls.tell(
          call,
          new RejectionReceived(cseq, status, Reading.phrase(response), Reading.headers(response)));
    }
  }

  private void proceed(CallId call, long cseq) {
    var invite = unfinished.find(call, cseq);
    var wish = invite == null ? null : invite.proceed();
    if (invite != null && wish != null) order.run(call, () -> outgoing.cancelNow(invite, wish));
  }

  /// A 2xx. One whose ACK has been sent gets the same ACK again, and the call need not hear of it.
  private void answer(CallId call, long cseq, SIPResponse response) {
    unfinished.remove(call, cseq);
    var ack = unfinished.ack(call, cseq, response.getTo().getTag());
    if (ack != null) {
      order.run(call, () -> again(call, ack));
      return;
    }
    calls.tell(
        call,
        new AnswerReceived(
            cseq,
            response.getStatusCode(),
            Reading.phrase(response),
            Reading.peer(response),
            Reading.headers(response),
            Reading.sdp(response)));
  }

  private void again(CallId call, gov.nist.javax.sip.message.SIPRequest ack) {
    try {
      provider.sendRequest(ack);
      counters.retransmissionSent();
    } catch (SipException | RuntimeException lost) {
      LOG.debug("call {}: the ACK could not be sent again", call, lost);
    }
  }

  private static List<String> challenges(SIPResponse response) {
    var challenges = new ArrayList<String>();
    for (var name : List.of("WWW-Authenticate", "Proxy-Authenticate")) {
      for (ListIterator<SIPHeader> each = response.getHeaders(name); each.hasNext(); ) {
        challenges.add(each.next().getHeaderValue());
      }
    }
    return challenges;
  }

  /// Nobody has answered (Timer B or F).
  void timedOut(OutgoingRequests.Sent sent) {
    failed(sent, 408, "Request Timeout");
  }

  /// The transport broke before an answer came.
  void broken(OutgoingRequests.Sent sent) {
    failed(sent, 503, "Service Unavailable");
  }

  private void failed(OutgoingRequests.Sent sent, int status, String reason) {
    if (sent.method().equals("INVITE")) {
      unfinished.remove(sent.call(), sent.cseq());
      calls.tell(sent.call(), new RejectionReceived(sent.cseq(), status, reason, Headers.NONE));
    } else if (!sent.method().equals("CANCEL")) {
      calls.tell(sent.call(), new RequestFailed(sent.method(), sent.cseq(), status, reason));
    }
  }
}
