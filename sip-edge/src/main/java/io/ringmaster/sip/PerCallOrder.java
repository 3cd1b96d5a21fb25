package io.ringmaster.sip;

import io.ringmaster.protocol.CallId;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does the work of each call in the order in which it was given, and the work of different calls side by side. Work may wait
/// (for a TCP connection, for a name to be resolved): it then holds up its own call only.
final class PerCallOrder implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PerCallOrder.class);

  private final ConcurrentHashMap<CallId, Queue<Runnable>> waiting = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /// Returns at once. Work given after [#close] is dropped.
  void run(CallId call, Runnable work) {
    waiting.compute(
        call,
        (id, queue) -> {
          if (queue != null) {
            queue.add(work);
            return queue;
          }
          if (threads.isShutdown()) return null;
          var fresh = new ArrayDeque<Runnable>();
          fresh.add(work);
          threads.execute(() -> drain(id));
          return fresh;
        });
  }

  private void drain(CallId call) {
    for (Runnable work = next(call); work != null; work = next(call)) {
      try {
        work.run();
      } catch (RuntimeException | Error failure) {
        LOG.error("SIP work of call {} failed", call, failure);
      }
    }
  }

  private @Nullable Runnable next(CallId call) {
    var found = new Runnable[1];
    waiting.computeIfPresent(
        call,
        (id, queue) -> {
          found[0] = queue.poll();
          return found[0] == null ? null : queue;
        });
    return found[0];
  }

  @Override
  public void close() {
    threads.shutdownNow();
    waiting.clear();
  }
}
