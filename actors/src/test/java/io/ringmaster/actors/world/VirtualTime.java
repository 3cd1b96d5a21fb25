package io.ringmaster.actors.world;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.PersistenceTestKitSnapshotPlugin;
import org.apache.pekko.persistence.testkit.javadsl.PersistenceTestKit;

/// An actor system whose clock and timers move only when a test says so, and whose journal is in memory and can be made to
/// fail. Everything said and written is really serialized.
public final class VirtualTime implements InstantSource, AutoCloseable {

  private final ActorTestKit kit = ActorTestKit.create(config());
  private final ManualTime scheduler = ManualTime.get(kit.system());
  private final PersistenceTestKit journal = PersistenceTestKit.create(kit.system());
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-22T06:00:00Z"));

  /// What Pekko's journals wait for is counted in virtual time too: a minute that passes in one step must not look like a journal
  /// that takes a minute.
  private static final String PATIENT_JOURNAL =
      """
      pekko.persistence.journal-plugin-fallback {
        circuit-breaker { call-timeout = 1d, reset-timeout = 1d }
        recovery-event-timeout = 1d
      }
      pekko.persistence.testkit.journal {
        circuit-breaker { call-timeout = 1d, reset-timeout = 1d }
        recovery-event-timeout = 1d
      }
      """;

  private static Config config() {
    return ConfigFactory.parseString(
            """
            pekko.actor.serialize-messages = on
            # What an entity says to itself and its shard to it never leaves the node.
            pekko.actor.no-serialization-verification-needed-class-prefix =
              ["org.apache.pekko.", "io.ringmaster.actors.courier.CourierMessage$Tick"]
            """)
        .withFallback(ConfigFactory.parseString(PATIENT_JOURNAL))
        .withFallback(ManualTime.config())
        .withFallback(PersistenceTestKitPlugin.config())
        .withFallback(PersistenceTestKitSnapshotPlugin.config())
        .withFallback(ConfigFactory.load());
  }

  public ActorTestKit kit() {
    return kit;
  }

  public PersistenceTestKit journal() {
    return journal;
  }

  @Override
  public Instant instant() {
    return now.get();
  }

  /// Lets time pass at one go: the clock is ahead when timers ring, and those set meanwhile ring the next time.
  ///
  /// @param idle waits until whoever is tested has nothing to do
  public void pass(Duration duration, Runnable idle) {
    idle.run();
    now.updateAndGet(before -> before.plus(duration));
    scheduler.timePasses(duration);
    idle.run();
  }

  @Override
  public void close() {
    kit.shutdownTestKit();
  }
}
