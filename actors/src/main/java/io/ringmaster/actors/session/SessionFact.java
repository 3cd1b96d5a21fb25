package io.ringmaster.actors.session;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.command.CommandRef;
import io.ringmaster.protocol.command.OutgoingCall;
import io.ringmaster.protocol.session.ScenarioCommand;
import io.ringmaster.protocol.session.ScriptFailure;
import io.ringmaster.protocol.session.TurnInput;
import io.ringmaster.protocol.signal.Route;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What has happened to a session. Past tense, never refused, never changed once written: old journals hold these, so a field
/// may be added (nullable) but none renamed or removed.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public sealed interface SessionFact {

  /// The session exists.
  /// - `scenarios`: the very versions it runs, in load order.
  /// - `token`: the secret part of its access URL.
  record SessionStarted(
      Route route, List<PinnedScenario> scenarios, String customData, String token)
      implements SessionFact {
    public SessionStarted {
      scenarios = List.copyOf(scenarios);
    }
  }

  /// One turn: what the scenario saw and what it said. In a session driven over HTTP nobody answers, and the turn is the record
  /// that the event was taken.
  /// - `at`: the turn's time, which is what its code saw.
  record TurnTaken(
      long number,
      Instant at,
      long seed,
      TurnInput input,
      List<ScenarioCommand> commands,
      @Nullable Instant wakeAt,
      @Nullable ScriptFailure failure)
      implements SessionFact {
    public TurnTaken {
      commands = List.copyOf(commands);
    }
  }

  /// A call was placed from outside, in a session driven over HTTP.
  record CallPlacedFromOutside(CallId call, OutgoingCall details) implements SessionFact {}

  /// A call refused a command, and nothing happened.
  record CommandRefused(CallId call, CommandRef ref, String reason) implements SessionFact {}

  /// The session is to end.
  record TerminationRequested(Cause cause, @Nullable String error) implements SessionFact {}

  /// No more outside requests are waited for: the scenario may say its last words.
  record FarewellBegun() implements SessionFact {}

  /// The session has ended.
  record SessionEnded() implements SessionFact {}

  /// A scenario and the version of it, by the SHA-256 of its source.
  record PinnedScenario(String name, String hash) {}

  /// Why a session ends.
  enum Cause {
    SCENARIO("Normal termination"),
    IDLE("Timeout"),
    OUTSIDE("Terminated administratively"),
    SCRIPT_ERROR("JS session error");

    private final String finishReason;

    Cause(String finishReason) {
      this.finishReason = finishReason;
    }

    /// In VoxEngine's words.
    public String finishReason() {
      return finishReason;
    }
  }
}
