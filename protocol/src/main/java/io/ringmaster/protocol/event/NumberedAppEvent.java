package io.ringmaster.protocol.event;

import io.ringmaster.protocol.SessionId;
import java.time.Instant;

/// An AppEvent in its place: number `seq` of its session, counted from 1 without gaps.
public record NumberedAppEvent(SessionId sessionId, long seq, Instant at, AppEvent event)
    implements NumberedEvent {

  @Override
  public String name() {
    return event.name();
  }
}
