package io.ringmaster.node;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether this node takes new calls.
final class Intake {

  private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

  private final Supplier<Optional<String>> journalTrouble;
  private final Supplier<Duration> wait;
  private final Duration longestWait;
  private final AtomicBoolean open = new AtomicBoolean();
  private final AtomicBoolean overloaded = new AtomicBoolean();

  /// @param journalTrouble what is wrong with the journal
  /// @param wait for how long the caller who waits longest has done so
  /// @param longestWait more than that and a new call is better off elsewhere
  Intake(Supplier<Optional<String>> journalTrouble, Supplier<Duration> wait, Duration longestWait) {
    this.journalTrouble = journalTrouble;
    this.wait = wait;
    this.longestWait = longestWait;
  }

  /// The node is ready for calls.
  void open() {
    open.set(true);
  }

  /// It will take no more, whatever its state.
  void close() {
    open.set(false);
  }

  boolean isOpen() {
    return open.get();
  }

  /// Why a new call is refused at this moment, as a reason phrase; empty when it is taken. Does not block.
  Optional<String> refusal() {
    if (!open.get()) return Optional.of("This node is leaving");
    // Without its journal a call cannot begin.
    if (journalTrouble.get().isPresent()) return Optional.of("This node has no journal");
    return isOverloaded() ? Optional.of("This node is overloaded") : Optional.empty();
  }

  private boolean isOverloaded() {
    var waited = wait.get();
    boolean now = waited.compareTo(longestWait) > 0;
    if (now && overloaded.compareAndSet(false, true))
      LOG.warn(
          "overloaded: a caller has waited {} ms for a session to begin; new calls are refused until those that wait have begun",
          waited.toMillis());
    if (!now && overloaded.compareAndSet(true, false)) LOG.info("new calls are taken again");
    return now;
  }
}
