package io.ringmaster.actors.courier;

import io.ringmaster.protocol.SessionId;
import java.time.Duration;

/// How long is waited between attempts: exponential backoff. Up to a fifth is taken off, for each session another part, so that those that
/// failed together do not come back together.
record Pauses(Duration first, Duration longest) {

  private static final int MOST_DOUBLINGS = 30;

  /// @param failures how many there were in a row, from 1
  Duration after(int failures, SessionId session) {
    int doublings = Math.clamp(failures - 1, 0, MOST_DOUBLINGS);
    var doubled = first.multipliedBy(1L << doublings);
    var capped = doubled.compareTo(longest) < 0 ? doubled : longest;
    int share = Math.floorMod(31 * session.value().hashCode() + failures, 200);
    return capped.multipliedBy(1000 - share).dividedBy(1000);
  }
}
