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

  private SessionLogLines() {}

  public static List<String> of(List<SessionEntry> entries) {
    var log = new SessionLogLines();
    for (var entry : entries) {
      for (var fact : entry.facts()) log.add(fact, entry.at());
    }
    return log.lines;
  }

  private void add(SessionFact fact, Instant at) {
    switch (fact) {
      case SessionStarted started ->
          started.scenarios().forEach(s -> lines.add(line(at, "Loading scenario " + s.name())));
      case TurnTaken turn -> lines.addAll(turns.of(turn));
      case CallPlacedFromOutside placed -> lines.addAll(turns.placed(placed, at));
      case CommandRefused refused ->
          lines.add(line(at, "WARNING: call %s: %s".formatted(refused.call(), refused.reason())));
      case TerminationRequested requested -> {
        lines.add(line(at, "Terminating request..."));
        if (requested.error() != null) lines.add(line(at, "ERROR: " + requested.error()));
      }
      case FarewellBegun _ -> lines.add(line(at, "Terminating (onClose)"));
      case SessionEnded _ -> lines.add(line(at, "Session terminated"));
    }
  }
}
