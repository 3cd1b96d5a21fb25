package io.ringmaster.sip;

import gov.nist.core.LogLevels;
import gov.nist.core.StackLogger;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes the log of the SIP stack to SLF4J, as logger `io.ringmaster.sip.stack`. Public because the stack makes it by name.
///
/// The stack calls everything that a stranger's bad message causes an error; here that is worth no more than a debug line.
public final class Slf4jStackLogger implements StackLogger {

  private static final Logger LOG = LoggerFactory.getLogger("io.ringmaster.sip.stack");

  @Override
  public boolean isLoggingEnabled() {
    return LOG.isDebugEnabled();
  }

  @Override
  public boolean isLoggingEnabled(int level) {
    return level >= LogLevels.TRACE_DEBUG ? LOG.isTraceEnabled() : LOG.isDebugEnabled();
  }

  @Override
  public void logException(@Nullable Throwable failure) {
    LOG.debug("SIP stack", failure);
  }

  @Override
  public void logDebug(String message) {
    LOG.trace(message);
  }

  @Override
  public void logDebug(String message, Exception failure) {
    LOG.trace(message, failure);
  }

  @Override
  public void logTrace(String message) {
    LOG.trace(message);
  }

  @Override
  public void logFatalError(String message) {
    LOG.error(message);
  }

  @Override
  public void logError(String message) {
    LOG.debug(message);
  }

  @Override
  public void logError(String message, @Nullable Exception failure) {
    LOG.debug(message, failure);
  }

  @Override
  public void logWarning(String message) {
    LOG.debug(message);
  }

  @Override
  public void logInfo(String message) {
    LOG.trace(message);
  }

  @Override
  public void logStackTrace() {}

  @Override
  public void logStackTrace(int level) {}

  @Override
  public int getLineCount() {
    return 0;
  }

  @Override
  public void disableLogging() {}

  @Override
  public void enableLogging() {}

  @Override
  public void setBuildTimeStamp(String stamp) {}

  @Override
  public void setStackProperties(Properties properties) {}

  @Override
  public String getLoggerName() {
    return LOG.getName();
  }
}
