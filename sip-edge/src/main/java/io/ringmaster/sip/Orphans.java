package io.ringmaster.sip;

import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import io.ringmaster.actors.port.SipEffect.Respond;
import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.sip.InviteOrigin;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sip.SipException;
import javax.sip.SipProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Refuses INVITEs that were taken by an edge that is gone, transactions and all: their callers still hear it ring. A refusal goes
/// where the topmost Via says (RFC 3261 section 18.2.2), over TCP by a new connection, and over UDP again and again, after T1 and
/// then twice as long each time up to T2, until its ACK has come or 64*T1 have passed (timers G and H, section 17.2.1).
final class Orphans {

  private static final Logger LOG = LoggerFactory.getLogger(Orphans.class);

  private record Refused(CallId call, SIPResponse response, long givesUpAt) {}

  private final SipSettings settings;
  private final SipProvider provider;
  private final Composing composing;
  private final HeaderRules rules;
  private final Counters counters;
  private final PerCallOrder order;
  private final ScheduledExecutorService clock;
  private final ConcurrentHashMap<InviteKey, Refused> unacknowledged = new ConcurrentHashMap<>();

  Orphans(
      SipSettings settings,
      SipProvider provider,
      Composing composing,
      HeaderRules rules,
      Counters counters,
      PerCallOrder order,
      ScheduledExecutorService clock) {
    this.settings = settings;
    this.provider = provider;
    this.composing = composing;
    this.rules = rules;
    this.counters = counters;
    this.order = order;
    this.clock = clock;
  }

  /// Sends the response of a call. Runs in the call's order and may wait for a connection.
  void refuse(CallId call, Respond effect, InviteOrigin origin) {
    try {
      var dialog = effect.dialog();
      var response =
          composing.response(
              invite(effect, origin), effect.status(), effect.reason(), dialog.localTag());
      composing.fill(response, rules.sendable(call, effect.headers()));
      var key = new InviteKey(dialog.sipCallId(), dialog.remoteTag(), origin.cseq());
      var refused = new Refused(call, response, System.nanoTime() + settings.patience().toNanos());
      boolean reliable = !response.getTopmostVia().getTransport().equalsIgnoreCase("UDP");
      // The far end's side of the connection that is gone is no port to connect to.
      if (reliable) response.getTopmostVia().removeParameter(Via.RPORT);
      else if (unacknowledged.putIfAbsent(key, refused) != null) return;
      provider.sendResponse(response);
      counters.responseSent(effect.status());
      if (!reliable) later(key, refused, settings.t1().toMillis());
    } catch (ParseException | SipException | RuntimeException unreachable) {
      LOG.info(
          "call {}: response {} to the INVITE of a lost node was not sent: {}",
          call,
          effect.status(),
          unreachable.toString());
    }
  }

  /// As much of the INVITE as goes into its responses.
  private SIPRequest invite(Respond effect, InviteOrigin origin) throws ParseException {
    var invite = new SIPRequest();
    invite.setMethod("INVITE");
    invite.setRequestURI(composing.uri(effect.dialog().local().uri()));
    var vias = new ArrayList<Via>();
    for (var value : origin.via()) vias.add((Via) composing.header("Via", value));
    if (vias.isEmpty()) throw new ParseException("no Via", 0);
    invite.setVia(vias);
    invite.setHeader(composing.header("From", origin.from()));
    invite.setHeader(composing.header("To", origin.to()));
    invite.setHeader(composing.header("Call-ID", effect.dialog().sipCallId()));
    invite.setHeader(composing.header("CSeq", origin.cseq() + " INVITE"));
    return invite;
  }

  /// An ACK has come. Tells whether it was for one of these.
  boolean acknowledged(InviteKey invite) {
    return unacknowledged.remove(invite) != null;
  }

  private void later(InviteKey key, Refused refused, long wait) {
    try {
      var _ = clock.schedule(() -> tick(key, refused, wait), wait, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException closed) {
      LOG.debug("the edge closes; the refusal of call {} is not sent again", refused.call());
    }
  }

  private void tick(InviteKey key, Refused refused, long waited) {
    if (!refused.equals(unacknowledged.get(key))) return;
    if (System.nanoTime() >= refused.givesUpAt()) {
      unacknowledged.remove(key, refused);
      return;
    }
    order.run(refused.call(), () -> again(refused));
    later(key, refused, Math.min(2 * waited, settings.t2().toMillis()));
  }

  private void again(Refused refused) {
    try {
      provider.sendResponse(refused.response());
      counters.retransmissionSent();
    } catch (SipException | RuntimeException lost) {
      LOG.debug("a refusal could not be sent again", lost);
    }
  }
}
