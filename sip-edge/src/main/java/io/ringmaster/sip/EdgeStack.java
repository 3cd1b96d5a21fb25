package io.ringmaster.sip;

import gov.nist.javax.sip.SipStackImpl;
import java.util.Properties;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import javax.sip.PeerUnavailableException;

/// The stack with a thread of its own for messages to itself, as when a scenario calls a number of its own node. The stack as it is
/// shares that thread among all stacks of a process, and the first that stops ends it for all.
final class EdgeStack extends SipStackImpl {

  private final ScheduledExecutorService toItself =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("sip-to-itself").factory());

  EdgeStack(Properties properties) throws PeerUnavailableException {
    super(properties);
  }

  @Override
  public ScheduledExecutorService getSelfRoutingThreadpoolExecutor() {
    return toItself;
  }

  @Override
  public void stop() {
    super.stop();
    toItself.shutdownNow();
  }
}
