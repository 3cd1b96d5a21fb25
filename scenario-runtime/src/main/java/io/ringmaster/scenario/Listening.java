package io.ringmaster.scenario;

import io.ringmaster.protocol.event.AppEvent;
import io.ringmaster.protocol.event.CallEvent;
import io.ringmaster.protocol.session.TurnInput;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the scenario of one session listens to. Most events of a call interest nobody, and a turn of JavaScript for each would be
/// most of what a call costs; so such an event is taken without one. It leaves its traces (the state of its call, say) before the next
/// turn that there is. Whether an event is heard follows from the turns before it alone, so it is the same each time they are taken.
final class Listening {

  /// The owner of the session's own listeners.
  private static final String SESSION = "";

  private final Map<String, Set<String>> events = new HashMap<>();
  private List<TurnInput> missed = new ArrayList<>();

  /// Takes in what a turn said of its listeners.
  void learn(Map<String, Set<String>> changed) {
    events.putAll(changed);
  }

  /// Whether an input needs a turn of JavaScript.
  boolean hears(TurnInput input) {
    return switch (input) {
      case TurnInput.CallEventRaised(var numbered) ->
          listens(numbered.callId().value(), numbered.event().name());
      case TurnInput.AppEventRaised(var numbered) ->
          numbered.event() instanceof AppEvent.CallAlerting
              || listens(SESSION, numbered.event().name());
      case TurnInput.ScenarioLoaded _,
          TurnInput.HttpRequestRaised _,
          TurnInput.TimersDue _,
          TurnInput.HttpRequestDone _ ->
          true;
    };
  }

  private boolean listens(String owner, String event) {
    return events.getOrDefault(owner, Set.of()).contains(event);
  }

  /// Takes an input that nobody hears.
  void miss(TurnInput input) {
    if (leavesTraces(input)) missed.add(input);
  }

  /// What was missed since the last turn, once.
  List<TurnInput> takeMissed() {
    var taken = missed;
    missed = new ArrayList<>();
    return taken;
  }

  /// The session says farewell, and has no timers from there on.
  static boolean endsTimers(TurnInput input) {
    return input instanceof TurnInput.AppEventRaised(var numbered)
        && numbered.event() instanceof AppEvent.Terminating;
  }

  /// The prelude knows which: the state of a call and its custom data, and that the session ends.
  private static boolean leavesTraces(TurnInput input) {
    return switch (input) {
      case TurnInput.CallEventRaised(var numbered) ->
          numbered.event() instanceof CallEvent.StateChanged
              || numbered.event() instanceof CallEvent.Connected
              || numbered.event() instanceof CallEvent.Failed
              || numbered.event() instanceof CallEvent.Disconnected;
      case TurnInput.AppEventRaised _ -> endsTimers(input);
      case TurnInput.ScenarioLoaded _,
          TurnInput.HttpRequestRaised _,
          TurnInput.TimersDue _,
          TurnInput.HttpRequestDone _ ->
          false;
    };
  }
}
