package io.ringmaster.actors.session;

import io.ringmaster.actors.port.Catalogue;
import io.ringmaster.actors.session.SessionFact.TurnTaken;
import io.ringmaster.actors.session.SessionMessage.Rebuilt;
import io.ringmaster.protocol.SessionId;
import java.util.List;

/// Brings a session with a past back to where it was: its scenario takes its turns again, silently, before it takes new ones.
final class Revival {

  private final SessionId id;
  private final Catalogue catalogue;
  private final Work work;
  private final Stage stage;
  private final Turns turns;
  private final Errands errands;

  Revival(SessionId id, Catalogue catalogue, Work work, Stage stage, Turns turns, Errands errands) {
    this.id = id;
    this.catalogue = catalogue;
    this.work = work;
    this.stage = stage;
    this.turns = turns;
    this.errands = errands;
  }

  void revive(Session session, Past past) {
    var played = past.close();
    if (session instanceof Session.Unborn) return;
    var details = session.details().orElseThrow();
    details.requests().values().forEach(errands::resume);
    if (details.hasScenario() && !(session instanceof Session.Terminated))
      rebuild(details, past, played);
  }

  private void rebuild(SessionDetails details, Past past, List<TurnTaken> played) {
    var started = past.started().orElseThrow();
    var unplayed = SessionDetails.of(id, started, past.startedAt());
    var rebuilding =
        turns
            .hostFree()
            .thenCompose(_ -> Sources.pinned(catalogue, details.scenarios()))
            .thenCompose(sources -> {
              stage.use(sources);
              return stage.takeAgain(unplayed, started, played);
            });
    work.begin(
        rebuilding,
        (life, difference, error) ->
            new Rebuilt(life, error == null ? difference.orElse(null) : Failures.reason(error)));
  }
}
