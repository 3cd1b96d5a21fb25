package io.ringmaster.protocol.event;

import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.SessionId;
import java.time.Instant;

/// A CallEvent in its place: number `seq` of its call, counted from 1 without gaps. The number is the idempotency key
/// towards the session and towards everybody outside.
public record NumberedCallEvent(CallId callId, long seq, Instant at, CallEvent event)
    implements NumberedEvent {

  @Override
  public SessionId sessionId() {
    return callId.session();
  }

  @Override
  public String name() {
    return event.name();
  }
}
