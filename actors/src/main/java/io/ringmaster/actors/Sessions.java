package io.ringmaster.actors;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.SessionId;
import io.ringmaster.protocol.command.OutgoingCall;
import io.ringmaster.protocol.event.AppEvent;
import io.ringmaster.protocol.signal.Route;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/// Sessions, wherever in the cluster they live. Every stage fails with a `TimeoutException` when the session's node does not answer.
public interface Sessions {

  /// Starts a session without a call.
  ///
  /// @param customData what `VoxEngine.customData()` will say
  CompletionStage<Started> start(Route route, String customData);

  /// Places a call in a session that is driven over HTTP.
  CompletionStage<Placed> placeCall(SessionId session, OutgoingCall details);

  /// Ends a session as `VoxEngine.terminate()` would.
  CompletionStage<Reply> terminate(SessionId session);

  /// The session as it stands; empty when there has never been one of that id.
  CompletionStage<Optional<SessionView>> view(SessionId session);

  /// Hands an HTTP request to the session's scenario and waits for what its handler returns.
  ///
  /// @param token the secret part of the access URL
  CompletionStage<Answer> request(SessionId session, String token, AppEvent.HttpRequest request);

  /// What became of [#start].
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  sealed interface Started {
    record Running(SessionId session, String accessUrl) implements Started {}

    record NotStarted(String reason) implements Started {}
  }

  /// What became of [#placeCall].
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  sealed interface Placed {
    record Placing(CallId call) implements Placed {}

    record NotPlaced(String reason) implements Placed {}

    record NoSession() implements Placed {}
  }

  /// What became of [#request].
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  sealed interface Answer {
    record Answered(String contentType, String body) implements Answer {}

    /// No such session, a wrong token, or a session that has ended.
    record NotFound() implements Answer {}

    /// The handler failed, and the session with it.
    record Failed(String reason) implements Answer {}
  }
}
