package io.ringmaster.node;

import io.ringmaster.actors.port.Signalling;
import io.ringmaster.actors.port.SipEffect.Respond;
import io.ringmaster.protocol.SessionId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// The calls that have come in and whose sessions have not begun. A caller hears nothing meanwhile, so how long the first of them has
/// waited tells how far this node is behind, wherever the work has piled up.
final class Arrivals {

  /// A session that has not begun by then never will.
  private static final long FORGOTTEN_NANOS = Duration.ofSeconds(60).toNanos();

  private final LongSupplier nanos;
  private final LinkedHashMap<SessionId, Long> waiting = new LinkedHashMap<>();

  /// @param nanos the clock, as [System#nanoTime()]
  Arrivals(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /// The same ids; whoever draws one of these has a new call for it.
  Supplier<SessionId> noted(Supplier<SessionId> ids) {
    return () -> {
      var session = ids.get();
      arrived(session);
      return session;
    };
  }

  /// The same way to SIP. A call that responds to its caller waits no longer, and one that refuses him needs no session: a phone without
  /// a codec in common gets its 488 from the call alone.
  Signalling heard(Signalling signalling) {
    return (call, effect) -> {
      if (effect instanceof Respond) begun(call.session());
      signalling.perform(call, effect);
    };
  }

  private synchronized void arrived(SessionId session) {
    waiting.put(session, nanos.getAsLong());
  }

  /// The session is in the journal, or will not be because its call has ended. Those that came before it wait no longer for the node to get
  /// to them: whatever holds them is their own.
  synchronized void begun(SessionId session) {
    if (!waiting.containsKey(session)) return;
    var each = waiting.keySet().iterator();
    while (true) {
      var earlier = each.next();
      each.remove();
      if (earlier.equals(session)) return;
    }
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
