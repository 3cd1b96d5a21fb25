package io.ringmaster.actors.port;

import io.ringmaster.protocol.SessionId;
import io.ringmaster.protocol.event.NumberedEvent;
import java.util.List;

/// Events of a session on their way to its webhook.
///
/// @param first the position of the first event, as `/v1/sessions/{id}/events` counts; the others follow it without gaps
/// @param attempt how often these or events before them were tried without success, plus 1
/// @param events at least one
public record WebhookPost(
    String url, SessionId session, long first, int attempt, List<NumberedEvent> events) {

  public WebhookPost {
    events = List.copyOf(events);
  }

  /// The position of the last event.
  public long last() {
    return first + events.size() - 1;
  }
}
