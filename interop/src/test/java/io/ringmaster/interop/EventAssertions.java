package io.ringmaster.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import org.awaitility.Awaitility;

/// What every list of events must hold, and what tests ask of it.
final class EventAssertions {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private EventAssertions() {}

  static List<String> names(List<JsonNode> events) {
    return events.stream().map(event -> event.path("name").asText()).toList();
  }

  /// The one event of that name.
  static JsonNode only(List<JsonNode> events, String name) {
    var found = events.stream().filter(event -> event.path("name").asText().equals(name)).toList();
    assertThat(found).as("events named %s among %s", name, names(events)).hasSize(1);
    return found.getFirst();
  }

  /// The events of the session of the only incoming call from there, once both are over.
  static List<JsonNode> eventsOfCallFrom(Api api, String callerid) {
    var session = endedCall(api, callerid).path("sessionId").asText();
    Awaitility.await("the session of " + callerid + " ends")
        .atMost(PATIENCE)
        .until(() -> names(api.events(session)).contains("Application.Terminated"));
    var events = api.events(session);
    assertNumberedWithoutGaps(events);
    return events;
  }

  /// The only incoming call from there, once it is over.
  static JsonNode endedCall(Api api, String callerid) {
    Awaitility.await("the call from " + callerid + " ends")
        .atMost(PATIENCE)
        .until(() -> incoming(api, callerid).stream().anyMatch(EventAssertions::isOver));
    var calls = incoming(api, callerid);
    assertThat(calls).as("incoming calls from %s", callerid).hasSize(1);
    return calls.getFirst();
  }

  static boolean isOver(JsonNode call) {
    return call.path("state").asText().equals("TERMINATED");
  }

  private static List<JsonNode> incoming(Api api, String callerid) {
    return api.callsFrom(callerid).stream()
        .filter(call -> call.path("direction").asText().equals("incoming"))
        .toList();
  }

  /// Each call, and the session for itself, counts from 1 without a gap.
  static void assertNumberedWithoutGaps(List<JsonNode> events) {
    var counters = new HashMap<String, Long>();
    for (var event : events) {
      var counter = event.path("callId").asText("session");
      assertThat(event.path("seq").asLong())
          .as("number of %s", event)
          .isEqualTo(counters.merge(counter, 1L, Long::sum));
    }
  }
}
