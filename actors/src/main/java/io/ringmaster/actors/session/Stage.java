package io.ringmaster.actors.session;

import io.ringmaster.actors.port.ScenarioHost;
import io.ringmaster.actors.port.ScenarioSource;
import io.ringmaster.actors.session.SessionFact.SessionStarted;
import io.ringmaster.actors.session.SessionFact.TurnTaken;
import io.ringmaster.protocol.session.ScriptFailure;
import io.ringmaster.protocol.session.Turn;
import io.ringmaster.protocol.session.TurnInput;
import io.ringmaster.protocol.session.TurnOutcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;

/// Where a session's turns are taken, one after the other.
final class Stage {

  private final ScenarioHost host;
  private final RandomGenerator random;
  private List<ScenarioSource> sources = List.of();

  Stage(ScenarioHost host, RandomGenerator random) {
    this.host = host;
    this.random = random;
  }

  void use(List<ScenarioSource> found) {
    sources = found;
  }

  /// What came of some inputs: facts that have not been written yet.
  ///
  /// @param facts turns, and what follows from them, in order
  /// @param used how many of the inputs were taken; the session ends after the last of them if there are more
  record Act(List<SessionFact> facts, int used) {

    Act {
      facts = List.copyOf(facts);
    }

    List<TurnTaken> turns() {
      return facts.stream()
          .<TurnTaken>mapMulti((fact, sink) -> {
            if (fact instanceof TurnTaken turn) sink.accept(turn);
          })
          .toList();
    }
  }

  /// Takes turns for these inputs, in order, up to the first after which the session ends, and then for the last words that its
  /// phase has for the scenario. None of what the scenario says has been carried out when the stage completes, so all turns can go
  /// into the journal at once. Of the session's own facts only those may come meanwhile that leave its phase as it is.
  CompletionStage<Act> act(Session session, List<Pending> inputs, Instant at) {
    return act(session, inputs, at, new ArrayList<>(), 0);
  }

  private CompletionStage<Act> act(
      Session session, List<Pending> inputs, Instant at, List<SessionFact> facts, int used) {
    var due = session.due();
    // an ending session takes no input together with what ended it
    boolean over = due.isEmpty() && (used == inputs.size() || (used > 0 && session.isOver()));
    if (over) return CompletableFuture.completedFuture(new Act(facts, used));
    Pending pending = due.<Pending>map(Pending.App::new).orElseGet(() -> inputs.get(used));
    return turn(session.details().orElseThrow(), pending, at)
        .thenCompose(turn -> {
          var following = Consequences.onward(session, Consequences.of(session, turn), at);
          facts.addAll(following);
          return act(
              session.on(new SessionEntry(at, following)),
              inputs,
              at,
              facts,
              due.isPresent() ? used : used + 1);
        });
  }

  private CompletionStage<TurnTaken> turn(SessionDetails session, Pending pending, Instant at) {
    var input = pending.input(session, at);
    var turn =
        new Turn(
            session.id(), session.turns(), at, random.nextLong(), session.nextCall(input), input);
    return outcome(session, turn)
        .thenApply(outcome ->
            new TurnTaken(
                turn.number(),
                turn.at(),
                turn.seed(),
                input,
                outcome.commands(),
                outcome.wakeAt(),
                outcome.failure()));
  }

  private CompletionStage<TurnOutcome> outcome(SessionDetails session, Turn turn) {
    if (!session.hasScenario()) {
      return CompletableFuture.completedFuture(new TurnOutcome(List.of(), null, null));
    }
    var outcome =
        turn.input() instanceof TurnInput.ScenarioLoaded
            ? host.load(session.id(), sources, session.customData(), turn)
            : host.take(turn);
    return outcome.exceptionally(Stage::broken);
  }

  /// A host that fails, rather than a script, has lost the scenario's context.
  private static TurnOutcome broken(Throwable error) {
    String message = "the scenario host failed: " + error;
    return new TurnOutcome(
        List.of(), null, new ScriptFailure(ScriptFailure.Kind.INTERNAL, message, null, 0, 0, true));
  }

  /// Takes recorded turns again, with their commands withheld, to bring the scenario back to where it was. Completes with the
  /// first difference between what it says now and what it said then; empty when there is none.
  CompletionStage<Optional<String>> takeAgain(
      SessionDetails unplayed, SessionStarted started, List<TurnTaken> past) {
    CompletionStage<Optional<String>> replay = CompletableFuture.completedFuture(Optional.empty());
    var session = unplayed;
    for (TurnTaken then : past) {
      var turn =
          new Turn(
              session.id(),
              then.number(),
              then.at(),
              then.seed(),
              session.nextCall(then.input()),
              then.input());
      replay =
          replay.thenCompose(difference ->
              difference.isPresent()
                  ? CompletableFuture.completedFuture(difference)
                  : again(started, turn).thenApply(now -> difference(then, now)));
      session = session.after(then);
    }
    return replay;
  }

  private CompletionStage<TurnOutcome> again(SessionStarted started, Turn turn) {
    return turn.input() instanceof TurnInput.ScenarioLoaded
        ? host.load(turn.session(), sources, started.customData(), turn)
        : host.take(turn);
  }

  private static Optional<String> difference(TurnTaken then, TurnOutcome now) {
    if (then.commands().equals(now.commands())) return Optional.empty();
    return Optional.of(
        "turn %d, taken again, gave %s where the journal has %s"
            .formatted(then.number(), now.commands(), then.commands()));
  }
}
