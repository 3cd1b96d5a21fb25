package io.ringmaster.sip;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import io.ringmaster.actors.port.CallSignals;
import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.Headers;
import io.ringmaster.protocol.signal.SipSignal.RejectionReceived;
import javax.sip.ObjectInUseException;
import javax.sip.SipProvider;
import javax.sip.SipStack;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Our INVITEs on their way: those without a final response, and the ACKs of those that were answered.
final class Unfinished {

  private static final Logger LOG = LoggerFactory.getLogger(Unfinished.class);

  private record InviteId(CallId call, long cseq) {}

  private record AckId(CallId call, long cseq, @Nullable String remoteTag) {}

  private final SipSettings settings;
  private final CallSignals calls;
  private final SipStack stack;
  private final Expiring<InviteId, SentInvite> invites = new Expiring<>(System::nanoTime);
  private final Expiring<AckId, SIPRequest> acks = new Expiring<>(System::nanoTime);

  Unfinished(SipSettings settings, CallSignals calls, SipProvider provider) {
    this.settings = settings;
    this.calls = calls;
    this.stack = provider.getSipStack();
  }

  void add(SentInvite invite) {
    invites.put(new InviteId(invite.call, invite.cseq), invite, settings.inviteLifetime());
  }

  @Nullable SentInvite find(CallId call, long cseq) {
    return invites.get(new InviteId(call, cseq));
  }

  void remove(CallId call, long cseq) {
    invites.remove(new InviteId(call, cseq));
  }

  /// The CANCEL is out: should no final response follow within 64*T1, the INVITE is over (RFC 3261 section 9.1).
  void cancelled(SentInvite invite) {
    if (find(invite.call, invite.cseq) != null) {
      invites.put(new InviteId(invite.call, invite.cseq), invite, settings.patience());
    }
  }

  /// Keeps an ACK for as long as its 2xx may be repeated.
  void acknowledged(CallId call, long cseq, @Nullable String remoteTag, SIPRequest ack) {
    acks.put(new AckId(call, cseq, remoteTag), ack, settings.patience());
  }

  @Nullable SIPRequest ack(CallId call, long cseq, @Nullable String remoteTag) {
    return acks.get(new AckId(call, cseq, remoteTag));
  }

  /// Whether a request with this branch and method has been sent already.
  boolean isUnderWay(SIPRequest request) {
    return ((SIPTransactionStack) stack).findTransaction(request, false) != null;
  }

  int size() {
    return invites.size();
  }

  void sweep() {
    acks.sweep((id, ack) -> {});
    invites.sweep((id, invite) -> {
      calls.tell(id.call(), new RejectionReceived(id.cseq(), 408, "Request Timeout", Headers.NONE));
      try {
        invite.transaction.terminate();
      } catch (ObjectInUseException | RuntimeException over) {
        LOG.debug("call {}: INVITE {} was over already", id.call(), id.cseq(), over);
      }
    });
  }
}
