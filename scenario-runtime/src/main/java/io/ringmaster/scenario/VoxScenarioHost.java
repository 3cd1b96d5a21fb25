package io.ringmaster.scenario;

import io.ringmaster.actors.port.ScenarioHost;
import io.ringmaster.actors.port.ScenarioSource;
import io.ringmaster.protocol.SessionId;
import io.ringmaster.protocol.session.Turn;
import io.ringmaster.protocol.session.TurnOutcome;
import io.ringmaster.scenario.engine.EngineSettings;
import io.ringmaster.scenario.engine.Limits;
import io.ringmaster.scenario.engine.QuickJsEngine;
import io.ringmaster.scenario.engine.ScriptEngine;
import io.ringmaster.scenario.engine.ScriptThreads;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// Runs VoxEngine scenarios: the entrance of this room. One per node.
///
/// Turns run on a few threads of its own, one at a time for each session. A script that fails, loops or hoards ends its own turn and
/// touches no other session.
///
/// The JVM needs `-XX:-DontCompileHugeMethods`: without, the engine's interpreter loop is never compiled and a turn takes ten times as long.
public final class VoxScenarioHost implements ScenarioHost, AutoCloseable {

  /// For so long after a turn of a session the host counts as at work.
  private static final long AT_WORK_NANOS = 200_000_000;

  private final ScriptEngine engine;
  private final Limits limits;
  private final ScriptThreads threads;
  private final ScriptSyntax syntax;
  private final ConcurrentMap<SessionId, HostedSession> sessions = new ConcurrentHashMap<>();

  /// When a session last had one, by [System#nanoTime()].
  private volatile long lastTurn = System.nanoTime() - AT_WORK_NANOS;

  /// Starts the engine; about a second in a fresh JVM. Turns are several times slower until [#warmUp] or calls have had their time.
  public VoxScenarioHost(ScenarioSettings settings) {
    limits = new Limits(settings.memoryBytes(), settings.turnTimeout(), settings.stackBytes());
    engine =
        QuickJsEngine.start(
            VoxEnginePrelude.source(),
            new EngineSettings(settings.memoryBytes(), settings.maxLive(), settings.parkAfter()));
    threads =
        settings.threads() == 0 ? ScriptThreads.onePerCore() : ScriptThreads.of(settings.threads());
    syntax = new ScriptSyntax(engine, limits);
  }

  /// {@inheritDoc} A session that is loaded a second time starts afresh.
  @Override
  public CompletionStage<TurnOutcome> load(
      SessionId session, List<ScenarioSource> files, String customData, Turn turn) {
    lastTurn = System.nanoTime();
    var hosted = new HostedSession(threads, threads.beginnings());
    var before = sessions.put(session, hosted);
    if (before != null) before.close();
    return hosted.load(() -> engine.create(limits), files, customData, turn);
  }

  @Override
  public CompletionStage<TurnOutcome> take(Turn turn) {
    lastTurn = System.nanoTime();
    var hosted = sessions.get(turn.session());
    if (hosted != null) return hosted.take(turn);
    return CompletableFuture.failedFuture(
        new IllegalStateException(
            "session %s is not loaded on this node".formatted(turn.session())));
  }

  @Override
  public void close(SessionId session) {
    var hosted = sessions.remove(session);
    if (hosted != null) hosted.close();
  }

  /// Checks sources before they are stored.
  public ScriptSyntax syntax() {
    return syntax;
  }

  /// Runs typical turns in the background for so long, so that the Java compiler has done its work before calls come; calls that come come
  /// first. 30 s are plenty.
  public CompletionStage<Void> warmUp(Duration duration) {
    return engine.warmUp(
        WarmUp.REHEARSAL, duration, () -> System.nanoTime() - lastTurn < AT_WORK_NANOS);
  }

  /// What the engine holds at this moment, for metrics.
  public ScriptEngine.Census census() {
    return engine.census();
  }

  /// Ends the threads; turns under way are cut off.
  @Override
  public void close() {
    threads.close();
    engine.close();
  }
}
