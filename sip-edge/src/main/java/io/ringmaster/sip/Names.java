package io.ringmaster.sip;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Resolves host names on a few threads of its own: a slow name service holds up the calls that need it and nothing else.
final class Names implements AutoCloseable {

  private static final int THREADS = 4;
  private static final long PATIENCE_SECONDS = 5;

  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          THREADS, Thread.ofPlatform().daemon().name("sip-names-", 0).factory());

  /// The address of a host, in text form. Addresses are taken as they are. May wait for up to 5 s.
  ///
  /// @throws UnknownHostException when there is no such host, or no answer in time
  String address(String host) throws UnknownHostException {
    if (Destinations.isNumeric(host)) return host;
    try {
      var search = threads.submit(() -> InetAddress.getByName(host));
      return search.get(PATIENCE_SECONDS, TimeUnit.SECONDS).getHostAddress();
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
      throw unknown(host, closing);
    } catch (ExecutionException | TimeoutException | RejectedExecutionException failed) {
      throw unknown(host, failed);
    }
  }

  private static UnknownHostException unknown(String host, Exception cause) {
    var unknown = new UnknownHostException(host);
    unknown.initCause(cause);
    return unknown;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
