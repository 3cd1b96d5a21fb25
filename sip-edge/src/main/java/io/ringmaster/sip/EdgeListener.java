package io.ringmaster.sip;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.stack.SIPTransaction;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import javax.sip.DialogTerminatedEvent;
import javax.sip.IOExceptionEvent;
import javax.sip.RequestEvent;
import javax.sip.ResponseEvent;
import javax.sip.SipListener;
import javax.sip.SipProvider;
import javax.sip.TimeoutEvent;
import javax.sip.Transaction;
import javax.sip.TransactionTerminatedEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hears the stack. Whatever a message makes go wrong ends here: the thread that delivers events must live.
final class EdgeListener implements SipListener {

  private static final Logger LOG = LoggerFactory.getLogger(EdgeListener.class);

  private record Takers(IncomingRequests requests, IncomingResponses responses) {}

  private final CountDownLatch ready = new CountDownLatch(1);
  private volatile @Nullable Takers takers;

  /// Lets events through. The sockets are open a moment before everything behind them is.
  void begin(IncomingRequests requests, IncomingResponses responses) {
    takers = new Takers(requests, responses);
    ready.countDown();
  }

  @Override
  public void processRequest(RequestEvent event) {
    safely(to ->
        to.requests()
            .take(
                (SIPRequest) event.getRequest(),
                event.getServerTransaction(),
                (SipProvider) event.getSource()));
  }

  /// A request has come again, on the thread that reads it, which must not wait.
  void repeated(SIPTransaction transaction) {
    var to = takers;
    if (to != null) to.requests().repeated(transaction);
  }

  @Override
  public void processResponse(ResponseEvent event) {
    safely(
        to -> to.responses().take((SIPResponse) event.getResponse(), event.getClientTransaction()));
  }

  @Override
  public void processTimeout(TimeoutEvent event) {
    safely(to -> {
      if (!event.isServerTransaction()
          && sent(event.getClientTransaction()) instanceof OutgoingRequests.Sent sent) {
        to.responses().timedOut(sent);
      }
    });
  }

  @Override
  public void processIOException(IOExceptionEvent event) {
    safely(to -> {
      if (event.getSource() instanceof Transaction transaction
          && sent(transaction) instanceof OutgoingRequests.Sent sent) {
        to.responses().broken(sent);
      }
    });
  }

  @Override
  public void processTransactionTerminated(TransactionTerminatedEvent event) {}

  @Override
  public void processDialogTerminated(DialogTerminatedEvent event) {}

  private static @Nullable Object sent(Transaction transaction) {
    return transaction.getApplicationData();
  }

  private void safely(Consumer<Takers> work) {
    try {
      ready.await();
      var to = takers;
      if (to != null) work.accept(to);
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | StackOverflowError broken) {
      LOG.warn("a SIP message could not be handled", broken);
    }
  }
}
