package io.ringmaster.protocol.event;

import io.ringmaster.protocol.SessionId;
import java.time.Instant;

/// An event in its place in the history of a call or of a session.
public sealed interface NumberedEvent permits NumberedCallEvent, NumberedAppEvent {

  /// Counted from 1 without gaps, per call or (for AppEvents) per session.
  long seq();

  Instant at();

  SessionId sessionId();

  /// The event's wire name.
  String name();
}
