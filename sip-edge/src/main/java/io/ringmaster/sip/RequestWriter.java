package io.ringmaster.sip;

import gov.nist.javax.sip.message.SIPRequest;
import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.Headers;
import io.ringmaster.protocol.sip.Dialog;
import io.ringmaster.protocol.sip.NameAddress;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Locale;
import javax.sip.InvalidArgumentException;
import javax.sip.address.SipURI;
import javax.sip.address.URI;
import javax.sip.header.FromHeader;
import javax.sip.header.Header;
import javax.sip.header.RouteHeader;
import javax.sip.header.ToHeader;
import org.jspecify.annotations.Nullable;

/// Writes requests from the value of a dialog alone (RFC 3261 section 12.2.1.1), so that any edge can.
final class RequestWriter {

  private final Composing composing;
  private final HeaderRules rules;

  RequestWriter(Composing composing, HeaderRules rules) {
    this.composing = composing;
    this.rules = rules;
  }

  /// A request numbered `cseq`, without a body, and without Via until its way is known: see [#via].
  ///
  /// @throws ParseException when a part of the dialog is not fit to be sent
  SIPRequest request(CallId call, Dialog dialog, String method, long cseq, Headers headers)
      throws ParseException, InvalidArgumentException {
    var request = new SIPRequest();
    request.setMethod(method);
    route(request, dialog);
    request.setHeader(composing.header("Call-ID", dialog.sipCallId()));
    request.setHeader(composing.header("CSeq", cseq + " " + method));
    request.setHeader(tagged("From", dialog.local(), dialog.localTag()));
    request.setHeader(tagged("To", dialog.remote(), dialog.remoteTag()));
    request.setHeader(composing.header("Max-Forwards", "70"));
    composing.identify(request);
    composing.fill(request, rules.sendable(call, headers));
    composing.body(request, null, null);
    return request;
  }

  private Header tagged(String name, NameAddress address, @Nullable String tag)
      throws ParseException {
    var header = composing.header(name, "<sip:to.be.replaced>");
    if (header instanceof FromHeader from) {
      from.setAddress(composing.address(address));
      if (tag != null) from.setTag(Composing.clean(tag));
    } else if (header instanceof ToHeader to) {
      to.setAddress(composing.address(address));
      if (tag != null) to.setTag(Composing.clean(tag));
    }
    return header;
  }

  /// Request-URI and Route. A first route without `lr` is a strict router, which gets the URI in the last Route.
  private void route(SIPRequest request, Dialog dialog) throws ParseException {
    var target = bare(composing.uri(dialog.remoteTarget()));
    var routes = new ArrayList<RouteHeader>();
    for (var value : dialog.routeSet()) routes.add((RouteHeader) composing.header("Route", value));
    if (!routes.isEmpty()
        && routes.getFirst().getAddress().getURI() instanceof SipURI first
        && !first.hasLrParam()) {
      routes.removeFirst();
      routes.add((RouteHeader) composing.header("Route", "<" + target + ">"));
      target = bare(first);
    }
    request.setRequestURI(target);
    for (var route : routes) request.addHeader(route);
  }

  /// A URI as it may stand in a request line: without header fields and method.
  private static URI bare(URI uri) {
    if (uri instanceof gov.nist.javax.sip.address.SipUri sip) {
      var copy = (gov.nist.javax.sip.address.SipUri) sip.clone();
      copy.removeHeaders();
      copy.removeParameter("method");
      return copy;
    }
    return uri;
  }

  /// Puts our Via on top. The branch follows from call, number and method, so an effect that is run twice, on whatever node,
  /// makes the same transaction.
  void via(SIPRequest request, CallId call, String transport) throws ParseException {
    var method = request.getMethod();
    var branch = "z9hG4bK" + call + "-" + request.getCSeq().getSeqNumber();
    if (!method.equals("INVITE")) branch += "-" + method.toLowerCase(Locale.ROOT);
    request.setHeader(
        composing.header(
            "Via", "SIP/2.0/%s %s;rport;branch=%s".formatted(transport, composing.here(), branch)));
  }

  /// What an INVITE has besides: our Contact and what we allow.
  void reachable(SIPRequest request, Dialog dialog, String transport) throws ParseException {
    request.setHeader(composing.contact(dialog.local(), transport));
    request.setHeader(composing.header("Allow", Composing.ALLOW));
  }

  void body(SIPRequest request, String mimeType, String body) throws ParseException {
    composing.body(request, mimeType, body);
  }

  /// Adds a scenario's header fields to a request that the stack has made.
  void extras(CallId call, SIPRequest request, Headers headers) throws ParseException {
    composing.identify(request);
    composing.fill(request, rules.sendable(call, headers));
  }

  void credentials(SIPRequest request, String name, String value) throws ParseException {
    request.addHeader(composing.header(name, value));
  }
}
