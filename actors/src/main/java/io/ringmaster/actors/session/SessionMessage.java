package io.ringmaster.actors.session;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.ringmaster.actors.ClusterMessage;
import io.ringmaster.actors.Reply;
import io.ringmaster.actors.SessionView;
import io.ringmaster.actors.Sessions.Answer;
import io.ringmaster.actors.Sessions.Placed;
import io.ringmaster.actors.Sessions.Started;
import io.ringmaster.actors.port.ScenarioSource;
import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.command.CommandRef;
import io.ringmaster.protocol.command.OutgoingCall;
import io.ringmaster.protocol.event.AppEvent;
import io.ringmaster.protocol.event.NumberedCallEvent;
import io.ringmaster.protocol.session.HttpResult;
import io.ringmaster.protocol.signal.Route;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/// What is said to the entity of a session.
public sealed interface SessionMessage {

  /// What may come from another node.
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  sealed interface Remote extends SessionMessage, ClusterMessage {}

  /// A call has arrived. Repeated until the call hears that number 0 was taken.
  record CallArrived(AppEvent.CallAlerting alerting, Route route) implements Remote {}

  /// Events of a call, in order. Repeated until acknowledged.
  record CallHappened(CallId call, List<NumberedCallEvent> events) implements Remote {}

  /// A call has answered a command.
  /// - `refusal`: why not; null when it was accepted.
  record CommandSettled(CallId call, CommandRef ref, @Nullable String refusal) implements Remote {}

  /// A call has heard that the session has ended, and has ended too.
  record CallOver(CallId call) implements Remote {}

  /// Starts a session without a call.
  record Start(Route route, String customData, ActorRef<StartedReply> replyTo) implements Remote {}

  /// Places a call from outside.
  record PlaceCall(OutgoingCall details, ActorRef<PlacedReply> replyTo) implements Remote {}

  /// Ends the session from outside.
  record End(ActorRef<Reply> replyTo) implements Remote {}

  /// Asks for the session as it stands.
  record View(ActorRef<Viewed> replyTo) implements Remote {}

  /// An HTTP request to the access URL.
  record Ask(String token, AppEvent.HttpRequest request, ActorRef<AnswerReply> replyTo)
      implements Remote {}

  record StartedReply(Started started) implements ClusterMessage {}

  record PlacedReply(Placed placed) implements ClusterMessage {}

  record AnswerReply(Answer answer) implements ClusterMessage {}

  /// The answer to [View]; empty when there is no such session.
  record Viewed(Optional<SessionView> view) implements ClusterMessage {}

  /// What the entity says to itself. `life` counts how often the entity has started over: what an earlier life asked for is
  /// of no use to a later one.
  sealed interface Own extends SessionMessage {}

  /// The sources of the scenarios are at hand, or are not.
  record SourcesFound(
      int life,
      Route route,
      String customData,
      List<ScenarioSource> sources,
      @Nullable String missing)
      implements Own {}

  /// The turns that were given to the scenario have been taken.
  record TurnsTaken(int life, Stage.Act act) implements Own {}

  /// The scenario has been brought back to where it was before this node, or could not be.
  record Rebuilt(int life, @Nullable String error) implements Own {}

  /// An outside request is over.
  record RequestDone(int request, HttpResult result) implements Own {}

  enum Tick implements Own {
    /// The phase's deadline has come.
    DEADLINE,
    /// The scenario's earliest timer is due.
    WAKE,
    /// Commands that no call has answered are sent again.
    RESEND,
    /// Nothing more is expected: the entity may leave memory.
    SETTLE,
    /// Sharding's word that the entity may stop.
    STOP
  }
}
