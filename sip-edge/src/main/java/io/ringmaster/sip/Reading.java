package io.ringmaster.sip;

import gov.nist.javax.sip.header.SIPHeader;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.Headers;
import io.ringmaster.protocol.sip.Dialog;
import io.ringmaster.protocol.sip.InviteOrigin;
import io.ringmaster.protocol.sip.NameAddress;
import io.ringmaster.protocol.sip.PeerIdentity;
import io.ringmaster.protocol.sip.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.Locale;
import javax.sip.address.SipURI;
import javax.sip.header.ContactHeader;
import javax.sip.header.HeaderAddress;
import javax.sip.header.ReasonHeader;
import javax.sip.header.RecordRouteHeader;
import org.jspecify.annotations.Nullable;

/// Takes from messages what calls want to know.
final class Reading {

  private Reading() {}

  /// The dialog that our answer to this INVITE will establish (RFC 3261 section 12.1.1).
  static Dialog dialogOf(SIPRequest invite, CallId call) {
    var contact = contact(invite);
    var routes = recordRoutes(invite);
    var transport = transport(invite);
    return new Dialog(
        invite.getCallId().getCallId(),
        call.value(),
        invite.getFromTag(),
        nameAddress(invite.getTo()),
        nameAddress(invite.getFrom()),
        contact == null ? nameAddress(invite.getFrom()).uri() : contact,
        routes,
        0,
        invite.getCSeq().getSeqNumber(),
        transport,
        routes.isEmpty() ? wayBack(invite, transport) : null);
  }

  /// Where requests to the caller must go when its Contact does not lead there: the other end of its TCP connection, or the
  /// source address when nobody stands between us and the caller and it yet names another address, as behind NAT.
  private static @Nullable String wayBack(SIPRequest invite, String transport) {
    if (hops(invite) > 1) return null;
    var source =
        Destinations.hostPort(
            invite.getPeerPacketSourceAddress().getHostAddress(), invite.getPeerPacketSourcePort());
    if (!transport.equals("UDP")) return source;
    if (invite.getContactHeader() != null
        && invite.getContactHeader().getAddress().getURI() instanceof SipURI uri
        && uri.getHost() != null) {
      int port = uri.getPort() < 0 ? 5060 : uri.getPort();
      if (Destinations.hostPort(uri.getHost(), port).equals(source)) return null;
    }
    return source;
  }

  /// What a refusal of this INVITE is made of when this edge is no more.
  static InviteOrigin originOf(SIPRequest invite) {
    var via = new ArrayList<String>();
    for (var each : invite.getViaHeaders()) via.add(each.getHeaderValue());
    return new InviteOrigin(
        via,
        ((SIPHeader) invite.getFrom()).getHeaderValue(),
        ((SIPHeader) invite.getTo()).getHeaderValue(),
        invite.getCSeq().getSeqNumber());
  }

  private static int hops(SIPRequest request) {
    return request.getViaHeaders().size();
  }

  static String transport(SIPRequest request) {
    return request.getTopmostViaHeader().getTransport().toUpperCase(Locale.ROOT);
  }

  static NameAddress nameAddress(HeaderAddress header) {
    var address = header.getAddress();
    var name = address.getDisplayName();
    return new NameAddress(
        name == null || name.isBlank() ? null : SipText.unquoted(name.strip()),
        address.getURI().toString());
  }

  static @Nullable String contact(SIPMessage message) {
    var contact = (ContactHeader) message.getHeader(ContactHeader.NAME);
    if (contact == null || contact.isWildCard() || contact.getAddress() == null) return null;
    return contact.getAddress().getURI().toString();
  }

  /// The Record-Route values as they stand in the message.
  static List<String> recordRoutes(SIPMessage message) {
    var routes = new ArrayList<String>();
    for (ListIterator<SIPHeader> each = message.getHeaders(RecordRouteHeader.NAME);
        each.hasNext(); ) {
      var route = (RecordRouteHeader) each.next();
      routes.add(((SIPHeader) route).getHeaderValue());
    }
    return routes;
  }

  static PeerIdentity peer(SIPMessage response) {
    return new PeerIdentity(
        response.getTo().getTag(), contact(response), recordRoutes(response).reversed());
  }

  /// The fields that scenarios may see, under the names they came with.
  static Headers headers(SIPMessage message) {
    var headers = Headers.NONE;
    for (Iterator<SIPHeader> each = message.getHeaders(); each.hasNext(); ) {
      headers = withEach(headers, each.next());
    }
    return headers;
  }

  private static Headers withEach(Headers headers, SIPHeader header) {
    if (header instanceof gov.nist.javax.sip.header.SIPHeaderList<?> several) {
      var all = headers;
      for (SIPHeader one : several) all = withEach(all, one);
      return all;
    }
    var name = header.getName();
    var value = header.getHeaderValue();
    return name != null && value != null && HeaderRules.mayBeSeen(name)
        ? headers.with(name, value)
        : headers;
  }

  static List<Reason> reasons(SIPMessage message) {
    var reasons = new ArrayList<Reason>();
    for (ListIterator<SIPHeader> each = message.getHeaders(ReasonHeader.NAME); each.hasNext(); ) {
      var reason = (ReasonHeader) each.next();
      var text = reason.getText();
      int cause = reason.getCause();
      reasons.add(
          new Reason(
              reason.getProtocol(),
              cause < 0 ? null : cause,
              text == null ? null : SipText.unquoted(text)));
    }
    return reasons;
  }

  /// The type of the body, such as `application/sdp`, in lower case; null without a body.
  static @Nullable String mimeType(SIPMessage message) {
    var type = message.getContentTypeHeader();
    if (type == null || rawBody(message).length == 0) return null;
    return (type.getContentType() + "/" + type.getContentSubType()).toLowerCase(Locale.ROOT);
  }

  static boolean hasSdp(SIPMessage message) {
    return "application/sdp".equals(mimeType(message));
  }

  static @Nullable String sdp(SIPMessage message) {
    return hasSdp(message) ? body(message) : null;
  }

  static String body(SIPMessage message) {
    return new String(rawBody(message), StandardCharsets.UTF_8);
  }

  private static byte[] rawBody(SIPMessage message) {
    var content = message.getRawContent();
    return content == null ? new byte[0] : content;
  }

  /// The reason phrase, or the usual one where the response has none.
  static String phrase(gov.nist.javax.sip.message.SIPResponse response) {
    var phrase = response.getReasonPhrase();
    return phrase == null ? "" : phrase;
  }
}
