package io.ringmaster.protocol.event;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.Headers;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The AppEvents of VoxEngine: what happens to a session as a whole. Their wire name is their type id in JSON, property `name`.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "name")
public sealed interface AppEvent {

  /// The name scenarios and HTTP clients know this event by, such as `Application.Started`.
  default String name() {
    return WireName.of(getClass());
  }

  /// A header of an HTTP request, in VoxEngine's own shape.
  record KeyValue(String key, String value) {}

  /// The session has begun. Once, first.
  /// - `accessURL`, `accessSecureURL`: where outside programs reach this session (`AppEvents.HttpRequest`).
  /// - `sessionId`: the session's id as a number.
  /// - `dialplanName`: the rule that started the session (seen in real logs, not documented).
  @JsonTypeName("Application.Started")
  record Started(
      String accessURL,
      String accessSecureURL,
      int accountId,
      int applicationId,
      String logURL,
      long sessionId,
      @Nullable String conference_name,
      @Observed @Nullable String dialplanName)
      implements AppEvent {}

  /// A call has arrived for this session and waits for an answer. Unanswered, it ends with 408 after 60 s.
  /// - `id`: the call's id.
  /// - `destination`: the dialled number or user.
  /// - `headers`: `X-*`, `User-to-User` and `VI-Client-*`; never null.
  @JsonTypeName("Application.CallAlerting")
  record CallAlerting(
      CallId id,
      String callerid,
      String destination,
      String toURI,
      String fromURI,
      String displayName,
      Headers headers,
      @Nullable String customData,
      @Observed @Nullable String sipCallId,
      @Observed @Nullable String sipTransport,
      @Observed @Nullable String requestIP)
      implements AppEvent {}

  /// Somebody has sent an HTTP request to the session's access URL. What the handler returns is the response.
  /// - `path`: the full path, from `/request/` on.
  @JsonTypeName("Application.HttpRequest")
  record HttpRequest(String method, String path, String content, List<KeyValue> headers)
      implements AppEvent {}

  /// A WebSocket has been opened to the session's access URL.
  @JsonTypeName("AppEvents.NewWebSocketConnection")
  record WebSocket(
      String websocket, String method, String path, String content, List<KeyValue> headers)
      implements AppEvent {}

  /// A WebSocket to the session was refused, for the reason given.
  @JsonTypeName("Application.OnNewWebSocketFailed")
  record NewWebSocketFailed(
      String reason, String method, String path, String content, List<KeyValue> headers)
      implements AppEvent {}

  /// The session is about to end; its handler may make one last HTTP request. Once.
  /// - `systemError`: why, when the platform and not the scenario ended it.
  @JsonTypeName("Application.Terminating")
  record Terminating(@Nullable String systemError) implements AppEvent {}

  /// The session has ended. Once, last; its handler may only write to the log.
  @JsonTypeName("Application.Terminated")
  record Terminated(@Nullable String systemError) implements AppEvent {}
}
