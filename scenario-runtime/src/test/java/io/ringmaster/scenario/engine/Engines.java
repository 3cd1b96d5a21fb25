package io.ringmaster.scenario.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Engines for tests, with a prelude of twenty lines.
final class Engines {
  static final Moment NOON = new Moment(1_767_268_800_000L, 7);

  private Engines() {}

  static QuickJsEngine start() {
    return start(new EngineSettings(Limits.DEFAULT.memoryBytes(), 64, Duration.ofSeconds(30)));
  }

  static QuickJsEngine start(EngineSettings settings) {
    return QuickJsEngine.start(prelude(), settings);
  }

  static String prelude() {
    return resource("prelude.js");
  }

  static String resource(String name) {
    try (var in = Engines.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The input that makes the test prelude run the script.
  static String run(String script) {
    return "{\"run\":\""
        + script.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n")
        + "\"}";
  }
}
