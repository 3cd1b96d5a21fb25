package io.ringmaster.actors.call;

import io.ringmaster.protocol.command.CommandRef;
import io.ringmaster.protocol.session.ScenarioCommand.ToCall;

/// A command of a session in its place.
///
/// @param overLimit the session has as many calls as it may have: the call that is to be placed fails at once
public record Order(CommandRef ref, ToCall command, boolean overLimit) {

  public Order(CommandRef ref, ToCall command) {
    this(ref, command, false);
  }
}
