package io.ringmaster.actors.session;

import static io.ringmaster.actors.session.TurnLogLines.line;

import io.ringmaster.actors.session.SessionFact.*;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// A session's log, made from its journal when somebody reads it, so that no turn pays for it. The line shapes are those of VoxEngine's
/// logs, which people parse with scripts.
public final class SessionLogLines {

  private final List<String> lines = new ArrayList<>();
  private final TurnLogLines turns = new TurnLogLines();
  private Cause cause = Cause.SCENARIO;

  private SessionLogLines() {}

  public static List<String> of(List<SessionEntry> entries) {
    var log = new SessionLogLines();
    for (var entry : entries) log.add(entry);
    return log.lines;
  }

  /// A turn knows when it was taken; what was written before one in the same entry happened no later.
  private void add(SessionEntry entry) {
    var facts = entry.facts();
    for (int i = 0; i < facts.size(); i++) {
      var at =
          facts.subList(i, facts.size()).stream()
              .filter(TurnTaken.class::isInstance)
              .map(turn -> ((TurnTaken) turn).at())
              .findFirst()
              .orElse(entry.at());
      add(facts.get(i), at);
    }
  }

  private void add(SessionFact fact, Instant at) {
    switch (fact) {
      case SessionStarted started ->
          started.scenarios().forEach(s -> add(at, "Loading scenario " + s.name()));
      case TurnTaken turn -> lines.addAll(turns.of(turn));
      case CallPlacedFromOutside placed -> lines.addAll(turns.placed(placed, at));
      case CommandRefused refused ->
          add(at, "WARNING: call %s: %s".formatted(refused.call(), refused.reason()));
      case TerminationRequested requested -> terminating(requested, at);
      case FarewellBegun _ -> add(at, "Terminating (onClose)");
      case SessionEnded _ -> {
        add(at, cause.finishReason());
        add(at, "Session terminated");
      }
    }
  }

  /// A scenario's own request is among the lines of its turn.
  private void terminating(TerminationRequested requested, Instant at) {
    cause = requested.cause();
    if (cause != Cause.SCENARIO) add(at, TurnLogLines.TERMINATING_REQUEST);
    if (requested.error() != null) add(at, "ERROR: " + requested.error());
    add(at, "terminating");
  }

  private void add(Instant at, String text) {
    lines.add(line(at, text));
  }
}
