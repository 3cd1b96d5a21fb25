package io.ringmaster.sip;

import gov.nist.javax.sip.message.SIPRequest;
import java.util.List;
import java.util.ListIterator;
import javax.sip.SipException;
import javax.sip.SipStack;
import javax.sip.address.Hop;
import javax.sip.address.Router;
import javax.sip.message.Request;
import org.jspecify.annotations.Nullable;

/// Sends each request to the hop that [Destinations] chose for it and that travels with it as its application data, so the
/// stack itself never resolves a name. Public because the stack makes it by name.
public final class ChosenHop implements Router {

  public ChosenHop(SipStack stack, @Nullable String outboundProxy) {}

  @Override
  public Hop getNextHop(Request request) throws SipException {
    if (((SIPRequest) request).getApplicationData() instanceof Hop hop) return hop;
    throw new SipException("no hop was chosen for this request");
  }

  @Override
  @SuppressWarnings("deprecation") // the interface still wants it
  public ListIterator<Hop> getNextHops(Request request) {
    return ((SIPRequest) request).getApplicationData() instanceof Hop hop
        ? List.of(hop).listIterator()
        : List.<Hop>of().listIterator();
  }

  @Override
  public @Nullable Hop getOutboundProxy() {
    return null;
  }
}
