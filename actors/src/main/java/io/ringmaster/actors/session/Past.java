package io.ringmaster.actors.session;

import io.ringmaster.actors.session.SessionFact.SessionStarted;
import io.ringmaster.actors.session.SessionFact.TurnTaken;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The turns that a journal was read back with, kept until the scenario has been brought back to where it was.
final class Past {

  private final List<TurnTaken> turns = new ArrayList<>();
  private @Nullable SessionStarted started;
  private Instant startedAt = Instant.EPOCH;
  private boolean closed;

  void add(SessionEntry entry) {
    if (closed) return;
    for (var fact : entry.facts()) {
      if (fact instanceof SessionStarted beginning) {
        started = beginning;
        startedAt = entry.at();
      }
      if (fact instanceof TurnTaken turn) turns.add(turn);
    }
  }

  /// From here on everything is the present. The past can be had once.
  List<TurnTaken> close() {
    closed = true;
    var all = List.copyOf(turns);
    turns.clear();
    return all;
  }

  Optional<SessionStarted> started() {
    return Optional.ofNullable(started);
  }

  Instant startedAt() {
    return startedAt;
  }
}
