package io.ringmaster.sip;

import gov.nist.core.ServerLogger;
import gov.nist.javax.sip.message.SIPMessage;
import java.util.Properties;
import javax.sip.SipStack;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes the messages on the wire to SLF4J, as logger `io.ringmaster.sip.wire` at level trace. Public because the stack makes
/// it by name.
public final class Slf4jServerLogger implements ServerLogger {

  private static final Logger LOG = LoggerFactory.getLogger("io.ringmaster.sip.wire");

  @Override
  public void logMessage(SIPMessage message, String from, String to, boolean sender, long time) {
    LOG.trace("{} -> {}\n{}", from, to, message);
  }

  @Override
  public void logMessage(
      SIPMessage message, String from, String to, String status, boolean sender, long time) {
    LOG.trace("{} -> {} {}\n{}", from, to, status, message);
  }

  @Override
  public void logMessage(
      SIPMessage message, String from, String to, String status, boolean sender) {
    LOG.trace("{} -> {} {}\n{}", from, to, status, message);
  }

  @Override
  public void logException(Exception failure) {
    LOG.debug("SIP stack", failure);
  }

  @Override
  public void closeLogFile() {}

  @Override
  public void setStackProperties(Properties properties) {}

  @Override
  public void setSipStack(SipStack stack) {}
}
