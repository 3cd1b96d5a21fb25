package io.ringmaster.actors.session;

import static io.ringmaster.actors.session.SessionFixture.*;

import io.ringmaster.actors.diagram.Transition;
import io.ringmaster.actors.session.SessionFact.*;
import io.ringmaster.protocol.command.CommandRef;
import io.ringmaster.protocol.command.OutgoingCall;
import io.ringmaster.protocol.event.AppEvent;
import io.ringmaster.protocol.session.TurnInput;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// The steps that the fold of a session accepts, found by trying every fact in every phase.
public final class SessionTransitions {

  private static final TurnTaken LOADED = turn(0, new TurnInput.ScenarioLoaded());
  private static final TurnTaken ARRIVED = turn(1, arrival(CALL));

  private SessionTransitions() {}

  /// One example of each phase. The running session has one call, so that its end leads on.
  public static List<Session> phases() {
    var ending = requested(Cause.OUTSIDE, null);
    return List.of(
        given().session(),
        given(STARTED).session(),
        given(STARTED, LOADED, ARRIVED).session(),
        given(STARTED, ending).session(),
        given(STARTED, ending, new FarewellBegun()).session(),
        given(STARTED, ending, new FarewellBegun(), new SessionEnded()).session());
  }

  /// Examples of each fact, and of each kind of turn that leads to different phases.
  public static List<SessionFact> facts() {
    return List.of(
        STARTED,
        turn(2, new TurnInput.TimersDue()),
        turn(2, arrival(SECOND)),
        turn(2, event(CALL, 1, disconnected())),
        turn(2, app(new AppEvent.Terminating(null))),
        new CallPlacedFromOutside(
            SECOND, new OutgoingCall("sip:b@127.0.0.9", null, null, null, null, null, null)),
        new CommandRefused(CALL, new CommandRef(0, 0), ""),
        requested(Cause.SCENARIO, null),
        new FarewellBegun(),
        new SessionEnded());
  }

  public static SortedSet<Transition> declared() {
    var all = new TreeSet<Transition>();
    for (var phase : phases()) {
      for (var fact : facts()) {
        step(phase, fact).ifPresent(all::add);
      }
    }
    return all;
  }

  private static Optional<Transition> step(Session phase, SessionFact fact) {
    try {
      return Optional.of(Transition.of("Session", phase, fact, phase.on(fact, START)));
    } catch (IllegalStateException cannotFollow) {
      return Optional.empty();
    }
  }
}
