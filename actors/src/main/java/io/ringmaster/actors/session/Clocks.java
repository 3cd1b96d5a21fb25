package io.ringmaster.actors.session;

import io.ringmaster.actors.session.SessionMessage.Tick;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/// The timers of a session, set from what its phase says. A timer that is set already for the same time is left alone.
final class Clocks {

  private final TimerScheduler<SessionMessage> timers;
  private final InstantSource clock;
  private final SessionSettings settings;
  private @Nullable Instant deadline;
  private @Nullable Instant wake;

  Clocks(TimerScheduler<SessionMessage> timers, InstantSource clock, SessionSettings settings) {
    this.timers = timers;
    this.clock = clock;
    this.settings = settings;
  }

  /// - `waking`: whether the scenario is about to hear that timers are due.
  void set(Session session, boolean waking, boolean owes, boolean settled) {
    var newDeadline = session.deadline(settings).orElse(null);
    if (!Objects.equals(newDeadline, deadline)) at(Tick.DEADLINE, newDeadline);
    deadline = newDeadline;
    var newWake = waking ? null : session.wakeAt().orElse(null);
    if (!Objects.equals(newWake, wake)) at(Tick.WAKE, newWake);
    wake = newWake;
    if (!owes) timers.cancel(Tick.RESEND);
    else if (!timers.isTimerActive(Tick.RESEND)) {
      timers.startTimerWithFixedDelay(Tick.RESEND, Tick.RESEND, settings.resendInterval());
    }
    if (settled) timers.startSingleTimer(Tick.SETTLE, Tick.SETTLE, settings.linger());
    else timers.cancel(Tick.SETTLE);
  }

  /// A timer has gone off: the next [#set] sets it anew, even for the same time.
  void rang(Tick tick) {
    if (tick == Tick.DEADLINE) deadline = null;
    if (tick == Tick.WAKE) wake = null;
  }

  /// Nothing is known of what was set.
  void startOver() {
    deadline = null;
    wake = null;
    timers.cancelAll();
  }

  private void at(Tick tick, @Nullable Instant time) {
    if (time == null) {
      timers.cancel(tick);
      return;
    }
    var delay = Duration.between(clock.instant(), time);
    timers.startSingleTimer(tick, tick, delay.isNegative() ? Duration.ZERO : delay);
  }
}
