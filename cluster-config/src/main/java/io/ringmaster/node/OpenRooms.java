package io.ringmaster.node;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What has been opened and is to be closed, the last first.
final class OpenRooms implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(OpenRooms.class);

  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  <R extends AutoCloseable> R open(R room) {
    open.push(room);
    return room;
  }

  /// Closes all; one that fails does not keep the others open. A second call does nothing.
  @Override
  @SuppressWarnings(
      "Interruption") // a room that was interrupted while closing must not keep the others open
  public synchronized void close() {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception failure) {
        LOG.warn("a part of the node did not close cleanly", failure);
      }
    }
  }
}
