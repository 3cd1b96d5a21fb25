package io.ringmaster.actors.session;

import io.ringmaster.actors.session.SessionMessage.CallHappened;
import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.event.AppEvent.CallAlerting;
import io.ringmaster.protocol.event.NumberedCallEvent;
import io.ringmaster.protocol.session.TurnInput;
import io.ringmaster.protocol.signal.LifeSignal;

/// What calls tell their session. Calls repeat it until they hear that it was taken.
final class CallNews {

  static final String ENDING = "the session is ending";

  private final CallLine calls;
  private final Inbox inbox;

  CallNews(CallLine calls, Inbox inbox) {
    this.calls = calls;
    this.inbox = inbox;
  }

  void arrived(Session session, CallAlerting alerting) {
    var call = alerting.id();
    if (isKnown(session, call)) calls.eventsTaken(call, 0);
    else if (session.isOver()) refuse(call, 480, ENDING);
    else inbox.arrived(new Pending.App(alerting), call);
  }

  void happened(Session session, CallHappened happened) {
    var call = happened.call();
    long last = happened.events().getLast().seq();
    long taken = session.details().map(d -> d.taken(call)).orElse(0L);
    if (session.isOver() || last <= taken) calls.eventsTaken(call, last);
    else if (isKnown(session, call) || inbox.knows(call))
      inbox.happened(call, happened.events(), taken);
    // else the news of its arrival was lost on the way: both will be sent again, in order
  }

  private static boolean isKnown(Session session, CallId call) {
    return session.details().map(d -> d.calls().containsKey(call)).orElse(false);
  }

  /// Lets the call that this input is from, if any, know that it was taken.
  void acknowledge(TurnInput input) {
    if (input instanceof TurnInput.CallEventRaised(var event)) {
      acknowledge(event);
    } else if (input instanceof TurnInput.AppEventRaised(var event)
        && event.event() instanceof CallAlerting alerting) {
      calls.eventsTaken(alerting.id(), 0);
    }
  }

  void acknowledge(NumberedCallEvent event) {
    calls.eventsTaken(event.callId(), event.seq());
  }

  /// @param status the final response for its caller
  void refuse(CallId arrived, int status, String reason) {
    calls.eventsTaken(arrived, 0);
    calls.signal(arrived, new LifeSignal.SessionRefused(status, reason));
  }
}
