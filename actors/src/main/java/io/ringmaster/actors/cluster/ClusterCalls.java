package io.ringmaster.actors.cluster;

import io.ringmaster.actors.CallView;
import io.ringmaster.actors.Calls;
import io.ringmaster.actors.Reply;
import io.ringmaster.actors.call.CallEntity;
import io.ringmaster.actors.call.CallMessage;
import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.command.CallCommand;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;

/// Asks the entities.
public final class ClusterCalls implements Calls {

  private final ClusterSharding sharding;
  private final JournalHistory history;
  private final Duration timeout;

  public ClusterCalls(ClusterSharding sharding, JournalHistory history, Duration timeout) {
    this.sharding = sharding;
    this.history = history;
    this.timeout = timeout;
  }

  @Override
  public CompletionStage<Reply> command(CallId call, CallCommand command) {
    return sharding
        .entityRefFor(CallEntity.TYPE, call.value())
        .ask(replyTo -> new CallMessage.CommandFromOutside(command, replyTo), timeout);
  }

  /// Read from the journal, which is never behind the entity: so that looking at an ended call does not wake it.
  @Override
  public CompletionStage<Optional<CallView>> view(CallId call) {
    return history.callAt(call, Long.MAX_VALUE);
  }

  @Override
  public CompletionStage<Optional<CallView>> viewAt(CallId call, long fact) {
    return history.callAt(call, fact);
  }
}
