package io.ringmaster.actors.session;

import io.ringmaster.actors.session.SessionFact.*;
import io.ringmaster.protocol.event.AppEvent;
import io.ringmaster.protocol.session.ScenarioCommand.TerminateSession;
import io.ringmaster.protocol.session.TurnInput.AppEventRaised;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Facts that follow from facts.
final class Consequences {

  private Consequences() {}

  /// This turn, and the end of the session if it brings it.
  static List<SessionFact> of(Session before, TurnTaken turn) {
    var facts = new ArrayList<SessionFact>();
    facts.add(turn);
    if (turn.failure() != null) {
      facts.addAll(before.terminate(Cause.SCRIPT_ERROR, turn.failure().message()));
    } else if (turn.commands().stream().anyMatch(TerminateSession.class::isInstance)) {
      facts.addAll(before.terminate(Cause.SCENARIO, null));
    }
    if (turn.input() instanceof AppEventRaised(var numbered)
        && numbered.event() instanceof AppEvent.Terminated) {
      facts.add(new SessionEnded());
    }
    return facts;
  }

  /// These facts, and what follows by itself from the phase they lead to.
  static List<SessionFact> onward(Session before, List<SessionFact> facts, Instant at) {
    var session = before;
    for (var fact : facts) session = session.on(fact, at);
    if (facts.isEmpty() || session.onward().isEmpty()) return facts;
    var all = new ArrayList<>(facts);
    all.addAll(session.onward());
    return all;
  }
}
