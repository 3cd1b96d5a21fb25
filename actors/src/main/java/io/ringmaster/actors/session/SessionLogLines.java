package io.ringmaster.actors.session;

import io.ringmaster.actors.session.SessionFact.*;
import io.ringmaster.protocol.event.NumberedEvent;
import io.ringmaster.protocol.json.WireJson;
import io.ringmaster.protocol.session.ScenarioCommand;
import io.ringmaster.protocol.session.ScenarioCommand.*;
import io.ringmaster.protocol.session.ScriptFailure;
import io.ringmaster.protocol.session.TurnInput;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A session's log, made from its journal when somebody reads it. The line shapes are those of VoxEngine's logs, which people parse
/// with scripts. Passwords do not appear.
public final class SessionLogLines {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

  private final List<String> lines = new ArrayList<>();

  private SessionLogLines() {}

  public static List<String> of(List<SessionEntry> entries) {
    var log = new SessionLogLines();
    for (var entry : entries) {
      for (var fact : entry.facts()) log.add(fact, entry.at());
    }
    return log.lines;
  }

  private void add(SessionFact fact, Instant at) {
    switch (fact) {
      case SessionStarted started ->
          started.scenarios().forEach(s -> line(at, "Loading scenario " + s.name()));
      case TurnTaken turn -> turn(turn, turn.at());
      case CallPlacedFromOutside placed ->
          line(at, executing("CallSIP", placed.call() + " " + placed.details()));
      case CommandRefused refused ->
          line(at, "WARNING: call %s: %s".formatted(refused.call(), refused.reason()));
      case TerminationRequested requested -> {
        line(at, "Terminating request...");
        line(at, executing("terminating", ""));
        if (requested.error() != null) line(at, "ERROR: " + requested.error());
      }
      case FarewellBegun _ -> line(at, "Terminating (onClose)");
      case SessionEnded _ -> line(at, "Session terminated");
    }
  }

  private void turn(TurnTaken turn, Instant at) {
    SessionEvents.of(turn).ifPresent(event -> line(at, sent(event)));
    switch (turn.input()) {
      case TurnInput.HttpRequestDone(int request, var result) ->
          line(
              at,
              "Received HTTP response %d: code %d%s"
                  .formatted(request, result.code(), error(result.error())));
      case TurnInput.ScenarioLoaded _,
          TurnInput.TimersDue _,
          TurnInput.AppEventRaised _,
          TurnInput.CallEventRaised _,
          TurnInput.HttpRequestRaised _ -> {}
    }
    for (var command : turn.commands()) line(at, said(command));
    if (turn.failure() != null) line(at, failed(turn.failure()));
  }

  private static String said(ScenarioCommand command) {
    return switch (command) {
      case WriteLog(String text) -> text;
      case CommandCall(var call, var method) ->
          executing(name(method.method()), "%s %s".formatted(call, WireJson.write(method)));
      case PlaceCall(var call, var details) -> executing("CallSIP", call + " " + details);
      case SendHttpRequest request ->
          "Sent request from JS %d: %s %s"
              .formatted(request.request(), request.method(), request.url());
      case AnswerHttp(String request, String type, String body) ->
          "Answered HTTP request %s: %s, %d characters".formatted(request, type, body.length());
      case SetSessionData(String data) -> executing("SetCustomData", data);
      case TerminateSession _ -> "Terminating request..., from JS";
    };
  }

  /// The command names of VoxEngine's logs where they differ from the method's.
  private static String name(String method) {
    return switch (method) {
      case "answer" -> "AcceptCall";
      case "startEarlyMedia" -> "StartAudio";
      case "sendMediaTo" -> "SendMedia";
      case "startPlayback" -> "CreatePlayer";
      default -> method.substring(0, 1).toUpperCase(Locale.ROOT) + method.substring(1);
    };
  }

  private static String sent(NumberedEvent event) {
    var params = new StringBuilder();
    WireJson.flat(event)
        .properties()
        .forEach(field ->
            params
                .append(field.getKey())
                .append(" = ")
                .append(
                    field.getValue().isValueNode()
                        ? field.getValue().asText()
                        : field.getValue().toString())
                .append(" ; "));
    return "Sent event to JS onPhoneEvent with params [{%s} ;  ]".formatted(params);
  }

  private static String executing(String command, String params) {
    return "Executing JS command: %s with params [%s]".formatted(command, params);
  }

  private static String failed(ScriptFailure failure) {
    String where =
        failure.file() == null
            ? ""
            : " at %s:%d:%d".formatted(failure.file(), failure.line(), failure.column());
    return "JS error (%s): %s%s".formatted(failure.kind(), failure.message(), where);
  }

  private static String error(@Nullable String error) {
    return error == null ? "" : ", " + error;
  }

  private void line(Instant at, String text) {
    lines.add(TIME.format(at) + " " + text);
  }
}
