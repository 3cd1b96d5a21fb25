package io.ringmaster.sip;

import gov.nist.javax.sip.header.CSeq;
import gov.nist.javax.sip.header.CallID;
import gov.nist.javax.sip.header.Contact;
import gov.nist.javax.sip.header.ContentLength;
import gov.nist.javax.sip.header.ContentType;
import gov.nist.javax.sip.header.From;
import gov.nist.javax.sip.header.MaxForwards;
import gov.nist.javax.sip.header.RecordRoute;
import gov.nist.javax.sip.header.RequestLine;
import gov.nist.javax.sip.header.Require;
import gov.nist.javax.sip.header.Route;
import gov.nist.javax.sip.header.StatusLine;
import gov.nist.javax.sip.header.To;
import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.parser.ParseExceptionListener;
import java.text.ParseException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Hears of header fields that cannot be parsed. Those that we act upon spoil the message; any other is as good as absent
/// (RFC 3261 section 7.3.1 lets us ignore what we do not need).
final class HeaderFaults implements ParseExceptionListener {

  private static final Set<Class<?>> NEEDED =
      Set.of(
          RequestLine.class,
          StatusLine.class,
          Via.class,
          From.class,
          To.class,
          CallID.class,
          CSeq.class,
          Contact.class,
          ContentLength.class,
          ContentType.class,
          MaxForwards.class,
          RecordRoute.class,
          Route.class,
          Require.class);

  private @Nullable String first;

  @Override
  @SuppressWarnings("rawtypes") // the stack's own signature
  public void handleException(
      ParseException fault,
      SIPMessage message,
      @Nullable Class headerClass,
      String header,
      @Nullable String whole) {
    if (headerClass != null && NEEDED.contains(headerClass)) {
      if (first == null) first = "bad " + headerClass.getSimpleName();
    } else {
      message.addUnparsed(header);
    }
  }

  /// The first needed header field that was malformed, in words; null when none was.
  @Nullable String first() {
    return first;
  }
}
