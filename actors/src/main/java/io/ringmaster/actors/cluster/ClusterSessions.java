package io.ringmaster.actors.cluster;

import io.ringmaster.actors.Reply;
import io.ringmaster.actors.SessionView;
import io.ringmaster.actors.Sessions;
import io.ringmaster.actors.session.SessionEntity;
import io.ringmaster.actors.session.SessionMessage;
import io.ringmaster.protocol.SessionId;
import io.ringmaster.protocol.command.OutgoingCall;
import io.ringmaster.protocol.event.AppEvent;
import io.ringmaster.protocol.signal.Route;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;

/// Asks the entities.
public final class ClusterSessions implements Sessions {

  private final ClusterSharding sharding;
  private final JournalHistory history;
  private final Supplier<SessionId> ids;
  private final Duration timeout;
  private final Duration answerTimeout;

  /// - `ids`: draws fresh session ids.
  /// - `timeout`: how long an entity may take to reply; `answerTimeout`: how long a scenario may take to answer a client.
  public ClusterSessions(
      ClusterSharding sharding,
      JournalHistory history,
      Supplier<SessionId> ids,
      Duration timeout,
      Duration answerTimeout) {
    this.sharding = sharding;
    this.history = history;
    this.ids = ids;
    this.timeout = timeout;
    this.answerTimeout = answerTimeout;
  }

  @Override
  public CompletionStage<Started> start(Route route, String customData) {
    return entity(ids.get())
        .<SessionMessage.StartedReply>ask(
            replyTo -> new SessionMessage.Start(route, customData, replyTo), timeout)
        .thenApply(SessionMessage.StartedReply::started);
  }

  @Override
  public CompletionStage<Placed> placeCall(SessionId session, OutgoingCall details) {
    return entity(session)
        .<SessionMessage.PlacedReply>ask(
            replyTo -> new SessionMessage.PlaceCall(details, replyTo), timeout)
        .thenApply(SessionMessage.PlacedReply::placed);
  }

  @Override
  public CompletionStage<Reply> terminate(SessionId session) {
    return entity(session).ask(SessionMessage.End::new, timeout);
  }

  /// Read from the journal, so that looking at an ended session does not wake it.
  @Override
  public CompletionStage<Optional<SessionView>> view(SessionId session) {
    return history.session(session);
  }

  @Override
  public CompletionStage<Answer> request(
      SessionId session, String token, AppEvent.HttpRequest request) {
    return entity(session)
        .<SessionMessage.AnswerReply>ask(
            replyTo -> new SessionMessage.Ask(token, request, replyTo), answerTimeout)
        .thenApply(SessionMessage.AnswerReply::answer);
  }

  private EntityRef<SessionMessage> entity(SessionId session) {
    return sharding.entityRefFor(SessionEntity.TYPE, session.value());
  }
}
