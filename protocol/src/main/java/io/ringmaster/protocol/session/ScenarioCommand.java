package io.ringmaster.protocol.session;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.command.CallCommand;
import io.ringmaster.protocol.command.OutgoingCall;
import io.ringmaster.protocol.event.AppEvent.KeyValue;
import java.util.List;

/// What a scenario wants done. Nothing has happened yet.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public sealed interface ScenarioCommand {

  /// A command that one of the session's calls has to take.
  sealed interface ToCall extends ScenarioCommand {
    CallId call();
  }

  /// A method of a Call was called.
  record CommandCall(CallId call, CallCommand command) implements ToCall {}

  /// A call is to be placed. Its id was given at once, so that the Call object could be returned.
  record PlaceCall(CallId call, OutgoingCall details) implements ToCall {}

  /// An outside HTTP request.
  /// - `request`: its number in the session, from 1. `body`: text, empty for none.
  /// - `connectTimeout`, `timeout`: ms.
  record SendHttpRequest(
      int request,
      String method,
      String url,
      List<KeyValue> headers,
      String body,
      int connectTimeout,
      int timeout)
      implements ScenarioCommand {}

  /// The response to a client of the access URL.
  record AnswerHttp(String request, String contentType, String body) implements ScenarioCommand {}

  /// A line for the session's log.
  record WriteLog(String text) implements ScenarioCommand {}

  /// `VoxEngine.customData(text)` was called.
  record SetSessionData(String customData) implements ScenarioCommand {}

  /// `VoxEngine.terminate()` was called.
  record TerminateSession() implements ScenarioCommand {}
}
