package io.ringmaster.scenario.engine;

import java.time.Duration;

/// How an engine spends the node's memory.
///
/// @param maxMemoryBytes the largest [Limits#memoryBytes()] a context may ask for; an instance can never grow past it by more than 4 MiB
/// @param maxLive contexts that may occupy an instance (about 1.5 MB each) at once; beyond it the one used least recently is parked
/// @param parkAfter a context not used for this long is parked
public record EngineSettings(int maxMemoryBytes, int maxLive, Duration parkAfter) {
  public static final EngineSettings DEFAULT =
      new EngineSettings(Limits.DEFAULT.memoryBytes(), 256, Duration.ofSeconds(5));

  private static final int MOST_BYTES = 128 << 20;

  public EngineSettings {
    if (maxMemoryBytes < Limits.SMALLEST_BYTES || maxMemoryBytes > MOST_BYTES) {
      throw new IllegalArgumentException(
          "maxMemoryBytes is " + maxMemoryBytes + "; choose 2 MiB to 128 MiB");
    }
    if (maxLive < 1) {
      throw new IllegalArgumentException(
          "maxLive is " + maxLive + "; at least one context must be live to run a turn");
    }
    if (parkAfter.isNegative() || parkAfter.isZero()) {
      throw new IllegalArgumentException("parkAfter is " + parkAfter + "; it must be positive");
    }
  }
}
