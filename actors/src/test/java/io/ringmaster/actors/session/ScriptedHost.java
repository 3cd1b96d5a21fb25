package io.ringmaster.actors.session;

import io.ringmaster.actors.port.ScenarioHost;
import io.ringmaster.actors.port.ScenarioSource;
import io.ringmaster.protocol.SessionId;
import io.ringmaster.protocol.session.ScenarioCommand;
import io.ringmaster.protocol.session.Turn;
import io.ringmaster.protocol.session.TurnOutcome;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A host whose scenario is a Java function. It forgets what it loaded when its node is lost, as the real one does.
final class ScriptedHost implements ScenarioHost {

  final List<Turn> turns = new CopyOnWriteArrayList<>();
  final List<SessionId> closed = new CopyOnWriteArrayList<>();
  private final AtomicReference<Function<Turn, TurnOutcome>> script =
      new AtomicReference<>(turn -> silent());
  private volatile boolean loaded;
  private volatile @Nullable CompletableFuture<Boolean> gate;

  static TurnOutcome silent() {
    return saying();
  }

  static TurnOutcome saying(ScenarioCommand... commands) {
    return new TurnOutcome(List.of(commands), null, null);
  }

  void plays(Function<Turn, TurnOutcome> newScript) {
    script.set(newScript);
  }

  /// Turns from here on take until [#finishes].
  void holds() {
    gate = new CompletableFuture<>();
  }

  void finishes() {
    var open = gate;
    gate = null;
    if (open != null) open.complete(true);
  }

  void isLost() {
    loaded = false;
  }

  @Override
  public CompletionStage<TurnOutcome> load(
      SessionId session, List<ScenarioSource> files, String customData, Turn turn) {
    loaded = true;
    return run(turn);
  }

  @Override
  public CompletionStage<TurnOutcome> take(Turn turn) {
    return loaded
        ? run(turn)
        : CompletableFuture.failedFuture(new IllegalStateException("never loaded here"));
  }

  private CompletionStage<TurnOutcome> run(Turn turn) {
    turns.add(turn);
    var wait = gate;
    if (wait == null) return CompletableFuture.completedFuture(script.get().apply(turn));
    return wait.thenApply(_ -> script.get().apply(turn));
  }

  @Override
  public void close(SessionId session) {
    closed.add(session);
    loaded = false;
  }
}
