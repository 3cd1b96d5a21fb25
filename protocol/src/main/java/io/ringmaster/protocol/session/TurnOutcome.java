package io.ringmaster.protocol.session;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What came of a turn.
///
/// @param commands in the order in which the scenario gave them
/// @param wakeAt when the earliest timer of the scenario is due; null when it has none
/// @param failure why the turn, and with it the session, broke; null when all went well. The commands given before the
///     failure stand
public record TurnOutcome(
    List<ScenarioCommand> commands, @Nullable Instant wakeAt, @Nullable ScriptFailure failure) {

  public TurnOutcome {
    commands = List.copyOf(commands);
  }
}
