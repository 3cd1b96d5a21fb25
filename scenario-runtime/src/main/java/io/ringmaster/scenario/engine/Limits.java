package io.ringmaster.scenario.engine;

import java.time.Duration;

/// What one context may use.
///
/// @param memoryBytes JavaScript heap; beyond it the script gets an `InternalError: out of memory`
/// @param turnTimeout time for one turn or one evaluation, promise jobs included
/// @param stackBytes the engine's own stack; beyond it the script gets a `RangeError`
public record Limits(int memoryBytes, Duration turnTimeout, int stackBytes) {
  private static final int KIB = 1024;

  static final int SMALLEST_BYTES = 2 * KIB * KIB;

  /// 16 MiB and 1 s, as VoxEngine has them.
  public static final Limits DEFAULT = new Limits(16 * KIB * KIB, Duration.ofSeconds(1), 192 * KIB);

  public Limits {
    if (memoryBytes < SMALLEST_BYTES) {
      throw new IllegalArgumentException(
          "memoryBytes is " + memoryBytes + "; a context needs at least 2 MiB");
    }
    if (turnTimeout.isNegative() || turnTimeout.isZero()) {
      throw new IllegalArgumentException("turnTimeout is " + turnTimeout + "; it must be positive");
    }
    if (stackBytes < 64 * KIB || stackBytes > 256 * KIB) {
      throw new IllegalArgumentException(
          "stackBytes is " + stackBytes + "; choose 64 KiB to 256 KiB");
    }
  }

  public Limits withTurnTimeout(Duration timeout) {
    return new Limits(memoryBytes, timeout, stackBytes);
  }
}
