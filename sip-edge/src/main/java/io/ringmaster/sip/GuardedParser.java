package io.ringmaster.sip;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.parser.MessageParser;
import gov.nist.javax.sip.parser.MessageParserFactory;
import gov.nist.javax.sip.parser.ParseExceptionListener;
import gov.nist.javax.sip.parser.StringMsgParser;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import org.jspecify.annotations.Nullable;

/// Stands before the stack's parser. No message may throw what ends a thread, and a broken request that still says where it came
/// from goes on as a [Malformed] one, to be answered with 400 like any other: the stack's own 400 quotes the sender's bytes.
final class GuardedParser implements MessageParser {

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
    var fault = raw.fault();
    if (fault != null) return refused(raw, fault);
    if (readBody && raw.isCutShort()) return refused(raw, "the body is shorter than announced");
    try {
      var faults = new HeaderFaults();
      var message = parser.parseSIPMessage(raw.unfolded(), readBody, false, faults);
      if (message == null) return refused(raw, "not a SIP message");
      var bad = faults.first();
      if (bad != null) return refused(raw, bad);
      return message;
    } catch (java.text.ParseException | RuntimeException | StackOverflowError broken) {
      return refused(raw, "a header field is malformed");
    }
  }

  private @Nullable SIPMessage refused(RawMessage raw, String fault) {
    screening.malformed();
    var stump = raw.stump();
    if (stump == null) return null;
    try {
      var message = parser.parseSIPMessage(stump, false, false, null);
      if (message != null) message.setApplicationData(new Malformed(fault));
      return message;
    } catch (java.text.ParseException | RuntimeException | StackOverflowError hopeless) {
      return null;
    }
  }

  /// Marks a request that is to be answered with 400.
  ///
  /// @param fault goes into the reason phrase; never a text of the sender
  record Malformed(String fault) {}

  /// Makes one parser for each channel of the stack.
  record Factory(Screening screening) implements MessageParserFactory {
    @Override
    public MessageParser createMessageParser(SIPTransactionStack stack) {
      return new GuardedParser(screening);
    }
  }
}
