package io.ringmaster.sip;

import gov.nist.javax.sip.header.Contact;
import gov.nist.javax.sip.header.MaxForwards;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.parser.MessageParser;
import gov.nist.javax.sip.parser.MessageParserFactory;
import gov.nist.javax.sip.parser.ParseExceptionListener;
import gov.nist.javax.sip.parser.StringMsgParser;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import java.text.ParseException;
import javax.sip.InvalidArgumentException;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Stands before the stack's parser. No message may throw what ends a thread, and a broken request that still says where it came
/// from goes on as a [Malformed] one, to be answered with 400 like any other: the stack's own 400 quotes the sender's bytes.
final class GuardedParser implements MessageParser {

  private static final Logger LOG = LoggerFactory.getLogger(GuardedParser.class);

  private final MessageParser parser = new StringMsgParser();
  private final Screening screening;

  private GuardedParser(Screening screening) {
    this.screening = screening;
  }

  @Override
  public @Nullable SIPMessage parseSIPMessage(
      byte[] bytes, boolean readBody, boolean strict, @Nullable ParseExceptionListener listener) {
    var raw = RawMessage.of(bytes);
    if (raw.isEmpty()) return null;
    if (raw.isOtherVersion()) return refused(raw, Response.VERSION_NOT_SUPPORTED, "only SIP/2.0");
    var fault = raw.fault();
    if (fault == null && readBody && raw.isCutShort()) fault = "the body is shorter than announced";
    if (fault != null) return refused(raw, Response.BAD_REQUEST, fault);
    try {
      var faults = new HeaderFaults();
      var message = parser.parseSIPMessage(raw.unfolded(), readBody, false, faults);
      var bad = message == null ? "not a SIP message" : faults.first();
      if (bad != null) return refused(raw, Response.BAD_REQUEST, bad);
      if (message instanceof SIPRequest request) complete(request);
      return message;
    } catch (ParseException
        | InvalidArgumentException
        | RuntimeException
        | StackOverflowError broken) {
      return refused(raw, Response.BAD_REQUEST, "a header field is malformed");
    }
  }

  /// RFC 2543 knew no Max-Forwards and asked for no Contact; the stack insists on both.
  private static void complete(SIPRequest request) throws InvalidArgumentException {
    if (request.getMaxForwards() == null) request.setHeader(new MaxForwards(70));
    if (request.getMethod().equals("INVITE")
        && request.getContactHeader() == null
        && Admission.isOld(request)) {
      var contact = new Contact();
      contact.setAddress(request.getFrom().getAddress());
      request.setHeader(contact);
    }
  }

  private @Nullable SIPMessage refused(RawMessage raw, int status, String fault) {
    screening.malformed();
    for (var stump : raw.stumps()) {
      try {
        var faults = new HeaderFaults();
        var message = parser.parseSIPMessage(stump, false, false, faults);
        if (message == null || faults.first() != null) continue;
        message.setApplicationData(new Malformed(status, fault));
        return message;
      } catch (ParseException | RuntimeException | StackOverflowError hopeless) {
        LOG.debug("a refusal cannot be built from this", hopeless);
      }
    }
    return null;
  }

  /// Marks a request that is to be refused.
  ///
  /// @param fault goes into the reason phrase; never a text of the sender
  record Malformed(int status, String fault) {}

  /// Makes one parser for each channel of the stack.
  record Factory(Screening screening) implements MessageParserFactory {
    @Override
    public MessageParser createMessageParser(SIPTransactionStack stack) {
      return new GuardedParser(screening);
    }
  }
}
