package io.ringmaster.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.SessionId;
import io.ringmaster.protocol.json.WireJson;
import io.ringmaster.protocol.session.ScenarioCommand;
import io.ringmaster.protocol.session.Turn;
import io.ringmaster.protocol.session.TurnInput;
import io.ringmaster.protocol.session.TurnOutcome;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The JSON that passes between host and prelude: a [Turn] in, commands and the next waking out.
final class TurnJson {

  /// The turn after the files of a scenario; it only hands out what their top-level code wanted done.
  static final String FILES_EVALUATED = "{\"input\":{\"type\":\"FilesEvaluated\"}}";

  private static final ObjectWriter TURN = WireJson.mapper().writerFor(Turn.class);
  private static final ObjectWriter MISSED =
      WireJson.mapper().writerFor(new TypeReference<List<TurnInput>>() {});
  private static final ObjectReader OUTPUT = WireJson.mapper().readerFor(Output.class);

  private TurnJson() {}

  private record Output(
      List<ScenarioCommand> commands,
      @Nullable Long wakeAt,
      @Nullable Map<String, Set<String>> listens) {}

  /// What a turn gave.
  ///
  /// @param listens the events that somebody listens to, by the call whose they are (empty: the session's), where that has changed
  record Given(TurnOutcome outcome, Map<String, Set<String>> listens) {}

  static String of(Turn turn) {
    try {
      return TURN.writeValueAsString(turn);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written as JSON: " + turn, e);
    }
  }

  /// A turn, and what happened before it without one.
  static String of(Turn turn, List<TurnInput> missed) {
    if (missed.isEmpty()) return of(turn);
    try {
      var json = of(turn);
      return json.substring(0, json.length() - 1)
          + ",\"missed\":"
          + MISSED.writeValueAsString(missed)
          + "}";
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written as JSON: " + missed, e);
    }
  }

  /// The loading turn, which also tells what the session was started with.
  static String of(Turn turn, String customData) {
    ObjectNode json = WireJson.mapper().valueToTree(turn);
    return json.put("customData", customData).toString();
  }

  /// What a turn gave. Nothing, if the text is none of the prelude's: an engine that ran out of memory may not have been able to say.
  static Optional<Given> given(SessionId session, String output) {
    try {
      Output read = OUTPUT.readValue(output);
      if (!read.commands.stream().allMatch(command -> belongsTo(session, command)))
        return Optional.empty();
      var wakeAt = read.wakeAt == null ? null : Instant.ofEpochMilli(read.wakeAt);
      return Optional.of(
          new Given(
              new TurnOutcome(read.commands, wakeAt, null),
              read.listens == null ? Map.of() : read.listens));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /// A scenario has no way to name a call of another session; this holds even if it found one.
  private static boolean belongsTo(SessionId session, ScenarioCommand command) {
    return switch (command) {
      case ScenarioCommand.CommandCall(CallId call, var _) -> call.session().equals(session);
      case ScenarioCommand.PlaceCall(CallId call, var _) -> call.session().equals(session);
      case ScenarioCommand.SendHttpRequest _,
          ScenarioCommand.AnswerHttp _,
          ScenarioCommand.WriteLog _,
          ScenarioCommand.SetSessionData _,
          ScenarioCommand.TerminateSession _ ->
          true;
    };
  }
}
