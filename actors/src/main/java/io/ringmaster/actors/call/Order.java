package io.ringmaster.actors.call;

import io.ringmaster.protocol.command.CommandRef;
import io.ringmaster.protocol.session.ScenarioCommand.ToCall;

/// A command of a session in its place.
public record Order(CommandRef ref, ToCall command) {}
