package io.ringmaster.scenario.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// The contexts that occupy an instance, the one used least recently first.
final class LiveContexts {
  /// How many are offered for parking at once: the first may be in the middle of a turn.
  private static final int CANDIDATES = 4;

  private final int max;
  private final LinkedHashMap<QuickJsContext, Long> lastUsed = new LinkedHashMap<>(64, 0.75f, true);

  LiveContexts(int max) {
    this.max = max;
  }

  /// Notes a use. Returns contexts of which one should be parked, if there are too many.
  synchronized List<QuickJsContext> used(QuickJsContext context, long nanos) {
    lastUsed.put(context, nanos);
    if (lastUsed.size() <= max) {
      return List.of();
    }
    var eldest = new ArrayList<QuickJsContext>(CANDIDATES);
    for (var each : lastUsed.keySet()) {
      if (each != context && eldest.size() < CANDIDATES) {
        eldest.add(each);
      }
    }
    return eldest;
  }

  synchronized void gone(QuickJsContext context) {
    lastUsed.remove(context);
  }

  synchronized List<QuickJsContext> unusedSince(long nanos) {
    var idle = new ArrayList<QuickJsContext>();
    for (var each : lastUsed.entrySet()) {
      if (each.getValue() - nanos > 0) {
        break;
      }
      idle.add(each.getKey());
    }
    return idle;
  }

  synchronized int count() {
    return lastUsed.size();
  }
}
