package io.ringmaster.node;

import io.ringmaster.actors.Sessions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How a node leaves: new calls are refused, running ones may end by themselves for a while, and the rest are hung up.
final class Departure {

  private static final Logger LOG = LoggerFactory.getLogger(Departure.class);

  /// How long the calls that are hung up may take to be gone.
  private static final Duration FAREWELL = Duration.ofSeconds(5);

  private final Intake intake;
  private final LiveWork work;
  private final Sessions sessions;
  private final Duration patience;

  Departure(Intake intake, LiveWork work, Sessions sessions, Duration patience) {
    this.intake = intake;
    this.work = work;
    this.sessions = sessions;
    this.patience = patience;
  }

  void go() throws InterruptedException {
    intake.close();
    LOG.info("leaving: {} calls run, and may for {}", work.calls().size(), patience);
    if (waitForCalls(patience)) return;
    LOG.warn("{} calls are hung up", work.calls().size());
    work.sessions().forEach(sessions::terminate);
    waitForCalls(FAREWELL);
  }

  /// Whether all calls ended in time.
  private boolean waitForCalls(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (!work.calls().isEmpty()) {
      if (System.nanoTime() > end) return false;
      TimeUnit.MILLISECONDS.sleep(50);
    }
    return true;
  }
}
