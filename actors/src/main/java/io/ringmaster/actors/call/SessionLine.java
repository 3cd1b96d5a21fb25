package io.ringmaster.actors.call;

import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.command.CommandRef;
import io.ringmaster.protocol.event.AppEvent.CallAlerting;
import io.ringmaster.protocol.event.NumberedCallEvent;
import io.ringmaster.protocol.signal.Route;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The way from a call to its session.
public interface SessionLine {

  /// An incoming call has arrived; the session starts if it does not exist yet. Repeated until acknowledged with number 0.
  void arrived(CallAlerting alerting, Route route);

  /// Events in order. Repeated until acknowledged.
  void happened(CallId call, List<NumberedCallEvent> events);

  /// A command of the session has been taken.
  ///
  /// @param refusal why it was refused; null when it was accepted
  void commandSettled(CallId call, CommandRef ref, @Nullable String refusal);

  /// The call has heard that the session has ended, and has ended too.
  void over(CallId call);
}
