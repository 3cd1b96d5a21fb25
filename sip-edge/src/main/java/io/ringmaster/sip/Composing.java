package io.ringmaster.sip;

import gov.nist.javax.sip.header.ContentLength;
import gov.nist.javax.sip.header.SIPHeaderList;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.parser.ParserFactory;
import io.ringmaster.protocol.sip.NameAddress;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.List;
import java.util.Locale;
import javax.sip.PeerUnavailableException;
import javax.sip.SipFactory;
import javax.sip.address.Address;
import javax.sip.address.AddressFactory;
import javax.sip.address.URI;
import javax.sip.header.ContentTypeHeader;
import javax.sip.header.Header;
import org.jspecify.annotations.Nullable;

/// The parts that every message of ours is made of. Whatever comes from outside is looked at for characters that could end a line.
final class Composing {

  /// What we understand in and out of dialogs.
  static final String ALLOW = "INVITE, ACK, BYE, CANCEL, OPTIONS, INFO, UPDATE";

  private final AddressFactory addresses;
  private final SipSettings settings;
  private final int port;

  Composing(SipSettings settings, int port) {
    this.settings = settings;
    this.port = port;
    try {
      addresses = SipFactory.getInstance().createAddressFactory();
    } catch (PeerUnavailableException impossible) {
      throw new IllegalStateException("the SIP stack is not on the class path", impossible);
    }
  }

  /// @throws ParseException when the value is no such header, or holds a line end
  Header header(String name, String value) throws ParseException {
    var parsed = ParserFactory.createParser(clean(name) + ": " + clean(value) + "\n").parse();
    return parsed instanceof SIPHeaderList<?> several && several.size() == 1
        ? several.getFirst()
        : parsed;
  }

  /// @throws ParseException when the text is no URI
  URI uri(String text) throws ParseException {
    return addresses.createURI(clean(text));
  }

  Address address(NameAddress from) throws ParseException {
    var address = addresses.createAddress(uri(from.uri()));
    var name = from.displayName();
    // The stack puts the quotes around it but does not escape what stands inside.
    if (name != null) {
      var quoted = SipText.quoted(clean(name));
      address.setDisplayName(quoted.substring(1, quoted.length() - 1));
    }
    return address;
  }

  /// Refuses a text that would break out of its line.
  static String clean(String text) throws ParseException {
    if (SipText.hasControls(text)) throw new ParseException("control characters in a header", 0);
    return text;
  }

  /// Our Contact: this node, under the name that the far end knows us by.
  Header contact(NameAddress local, String transport) throws ParseException {
    var user = local.user();
    var part = user.matches("[A-Za-z0-9+._~-]+") ? user + "@" : "";
    var kind = transport.equals("UDP") ? "" : ";transport=" + transport.toLowerCase(Locale.ROOT);
    return header("Contact", "<sip:%s%s%s>".formatted(part, here(), kind));
  }

  /// `host:port` of this edge as others see it.
  String here() {
    return Destinations.hostPort(settings.advertisedHost(), port);
  }

  void identify(SIPMessage message) throws ParseException {
    var name = message instanceof SIPRequest ? "User-Agent" : "Server";
    if (!settings.userAgent().isEmpty()) message.setHeader(header(name, settings.userAgent()));
  }

  void fill(SIPMessage message, List<HeaderRules.Field> fields) throws ParseException {
    for (var field : fields) message.addHeader(header(field.name(), field.value()));
  }

  void body(SIPMessage message, @Nullable String mimeType, @Nullable String body)
      throws ParseException {
    if (mimeType == null || body == null) {
      noBody(message);
      return;
    }
    var slash = mimeType.indexOf('/');
    if (slash < 1) throw new ParseException("'%s' is no content type".formatted(mimeType), 0);
    var type = (ContentTypeHeader) header("Content-Type", mimeType);
    message.setContent(body.getBytes(StandardCharsets.UTF_8), type);
  }

  private static void noBody(SIPMessage message) {
    message.setContentLength(new ContentLength(0));
  }

  /// A response of this edge itself or of a call.
  SIPResponse response(SIPRequest request, int status, @Nullable String reason, String toTag)
      throws ParseException {
    var response =
        reason == null || SipText.hasControls(reason)
            ? request.createResponse(status)
            : request.createResponse(status, reason);
    if (status > 100 && response.getTo().getTag() == null) response.getTo().setTag(clean(toTag));
    identify(response);
    noBody(response);
    return response;
  }
}
