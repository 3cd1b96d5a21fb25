package io.ringmaster.node;

import io.ringmaster.actors.port.CallSignals;
import io.ringmaster.protocol.SessionId;
import io.ringmaster.protocol.signal.SipSignal.InviteReceived;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.function.LongSupplier;

/// The calls that have come in and whose sessions have not begun. A caller hears nothing meanwhile, so how long the first of them has
/// waited tells how far this node is behind, wherever the work has piled up.
final class Arrivals {

  /// A session that has not begun by then has begun elsewhere, or never will.
  private static final long FORGOTTEN_NANOS = Duration.ofSeconds(60).toNanos();

  private final LongSupplier nanos;
  private final LinkedHashMap<SessionId, Long> waiting = new LinkedHashMap<>();

  /// @param nanos the clock, as [System#nanoTime()]
  Arrivals(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /// The same way to calls, on which new ones are noted.
  CallSignals noted(CallSignals calls) {
    return (call, signal) -> {
      if (signal instanceof InviteReceived) arrived(call.session());
      calls.tell(call, signal);
    };
  }

  private synchronized void arrived(SessionId session) {
    waiting.put(session, nanos.getAsLong());
  }

  /// The session is in the journal, or will not be because its call has ended.
  synchronized void begun(SessionId session) {
    waiting.remove(session);
  }

  /// For how long the first has waited; zero when none waits.
  synchronized Duration longestWait() {
    long now = nanos.getAsLong();
    for (var each = waiting.values().iterator(); each.hasNext(); each.remove()) {
      long waited = now - each.next();
      if (waited < FORGOTTEN_NANOS) return Duration.ofNanos(waited);
    }
    return Duration.ZERO;
  }
}
