package io.ringmaster.sip;

import gov.nist.javax.sip.SipStackImpl;
import gov.nist.javax.sip.header.ContentLength;
import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.SIPMessageValve;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import java.io.IOException;
import java.text.ParseException;
import javax.sip.SipException;
import javax.sip.SipStack;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sees every message that could be parsed before the stack does anything with it: counts it, answers broken ones, and takes away
/// what would make the stack resolve names or open connections at a stranger's wish.
final class Screening implements SIPMessageValve {

  private static final Logger LOG = LoggerFactory.getLogger(Screening.class);

  private final Counters counters;
  private final EdgeListener listener;
  private @Nullable SIPTransactionStack stack;

  Screening(Counters counters, EdgeListener listener) {
    this.counters = counters;
    this.listener = listener;
  }

  void malformed() {
    counters.malformed();
  }

  @Override
  public void init(SipStack newStack) {
    stack = (SIPTransactionStack) newStack;
  }

  @Override
  public boolean processRequest(SIPRequest request, MessageChannel channel) {
    try {
      counters.requestReceived(request.getMethod());
      makeSafe(request.getTopmostVia(), channel);
      if (request.getPeerPacketSourceAddress() == null) comesFromHere(request);
      if (request.getApplicationData() instanceof GuardedParser.Malformed malformed) {
        refuse(request, channel, malformed);
        return false;
      }
      repeat(request);
      return true;
    } catch (ParseException | RuntimeException broken) {
      counters.malformed();
      LOG.debug("dropped a request", broken);
      return false;
    }
  }

  /// A message to itself never was a packet.
  private static void comesFromHere(SIPRequest request) {
    request.setPeerPacketSourceAddress(request.getRemoteAddress());
    request.setPeerPacketSourcePort(request.getRemotePort());
  }

  private void repeat(SIPRequest request) {
    if (stack == null || request.getMethod().equals(Request.ACK)) return;
    var known = stack.findTransaction(request, true);
    if (known == null) return;
    counters.retransmissionReceived();
    listener.repeated(known);
  }

  /// Responses go back over the transport that the request came by, whatever its Via says: the stack would connect to whom it
  /// names. A `maddr` that is a name would have to be resolved on the thread that reads the socket, so only addresses are honoured.
  private static void makeSafe(Via via, MessageChannel channel) throws ParseException {
    var maddr = via.getMAddr();
    if (maddr != null && !Destinations.isNumeric(maddr)) via.removeParameter(Via.MADDR);
    if (!channel.isReliable() && !"UDP".equalsIgnoreCase(via.getTransport()))
      via.setTransport("UDP");
  }

  private void refuse(
      SIPRequest request, MessageChannel channel, GuardedParser.Malformed malformed) {
    try {
      int status = malformed.status();
      var usual = SIPResponse.getReasonPhrase(status);
      var response = request.createResponse(status, usual + " - " + malformed.fault());
      if (response.getTo().getTag() == null) response.getTo().setTag("malformed");
      response.setContentLength(new ContentLength(0));
      counters.responseSent(status);
      if (channel.isReliable()) {
        channel.sendMessage(response);
      } else if (stack instanceof SipStackImpl open && open.getSipProviders().hasNext()) {
        open.getSipProviders().next().sendResponse(response);
      }
    } catch (IOException | ParseException | SipException unreachable) {
      LOG.debug("could not refuse a malformed request", unreachable);
    }
  }

  @Override
  public boolean processResponse(Response response, MessageChannel channel) {
    counters.responseReceived(response.getStatusCode());
    return response instanceof SIPResponse known && known.getTopmostVia() != null;
  }

  @Override
  public void destroy() {}
}
