package io.ringmaster.actors.session;

import io.ringmaster.actors.session.SessionFact.SessionStarted;
import io.ringmaster.actors.session.SessionFact.TurnTaken;
import io.ringmaster.actors.session.Stage.PastTurn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The turns that a journal was read back with, kept until the scenario has been brought back to where it was.
final class Past {

  private final List<PastTurn> turns = new ArrayList<>();
  private @Nullable SessionStarted started;
  private Instant startedAt = Instant.EPOCH;
  private boolean closed;

  void add(SessionEntry entry) {
    if (closed) return;
    if (entry.fact() instanceof SessionStarted fact) {
      started = fact;
      startedAt = entry.at();
    }
    if (entry.fact() instanceof TurnTaken turn) turns.add(new PastTurn(turn, entry.at()));
  }

  /// From here on everything is the present. The past can be had once.
  List<PastTurn> close() {
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
