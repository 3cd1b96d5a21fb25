package io.ringmaster.actors.call;

import io.ringmaster.actors.call.SignallingFact.CallOffered;
import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.event.AppEvent.CallAlerting;
import io.ringmaster.protocol.event.NumberedCallEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a call owes its session: the news of its arrival (number 0) and every event, until acknowledged. It is filled by the
/// fold, so a call that is read back owes everything again; the session drops what it has had.
final class Outbox {

  private final CallId id;
  private final SessionLine session;
  private final Deque<NumberedCallEvent> events = new ArrayDeque<>();
  private @Nullable CallOffered arrival;
  private long sent;

  Outbox(CallId id, SessionLine session) {
    this.id = id;
    this.session = session;
  }

  void add(RecordedCall call, CallEntry entry) {
    if (entry.fact() instanceof CallOffered offered) {
      arrival = offered;
      sent = -1;
    }
    events.addAll(call.latest());
  }

  /// Sends what has not been sent yet.
  void send() {
    if (arrival != null && sent < 0) session.arrived(alerting(arrival), arrival.route());
    List<NumberedCallEvent> fresh = events.stream().filter(event -> event.seq() > sent).toList();
    if (!fresh.isEmpty()) session.happened(id, fresh);
    sent = Math.max(Math.max(sent, 0), fresh.isEmpty() ? 0 : fresh.getLast().seq());
  }

  /// Sends all that is not acknowledged.
  void sendAgain() {
    sent = arrival == null ? 0 : -1;
    send();
  }

  void taken(long number) {
    arrival = null;
    while (!events.isEmpty() && events.getFirst().seq() <= number) events.removeFirst();
  }

  boolean isEmpty() {
    return arrival == null && events.isEmpty();
  }

  private static CallAlerting alerting(CallOffered offered) {
    var from = offered.dialog().remote();
    return new CallAlerting(
        new CallId(offered.dialog().localTag()),
        from.user(),
        offered.destination(),
        offered.requestUri(),
        from.uri(),
        from.displayName() == null ? "" : from.displayName(),
        offered.headers(),
        null,
        offered.dialog().sipCallId(),
        offered.dialog().transport(),
        offered.requestIp());
  }
}
