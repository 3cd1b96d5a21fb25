package io.ringmaster.actors.session;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringmaster.actors.session.SessionFact.CallPlacedFromOutside;
import io.ringmaster.actors.session.SessionFact.TurnTaken;
import io.ringmaster.protocol.command.CallCommand;
import io.ringmaster.protocol.event.AppEvent;
import io.ringmaster.protocol.event.NumberedAppEvent;
import io.ringmaster.protocol.json.WireJson;
import io.ringmaster.protocol.session.ScenarioCommand;
import io.ringmaster.protocol.session.TurnInput;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The log of a session in the line shapes of VoxEngine, made from its turns when somebody reads it, so that no turn pays for it.
/// Give it the turns in their order, each with what came of it; it remembers whether digits are to be hidden.
///
/// Header values and passwords are masked with `******`, as VoxEngine masks them.
final class TurnLogLines {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS").withZone(ZoneOffset.UTC);
  static final String TERMINATING_REQUEST = "Terminating request...";
  private static final String MASK = "******";
  private static final String HIDE_TONES = "Executing JS command: HideTones with params [";

  private boolean tonesHidden;

  /// What a turn leaves in the log: its input, then its commands in their order, then its failure if it had one.
  List<String> of(TurnTaken turn) {
    var lines = new ArrayList<String>();
    var input = input(turn.input());
    if (!input.isEmpty()) lines.add(line(turn.at(), input));
    for (var command : turn.commands()) {
      var text = command(command);
      if (text.startsWith(HIDE_TONES)) tonesHidden = text.endsWith("[true]");
      lines.add(line(turn.at(), text));
    }
    if (turn.failure() != null) lines.add(line(turn.at(), "JS error: " + turn.failure().message()));
    return lines;
  }

  /// A call that was placed over HTTP leaves what the scenario's own command would.
  List<String> placed(CallPlacedFromOutside placed, Instant at) {
    return List.of(
        line(at, command(new ScenarioCommand.PlaceCall(placed.call(), placed.details()))));
  }

  private String input(TurnInput input) {
    return switch (input) {
      case TurnInput.AppEventRaised(NumberedAppEvent numbered) ->
          event(WireJson.mapper().valueToTree(numbered.event()));
      case TurnInput.CallEventRaised(var numbered) -> {
        ObjectNode json = WireJson.mapper().valueToTree(numbered.event());
        json.put("id", numbered.callId().value());
        if (tonesHidden && json.has("tone")) json.put("tone", MASK);
        yield event(json);
      }
      case TurnInput.HttpRequestRaised(
              var _,
              NumberedAppEvent(var _, var _, var _, AppEvent event)) ->
          event(WireJson.mapper().valueToTree(event));
      case TurnInput.HttpRequestDone(int request, var result) ->
          "Sent event to JS onHttpResult with params [{request = %d ; code = %d ; } ;  ]"
              .formatted(request, result.code());
      case TurnInput.ScenarioLoaded(), TurnInput.TimersDue() -> "";
    };
  }

  private static String command(ScenarioCommand command) {
    return switch (command) {
      case ScenarioCommand.WriteLog(String text) -> text;
      case ScenarioCommand.CommandCall(var call, CallCommand told) -> {
        ObjectNode json = WireJson.mapper().valueToTree(told);
        json.remove("type");
        yield executing(
            name(told),
            WireJson.mapper().createObjectNode().put("id", call.value()).<ObjectNode>setAll(json));
      }
      case ScenarioCommand.PlaceCall(var call, var details) -> {
        ObjectNode json = WireJson.mapper().valueToTree(details);
        if (details.password() != null) json.put("password", MASK);
        yield executing(
            "CallSIP",
            WireJson.mapper().createObjectNode().put("id", call.value()).<ObjectNode>setAll(json));
      }
      case ScenarioCommand.SendHttpRequest request ->
          "Sent request from JS HttpRequest with params [{request = %d ; method = %s ; url = %s ; } ;  ]"
              .formatted(request.request(), request.method(), request.url());
      case ScenarioCommand.AnswerHttp answer ->
          executing(
              "HttpResponse",
              WireJson.mapper().createObjectNode().put("contentType", answer.contentType()));
      case ScenarioCommand.SetSessionData(String data) ->
          executing("SetCustomData", WireJson.mapper().createObjectNode().put("customData", data));
      case ScenarioCommand.TerminateSession() -> TERMINATING_REQUEST;
    };
  }

  /// The names seen in VoxEngine's logs, where they are not the method's own.
  private static String name(CallCommand command) {
    return switch (command.method()) {
      case "answer" -> "AcceptCall";
      case "startEarlyMedia" -> "StartAudio";
      case "startPlayback", "playProgressTone" -> "CreatePlayer";
      case "sendMediaTo" -> "SendMedia";
      case "stopMediaTo" -> "StopMedia";
      case "customData" -> "SetCustomData";
      case String method -> method.substring(0, 1).toUpperCase(Locale.ROOT) + method.substring(1);
    };
  }

  private static String executing(String name, ObjectNode parameters) {
    return "Executing JS command: %s with params [%s ;  ]".formatted(name, braces(parameters));
  }

  private static String event(ObjectNode json) {
    return "Sent event to JS onPhoneEvent with params [%s ;  ]".formatted(braces(json));
  }

  /// `{name = Call.Ringing ; headers = {X-A = ****** ; } ; }`
  private static String braces(JsonNode json) {
    var text = new StringBuilder("{");
    json.properties()
        .forEach(field ->
            text.append(field.getKey())
                .append(" = ")
                .append(value(field.getKey(), field.getValue()))
                .append(" ; "));
    return text.append('}').toString();
  }

  private static String value(String name, JsonNode value) {
    if (!value.isObject()) return value.isValueNode() ? value.asText() : value.toString();
    if (!name.equals("headers")) return braces(value);
    var masked = WireJson.mapper().createObjectNode();
    value.fieldNames().forEachRemaining(header -> masked.put(header, MASK));
    return braces(masked);
  }

  static String line(Instant at, String text) {
    return TIME.format(at) + " " + text;
  }
}
