package io.ringmaster.actors.port;

import io.ringmaster.protocol.SessionId;
import io.ringmaster.protocol.session.Turn;
import io.ringmaster.protocol.session.TurnOutcome;
import java.util.List;
import java.util.concurrent.CompletionStage;

/// Runs scenarios, turn by turn, off the actors' threads.
public interface ScenarioHost {

  /// Makes a fresh context for a session and runs its first turn: the top-level code of all files, in order, in one global scope.
  ///
  /// @param customData what `VoxEngine.customData()` says
  CompletionStage<TurnOutcome> load(
      SessionId session, List<ScenarioSource> files, String customData, Turn turn);

  /// Runs one more turn. The caller waits for the outcome before it gives the next turn of the same session.
  /// The stage fails only if this session was never loaded here; script errors are part of the outcome.
  CompletionStage<TurnOutcome> take(Turn turn);

  /// Forgets a session and frees its context. Unknown sessions are no error.
  void close(SessionId session);
}
