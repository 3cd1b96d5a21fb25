package io.ringmaster.media;

import io.ringmaster.protocol.signal.MediaSignal.PlaybackFinished;
import io.ringmaster.protocol.signal.MediaSignal.PlaybackReady;
import io.ringmaster.protocol.signal.MediaSignal.PlaybackStarted;
import org.jspecify.annotations.Nullable;

/// One playback to one leg. It waits for its sound and until the leg may send; while the far end holds the call it rests, and then goes
/// on where it stopped, so that nobody misses a prompt.
///
/// Frames are due at absolute times, so the rate does not drift with the delays of single ticks.
final class Player {

  /// Frames overdue by more than this are not caught up in a burst; the clock is set anew, ns.
  static final long STALLED = 200_000_000L;

  final int number;
  private final boolean loop;
  private @Nullable Sound sound;
  private int position;
  private boolean running;
  private boolean started;
  private long due;

  Player(int number, boolean loop) {
    this.number = number;
    this.loop = loop;
  }

  void loaded(Sound sound, Leg leg) {
    this.sound = sound;
    leg.say(new PlaybackReady(number));
  }

  /// Sends what is due.
  ///
  /// @return false when the sound has been sent to its end
  boolean tick(Leg leg, long now) {
    Sound playing = sound;
    if (playing == null) return true;
    LegSender sender = leg.sender();
    if (!sender.agreed().sending) {
      running = false;
      return true;
    }
    if (!running) {
      running = true;
      due = now;
      sender.out().breakOff();
    }
    if (now - due > STALLED) due = now;
    while (due <= now) {
      if (position >= playing.length()) {
        leg.say(new PlaybackFinished(number, null));
        return false;
      }
      int samples = sender.agreed().samples;
      sender.sendSound(playing, position, loop, now);
      if (!started) {
        started = true;
        leg.say(new PlaybackStarted(number, playing.duration()));
      }
      position += samples;
      if (loop) position %= playing.length();
      due += samples * 125_000L;
    }
    return true;
  }
}
