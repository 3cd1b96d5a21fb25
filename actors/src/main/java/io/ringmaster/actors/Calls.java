package io.ringmaster.actors;

import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.command.CallCommand;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/// Calls, wherever in the cluster they live. Every stage fails with a `TimeoutException` when the call's node does not answer.
public interface Calls {

  /// Gives a command to a call on behalf of an outside client.
  CompletionStage<Reply> command(CallId call, CallCommand command);

  /// The call as it stands; empty when there has never been one of that id.
  CompletionStage<Optional<CallView>> view(CallId call);

  /// The call as it stood after its fact number `fact` (from 1), read from the journal.
  CompletionStage<Optional<CallView>> viewAt(CallId call, long fact);
}
