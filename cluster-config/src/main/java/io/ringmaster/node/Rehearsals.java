package io.ringmaster.node;

import io.ringmaster.scenario.VoxScenarioHost;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets the Java compiler see typical work before callers do.
final class Rehearsals {

  private static final Logger LOG = LoggerFactory.getLogger(Rehearsals.class);

  private static final Duration LENGTH = Duration.ofSeconds(10);

  private Rehearsals() {}

  /// Begins in the background; calls are taken meanwhile, only not at full speed.
  static void begin(VoxScenarioHost scenarios) {
    scenarios
        .warmUp(LENGTH)
        .whenComplete((_, failure) -> {
          if (failure != null) LOG.warn("the scenario engine could not be warmed up", failure);
          else LOG.info("the scenario engine is warm");
        });
  }
}
