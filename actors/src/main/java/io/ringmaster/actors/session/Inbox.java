package io.ringmaster.actors.session;

import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.event.NumberedCallEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What waits for its turn, in order of arrival. Not in the journal: whoever sent it still owes it.
final class Inbox {

  /// More than this many events waiting would only make one turn's transaction large.
  private static final int BATCH = 32;

  private final Deque<Pending> waiting = new ArrayDeque<>();
  private final Set<CallId> arrived = new HashSet<>();
  private final Map<CallId, Long> highest = new HashMap<>();

  void add(Pending pending) {
    waiting.add(pending);
  }

  void arrived(Pending.App alerting, CallId call) {
    if (arrived.add(call)) waiting.add(alerting);
  }

  /// Notes that timers are due, unless that waits already.
  void timersDue() {
    if (!awaitsTimers()) waiting.add(new Pending.Timers());
  }

  boolean awaitsTimers() {
    return waiting.stream().anyMatch(Pending.Timers.class::isInstance);
  }

  /// Whether the news of this call's arrival waits, or has waited, here.
  boolean knows(CallId call) {
    return arrived.contains(call);
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /// Adds those events that follow, without gap, what was taken or waits already.
  void happened(CallId call, List<NumberedCallEvent> events, long taken) {
    for (var event : events) {
      long last = Math.max(taken, highest.getOrDefault(call, 0L));
      if (event.seq() != last + 1) continue;
      highest.put(call, event.seq());
      waiting.add(new Pending.Happening(event));
    }
  }

  /// Takes out the next ones, as many as go into one transaction.
  List<Pending> next() {
    var batch = new ArrayList<Pending>();
    while (batch.size() < BATCH && !waiting.isEmpty()) batch.add(waiting.removeFirst());
    return batch;
  }

  /// Puts back what was taken out and not used.
  void putBack(List<Pending> unused) {
    for (var pending : unused.reversed()) waiting.addFirst(pending);
  }

  /// Forgets whatever will be sent again, and keeps the rest.
  ///
  /// @param unused what was taken out, and comes first
  void startOver(List<Pending> unused) {
    putBack(unused);
    waiting.removeIf(
        pending -> !(pending instanceof Pending.Asked || pending instanceof Pending.Done));
    arrived.clear();
    highest.clear();
  }

  List<Pending> clear() {
    var all = List.copyOf(waiting);
    waiting.clear();
    arrived.clear();
    highest.clear();
    return all;
  }
}
