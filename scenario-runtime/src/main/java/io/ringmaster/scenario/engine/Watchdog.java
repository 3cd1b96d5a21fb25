package io.ringmaster.scenario.engine;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The second means against runaway scripts: interrupts the thread of a turn that its own interrupt handler did not stop, because the engine
/// polls that handler only between bytecodes and some of its built-in functions run long. The first means leaves the context sound, this one does not.
final class Watchdog implements AutoCloseable {
  /// How long after the deadline the handler may still act.
  static final long GRACE_NANOS = 100_000_000;

  private static final long PERIOD_MILLIS = 25;

  private final Set<Watch> running = ConcurrentHashMap.newKeySet();
  private final Thread thread;

  Watchdog() {
    thread = new Thread(null, this::patrol, "scenario-watchdog");
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /// Watches the calling thread until the watch is closed.
  Watch watch(long deadlineNanos) {
    var watch = new Watch(deadlineNanos);
    running.add(watch);
    return watch;
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void patrol() {
    try {
      while (true) {
        Thread.sleep(PERIOD_MILLIS);
        long now = System.nanoTime();
        running.forEach(watch -> watch.check(now));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// One turn under watch.
  final class Watch implements AutoCloseable {
    private final Thread watched = Thread.currentThread();
    private volatile long deadline;
    private boolean bitten;
    private boolean over;

    private Watch(long deadline) {
      this.deadline = deadline;
    }

    void extend(long deadlineNanos) {
      deadline = deadlineNanos;
    }

    /// Whether the interrupt came from here rather than from outside.
    synchronized boolean bitten() {
      return bitten;
    }

    private synchronized void check(long now) {
      if (!over && !bitten && now - deadline >= GRACE_NANOS) {
        bitten = true;
        watched.interrupt();
      }
    }

    /// Leaves the thread as it was: an interrupt of ours does not outlive the turn.
    @Override
    public void close() {
      running.remove(this);
      synchronized (this) {
        over = true;
        if (bitten) {
          Thread.interrupted();
        }
      }
    }
  }
}
