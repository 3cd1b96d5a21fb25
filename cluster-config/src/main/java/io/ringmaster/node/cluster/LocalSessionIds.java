package io.ringmaster.node.cluster;

import io.ringmaster.protocol.SessionId;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Draws session ids under a tag of this node's own. The shards of a tag go to the first node that asks for them, which is the one that
/// drew it; so a call is handled where its INVITE arrived. The tag is drawn anew at each start: the shards of the last life may
/// by now live elsewhere.
public final class LocalSessionIds implements Supplier<SessionId> {

  private final int tag;
  private final RandomGenerator random;

  public LocalSessionIds(RandomGenerator random) {
    this.random = random;
    this.tag = random.nextInt(1, SessionId.LAST_TAG + 1);
  }

  @Override
  public SessionId get() {
    return SessionId.draw(tag, random);
  }
}
