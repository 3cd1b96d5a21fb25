package io.ringmaster.scenario;

import io.ringmaster.scenario.engine.Limits;
import java.time.Duration;

/// How scenarios are run.
///
/// @param turnTimeout for one turn, promise jobs included (`ringmaster.scenario.turn-timeout`)
/// @param memoryBytes for the JavaScript heap of one session (`ringmaster.scenario.memory-limit`); 2 MiB at least
/// @param stackBytes of the engine (`ringmaster.scenario.stack-limit`)
/// @param threads that run turns; 0 for one per core
/// @param maxLive sessions whose JavaScript may occupy an instance (about 1.5 MB each) at once; the others are parked as bytes
/// @param parkAfter a session without a turn for so long is parked
public record ScenarioSettings(
    Duration turnTimeout,
    int memoryBytes,
    int stackBytes,
    int threads,
    int maxLive,
    Duration parkAfter) {

  /// 1 s and 16 MiB, as VoxEngine has them.
  public static final ScenarioSettings DEFAULT =
      new ScenarioSettings(
          Duration.ofSeconds(1),
          16 << 20,
          Limits.DEFAULT.stackBytes(),
          0,
          256,
          Duration.ofSeconds(5));

  public ScenarioSettings {
    if (threads < 0)
      throw new IllegalArgumentException(
          "threads is " + threads + "; give 0 for one per core, or a number");
  }
}
