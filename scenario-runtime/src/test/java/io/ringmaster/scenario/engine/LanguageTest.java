package io.ringmaster.scenario.engine;

import static io.ringmaster.scenario.engine.Engines.NOON;
import static io.ringmaster.scenario.engine.Engines.resource;
import static io.ringmaster.scenario.engine.Engines.run;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The corners of ECMAScript against what another engine makes of them. The build cuts QuickJS's interpreter into parts (docs/adr/0006): one
/// that lost a local or took a wrong way out would show here.
class LanguageTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// So often that compiled code is seen as well as interpreted.
  private static final int TIMES = 60;

  @Test
  void cornersGiveWhatV8Gives() throws ScriptException, JsonProcessingException {
    var expected = JSON.readTree(resource("language.expected.json"));
    var differing = new ArrayList<String>();
    try (var engine = Engines.start();
        var context = engine.create(Limits.DEFAULT)) {
      context.evaluate("language.js", resource("language.js"), NOON);
      for (int i = 0; i < TIMES; i++) {
        for (var topic : (Iterable<String>) expected::fieldNames) {
          var found =
              context.turn(run("(async () => send(await corners." + topic + "()))()"), NOON);
          if (!JSON.readTree(found).equals(JSON.valueToTree(List.of(expected.get(topic))))) {
            differing.add("%s, time %d: %s".formatted(topic, i + 1, found));
          }
        }
      }
    }
    assertThat(expected.size()).isGreaterThan(30);
    assertThat(differing).isEmpty();
  }
}
