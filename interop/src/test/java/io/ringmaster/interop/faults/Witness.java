package io.ringmaster.interop.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ringmaster.interop.Api;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/// The events that clients have been told of so far, to hold every node to them later.
///
/// @param events by call id
record Witness(Map<String, List<JsonNode>> events) {

  /// Looks at these calls now.
  static Witness of(Api api, List<String> calls) {
    var events = new LinkedHashMap<String, List<JsonNode>>();
    for (var call : calls) events.put(call, api.callEvents(call));
    return new Witness(events);
  }

  /// Everything seen before is there, word for word, in its place; what followed is numbered on from it without gap or repeat.
  void isConfirmedBy(Api api) {
    events.forEach((call, before) -> {
      var now = api.callEvents(call);
      assertThat(now).as("events of %s", call).startsWith(before.toArray(JsonNode[]::new));
      assertGapFree(now, call);
    });
  }

  List<String> calls() {
    return List.copyOf(events.keySet());
  }

  static void assertGapFree(List<JsonNode> events, String call) {
    assertThat(events)
        .as("numbers of the events of %s", call)
        .extracting(event -> event.path("seq").asLong())
        .containsExactlyElementsOf(LongStream.rangeClosed(1, events.size()).boxed().toList());
  }

  /// The session heard of its call's events in order and of none twice; a session that ends does not hear the last ones.
  static void assertTakenOnce(Api api, String call) {
    var session = call.substring(0, call.indexOf('-'));
    var heard =
        api.events(session).stream().filter(e -> e.path("callId").asText().equals(call)).toList();
    assertThat(api.callEvents(call))
        .as("what session %s heard of %s", session, call)
        .startsWith(heard.toArray(JsonNode[]::new));
  }
}
