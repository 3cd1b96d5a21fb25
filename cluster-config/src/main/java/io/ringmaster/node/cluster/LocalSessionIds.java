package io.ringmaster.node.cluster;

import io.ringmaster.protocol.SessionId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Draws session ids under a tag of this node's own. The shards of a tag go to the first node that asks for them, which is the one that
/// drew it; so a call is handled where its INVITE arrived. The tag is drawn anew at each start: the shards of the last life may
/// by now live elsewhere.
///
/// Below the tag ids follow the clock, in steps of 1/1024 s, and never repeat: more than a thousand a second run ahead of it for a while. So two lives
/// that happen to draw the same tag do not draw the same ids.
public final class LocalSessionIds implements Supplier<SessionId> {

  /// Ids are numbered from here; 41 bits of 1/1024 s last for 68 years.
  private static final long EPOCH = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();

  private final int tag;
  private final InstantSource clock;
  private final AtomicLong last = new AtomicLong();

  public LocalSessionIds(RandomGenerator random, InstantSource clock) {
    this.tag = random.nextInt(1, SessionId.LAST_TAG + 1);
    this.clock = clock;
  }

  @Override
  public SessionId get() {
    long now = (clock.millis() - EPOCH) * 1024 / 1000;
    return SessionId.of(tag, last.updateAndGet(before -> Math.max(before + 1, now)));
  }
}
