package io.ringmaster.media;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// A clock that a test moves.
final class VirtualTime implements MediaClock {

  private final AtomicLong nanos = new AtomicLong(1_000_000_000L);

  @Override
  public long nanos() {
    return nanos.get();
  }

  @Override
  public long wallNanos() {
    return 1_700_000_000_000_000_000L + nanos.get();
  }

  void advance(Duration by) {
    nanos.addAndGet(by.toNanos());
  }
}
