package io.ringmaster.media;

/// The engine's two clocks; a test moves them by hand.
interface MediaClock {

  /// Time that only ever goes forward, ns from an arbitrary origin.
  long nanos();

  /// ns since 1970.
  long wallNanos();

  /// The clocks of this machine.
  static MediaClock ofSystem() {
    return new MediaClock() {
      @Override
      public long nanos() {
        return System.nanoTime();
      }

      @Override
      public long wallNanos() {
        return System.currentTimeMillis() * 1_000_000L;
      }
    };
  }
}
