package io.ringmaster.scenario;

import io.ringmaster.actors.port.ScenarioSource;
import io.ringmaster.protocol.session.Turn;
import io.ringmaster.protocol.session.TurnOutcome;
import io.ringmaster.scenario.engine.Moment;
import io.ringmaster.scenario.engine.ScriptContext;
import io.ringmaster.scenario.engine.ScriptException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One session's JavaScript, and the line in which its turns wait for one another.
final class HostedSession {

  /// 2^64 divided by the golden ratio. A loading turn evaluates several files, and `Math.random` shall not repeat itself in each.
  private static final long SEED_STEP = 0x9E3779B97F4A7C15L;

  private final Executor threads;
  private final Executor beginnings;
  private CompletableFuture<?> last = CompletableFuture.completedFuture(null);

  /// Only what stands in line touches these. The context is null before loading, and when it is lost or closed.
  private @Nullable ScriptContext context;

  private final Listening listening = new Listening();

  /// When the scenario's earliest timer is due.
  private @Nullable Instant wakeAt;

  /// @param beginnings for the loading turn, `threads` for the others
  HostedSession(Executor threads, Executor beginnings) {
    this.threads = threads;
    this.beginnings = beginnings;
  }

  CompletionStage<TurnOutcome> load(
      Supplier<ScriptContext> fresh, List<ScenarioSource> files, String customData, Turn turn) {
    return next(
        beginnings,
        () -> {
          context = fresh.get();
          return run(
              turn,
              script -> {
                long seed = turn.seed();
                script.turn(TurnJson.of(turn, customData), moment(turn, seed));
                for (var file : files) {
                  seed += SEED_STEP;
                  script.evaluate(file.name(), file.source(), moment(turn, seed));
                }
                return script.turn(TurnJson.FILES_EVALUATED, moment(turn, seed + SEED_STEP));
              });
        });
  }

  /// A turn that nobody hears does not change threads when no other waits.
  CompletionStage<TurnOutcome> take(Turn turn) {
    synchronized (this) {
      if (last.isDone() && missed(turn)) return CompletableFuture.completedFuture(nothing());
    }
    return next(threads, () -> missed(turn) ? nothing() : run(turn, script -> hear(script, turn)));
  }

  private String hear(ScriptContext script, Turn turn) throws ScriptException {
    return script.turn(TurnJson.of(turn, listening.takeMissed()), moment(turn, turn.seed()));
  }

  private boolean missed(Turn turn) {
    if (context == null || listening.hears(turn.input())) return false;
    listening.miss(turn.input());
    if (Listening.endsTimers(turn.input())) wakeAt = null;
    return true;
  }

  private TurnOutcome nothing() {
    return new TurnOutcome(List.of(), wakeAt, null);
  }

  /// After the turns that wait already.
  void close() {
    var _ =
        next(
            threads,
            () -> {
              forget();
              return true;
            });
  }

  private synchronized <T> CompletableFuture<T> next(Executor executor, Supplier<T> task) {
    var result = last.handleAsync((_, _) -> task.get(), executor);
    last = result;
    return result;
  }

  private TurnOutcome run(Turn turn, Step step) {
    var script = context;
    if (script == null) {
      return new TurnOutcome(
          List.of(),
          null,
          ScriptFailures.internal("the session's JavaScript was lost in an earlier turn"));
    }
    try {
      return given(turn, step.run(script)).orElseGet(HostedSession::unreadable);
    } catch (ScriptException e) {
      if (!e.contextUsable()) forget();
      var given = given(turn, e.output());
      return new TurnOutcome(
          given.map(TurnOutcome::commands).orElse(List.of()),
          given.map(TurnOutcome::wakeAt).orElse(null),
          ScriptFailures.of(e));
    }
  }

  private Optional<TurnOutcome> given(Turn turn, String output) {
    var given = TurnJson.given(turn.session(), output);
    given.ifPresent(what -> {
      listening.learn(what.listens());
      wakeAt = what.outcome().wakeAt();
    });
    return given.map(TurnJson.Given::outcome);
  }

  private static TurnOutcome unreadable() {
    return new TurnOutcome(
        List.of(),
        null,
        ScriptFailures.internal(
            "the turn's commands are not in the form that VoxEngine's API gives them"));
  }

  private void forget() {
    if (context != null) context.close();
    context = null;
  }

  private static Moment moment(Turn turn, long seed) {
    return new Moment(turn.at().toEpochMilli(), seed);
  }

  @FunctionalInterface
  private interface Step {
    String run(ScriptContext script) throws ScriptException;
  }
}
