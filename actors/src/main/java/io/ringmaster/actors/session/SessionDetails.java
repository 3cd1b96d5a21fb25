package io.ringmaster.actors.session;

import io.ringmaster.actors.session.SessionFact.PinnedScenario;
import io.ringmaster.actors.session.SessionFact.SessionStarted;
import io.ringmaster.actors.session.SessionFact.TurnTaken;
import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.SessionId;
import io.ringmaster.protocol.event.AppEvent.CallAlerting;
import io.ringmaster.protocol.event.CallEvent;
import io.ringmaster.protocol.event.NumberedCallEvent;
import io.ringmaster.protocol.session.ScenarioCommand;
import io.ringmaster.protocol.session.ScenarioCommand.PlaceCall;
import io.ringmaster.protocol.session.ScenarioCommand.SendHttpRequest;
import io.ringmaster.protocol.session.ScenarioCommand.SetSessionData;
import io.ringmaster.protocol.session.TurnInput;
import io.ringmaster.protocol.session.TurnInput.*;
import io.ringmaster.protocol.signal.Route;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a session knows in every phase.
///
/// @param turns how many turns were taken: the number of the next
/// @param appEvents how many AppEvents there were: the number of the last
/// @param calls what is known of each call, by call
/// @param requests outside requests in flight, by number
/// @param wakeAt when the scenario's earliest timer is due; null when it has none
/// @param contextLost whether the scenario's JavaScript context is gone for good
public record SessionDetails(
    SessionId id,
    Route route,
    List<PinnedScenario> scenarios,
    String customData,
    String token,
    Instant createdAt,
    long turns,
    long appEvents,
    SortedMap<CallId, CallStanding> calls,
    SortedMap<Integer, SendHttpRequest> requests,
    @Nullable Instant wakeAt,
    boolean contextLost) {

  /// What a session knows of one of its calls.
  ///
  /// @param taken the number of the last event taken; 0 before the first
  /// @param unanswered whether the session has placed it and has heard neither an answer nor its end
  record CallStanding(boolean open, long taken, boolean unanswered) {

    static final CallStanding INCOMING = new CallStanding(true, 0, false);
    static final CallStanding PLACED = new CallStanding(true, 0, true);

    CallStanding after(NumberedCallEvent numbered) {
      boolean ended =
          numbered.event() instanceof CallEvent.Disconnected
              || numbered.event() instanceof CallEvent.Failed;
      boolean answered = ended || numbered.event() instanceof CallEvent.Connected;
      return new CallStanding(open && !ended, numbered.seq(), unanswered && !answered);
    }
  }

  static SessionDetails of(SessionId id, SessionStarted started, Instant at) {
    return new SessionDetails(
        id,
        started.route(),
        started.scenarios(),
        started.customData(),
        started.token(),
        at,
        0,
        0,
        new TreeMap<>(),
        new TreeMap<>(),
        null,
        false);
  }

  /// Whether a scenario decides, and still can.
  boolean hasScenario() {
    return route.control() == Route.Control.SCENARIO && !contextLost;
  }

  boolean hasOpenCalls() {
    return calls.values().stream().anyMatch(CallStanding::open);
  }

  /// The number of the next call that is placed.
  int nextCall() {
    return calls.isEmpty() ? 1 : calls.lastKey().number() + 1;
  }

  /// The same for the turn that takes `input`: a call that comes in brings its number along.
  int nextCall(TurnInput input) {
    return input instanceof AppEventRaised(var numbered)
            && numbered.event() instanceof CallAlerting alerting
        ? Math.max(nextCall(), alerting.id().number() + 1)
        : nextCall();
  }

  /// The number of the last event of `call` that was taken.
  long taken(CallId call) {
    var standing = calls.get(call);
    return standing == null ? 0 : standing.taken();
  }

  /// Whether an input says something that no turn has been about. What is owed until acknowledged may come more than once.
  boolean isNews(TurnInput input) {
    return switch (input) {
      case CallEventRaised(var numbered) -> numbered.seq() > taken(numbered.callId());
      case AppEventRaised(var numbered) ->
          !(numbered.event() instanceof CallAlerting alerting && calls.containsKey(alerting.id()));
      case HttpRequestDone(int request, _) -> requests.containsKey(request);
      case HttpRequestRaised _, ScenarioLoaded _, TimersDue _ -> true;
    };
  }

  SessionDetails after(TurnTaken turn) {
    var newCalls = new TreeMap<>(calls);
    var newRequests = new TreeMap<>(requests);
    long newAppEvents = appEvents + take(turn.input(), newCalls, newRequests);
    String newData = customData;
    for (ScenarioCommand command : turn.commands()) {
      switch (command) {
        case PlaceCall place -> newCalls.put(place.call(), CallStanding.PLACED);
        case SendHttpRequest request -> newRequests.put(request.request(), request);
        case SetSessionData(String data) -> newData = data;
        case ScenarioCommand.CommandCall _,
            ScenarioCommand.AnswerHttp _,
            ScenarioCommand.WriteLog _,
            ScenarioCommand.TerminateSession _ -> {}
      }
    }
    boolean lost = contextLost || (turn.failure() != null && turn.failure().contextLost());
    return new SessionDetails(
        id,
        route,
        scenarios,
        newData,
        token,
        createdAt,
        turn.number() + 1,
        newAppEvents,
        newCalls,
        newRequests,
        turn.wakeAt(),
        lost);
  }

  /// Notes what an input says, and tells how many AppEvents it is.
  private static int take(
      TurnInput input, Map<CallId, CallStanding> calls, Map<Integer, SendHttpRequest> requests) {
    return switch (input) {
      case AppEventRaised(var numbered) -> {
        if (numbered.event() instanceof CallAlerting alerting) {
          calls.put(alerting.id(), CallStanding.INCOMING);
        }
        yield 1;
      }
      case HttpRequestRaised _ -> 1;
      case CallEventRaised(NumberedCallEvent numbered) -> {
        var before = calls.getOrDefault(numbered.callId(), CallStanding.INCOMING);
        calls.put(numbered.callId(), before.after(numbered));
        yield 0;
      }
      case HttpRequestDone(int request, _) -> {
        requests.remove(request);
        yield 0;
      }
      case ScenarioLoaded _, TimersDue _ -> 0;
    };
  }

  /// The calls that were placed and have not been answered.
  List<CallId> unanswered() {
    return calls.entrySet().stream()
        .filter(call -> call.getValue().unanswered())
        .map(Map.Entry::getKey)
        .toList();
  }

  SessionDetails withCall(CallId call) {
    var newCalls = new TreeMap<>(calls);
    newCalls.put(call, CallStanding.PLACED);
    return new SessionDetails(
        id,
        route,
        scenarios,
        customData,
        token,
        createdAt,
        turns,
        appEvents,
        newCalls,
        requests,
        wakeAt,
        contextLost);
  }

  /// Without what is not done any more once the session says farewell: timers and outside requests.
  SessionDetails silenced() {
    return new SessionDetails(
        id,
        route,
        scenarios,
        customData,
        token,
        createdAt,
        turns,
        appEvents,
        calls,
        new TreeMap<>(),
        null,
        contextLost);
  }
}
