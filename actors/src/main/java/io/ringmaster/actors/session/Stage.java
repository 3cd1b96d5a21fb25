package io.ringmaster.actors.session;

import io.ringmaster.actors.port.ScenarioHost;
import io.ringmaster.actors.port.ScenarioSource;
import io.ringmaster.actors.session.SessionFact.SessionStarted;
import io.ringmaster.actors.session.SessionFact.TurnTaken;
import io.ringmaster.protocol.session.ScenarioCommand.TerminateSession;
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

  /// Takes turns for these inputs, in order, up to the first after which the session ends. None of what the scenario says has been
  /// carried out when the stage completes, so all turns can go into the journal at once.
  CompletionStage<List<TurnTaken>> take(SessionDetails session, List<Pending> inputs, Instant at) {
    return take(session, inputs, at, new ArrayList<>());
  }

  private CompletionStage<List<TurnTaken>> take(
      SessionDetails session, List<Pending> inputs, Instant at, List<TurnTaken> taken) {
    if (taken.size() == inputs.size() || (!taken.isEmpty() && ends(taken.getLast()))) {
      return CompletableFuture.completedFuture(taken);
    }
    var input = inputs.get(taken.size()).input(session, at);
    var turn =
        new Turn(
            session.id(), session.turns(), at, random.nextLong(), session.nextCall(input), input);
    return outcome(session, turn)
        .thenCompose(outcome -> {
          var fact =
              new TurnTaken(
                  turn.number(),
                  turn.at(),
                  turn.seed(),
                  input,
                  outcome.commands(),
                  outcome.wakeAt(),
                  outcome.failure());
          taken.add(fact);
          return take(session.after(fact), inputs, at, taken);
        });
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

  static boolean ends(TurnTaken turn) {
    return turn.failure() != null
        || turn.commands().stream().anyMatch(TerminateSession.class::isInstance);
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
