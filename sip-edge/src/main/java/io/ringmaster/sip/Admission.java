package io.ringmaster.sip;

import gov.nist.javax.sip.header.Require;
import gov.nist.javax.sip.header.SIPHeader;
import gov.nist.javax.sip.message.SIPRequest;
import java.util.ArrayList;
import java.util.ListIterator;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.sip.address.SipURI;
import javax.sip.address.TelURL;
import javax.sip.header.AcceptHeader;
import javax.sip.header.ContentDispositionHeader;
import javax.sip.header.RequireHeader;
import org.jspecify.annotations.Nullable;

/// Checks requests in the order of RFC 3261 section 8.2: method, header fields, extensions, content.
final class Admission {

  private static final String SDP = "application/sdp";

  /// What we answer to OPTIONS (section 11.2).
  static final Refusal CAPABILITIES =
      new Refusal(200, null, Map.of("Allow", Composing.ALLOW, "Accept", SDP, "Supported", ""));

  static final Refusal INCOMPLETE =
      new Refusal(400, "Bad request - a header field is missing", Map.of());

  private static final Set<String> TAKEN =
      Set.of("INVITE", "ACK", "BYE", "CANCEL", "OPTIONS", "INFO", "UPDATE");
  private static final Set<String> KNOWN =
      Set.of("REGISTER", "MESSAGE", "REFER", "SUBSCRIBE", "NOTIFY", "PUBLISH", "PRACK");

  /// Why a request is refused; null when it may pass.
  @Nullable Refusal refusal(SIPRequest request) {
    var method = request.getMethod();
    if (!TAKEN.contains(method)) return notAllowed(method);
    if (method.equals("CANCEL")) return null;
    if (!hasKnownScheme(request)) return new Refusal(416, null, Map.of());
    var extensions = requiredExtensions(request);
    if (!extensions.isEmpty()) return new Refusal(420, null, Map.of("Unsupported", extensions));
    return method.equals("INVITE") || method.equals("UPDATE") ? contentRefusal(request) : null;
  }

  static Refusal unavailable(String why) {
    return new Refusal(503, why, Map.of("Retry-After", "5"));
  }

  static Refusal notAllowed(String method) {
    return new Refusal(KNOWN.contains(method) ? 405 : 501, null, Map.of("Allow", Composing.ALLOW));
  }

  private static boolean hasKnownScheme(SIPRequest request) {
    var uri = request.getRequestURI();
    return uri instanceof SipURI || uri instanceof TelURL;
  }

  /// We support none of the extensions that a peer could insist upon.
  private static String requiredExtensions(SIPRequest request) {
    var tags = new ArrayList<String>();
    for (ListIterator<SIPHeader> each = request.getHeaders(RequireHeader.NAME); each.hasNext(); ) {
      tags.add(((Require) each.next()).getOptionTag());
    }
    return String.join(", ", tags);
  }

  private static @Nullable Refusal contentRefusal(SIPRequest request) {
    var encoding = request.getContentEncoding();
    if (encoding != null && !encoding.getEncoding().equalsIgnoreCase("identity")) {
      return new Refusal(415, null, Map.of("Accept", SDP, "Accept-Encoding", "identity"));
    }
    var type = Reading.mimeType(request);
    if (type != null && !type.equals(SDP) && !isOptional(request)) {
      return new Refusal(415, null, Map.of("Accept", SDP));
    }
    return acceptsSdp(request) ? null : new Refusal(406, null, Map.of());
  }

  /// RFC 2543 did not ask for a Contact, nor for a branch of that form.
  static boolean isOld(SIPRequest request) {
    var branch = request.getTopmostVia().getBranch();
    return branch == null || !branch.regionMatches(true, 0, "z9hG4bK", 0, 7);
  }

  private static boolean isOptional(SIPRequest request) {
    var disposition = (ContentDispositionHeader) request.getHeader(ContentDispositionHeader.NAME);
    return disposition != null && "optional".equalsIgnoreCase(disposition.getHandling());
  }

  /// Whether the caller takes SDP in our answer; without an Accept field it does (section 20.1).
  private static boolean acceptsSdp(SIPRequest request) {
    var each = request.getHeaders(AcceptHeader.NAME);
    if (!each.hasNext()) return true;
    while (each.hasNext()) {
      var accept = (AcceptHeader) each.next();
      var type = accept.getContentType() == null ? "*" : accept.getContentType();
      var subtype = accept.getContentSubType() == null ? "*" : accept.getContentSubType();
      if (type.equals("*")) return true;
      if (type.equalsIgnoreCase("application")
          && (subtype.equals("*") || subtype.toLowerCase(Locale.ROOT).equals("sdp"))) return true;
    }
    return false;
  }

  /// The number or user that was dialled: the user part of the Request-URI, escapes undone.
  static String destination(SIPRequest request) {
    return switch (request.getRequestURI()) {
      case SipURI sip -> sip.getUser() == null ? "" : SipText.unescaped(sip.getUser());
      case TelURL tel ->
          (tel.isGlobal() ? "+" : "") + tel.getPhoneNumber().replaceFirst("^\\+", "");
      default -> "";
    };
  }
}
