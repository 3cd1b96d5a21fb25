package io.ringmaster.media;

/// A sound ready to be sent: 8 kHz mono in both laws, so that a leg copies octets and encodes nothing.
final class Sound {

  private final byte[] mu;
  private final byte[] a;

  private Sound(byte[] mu, byte[] a) {
    this.mu = mu;
    this.a = a;
  }

  /// @param samples 8 kHz, mono
  static Sound of(short[] samples) {
    return new Sound(Codec.PCMU.encode(samples), Codec.PCMA.encode(samples));
  }

  byte[] in(Codec codec) {
    return switch (codec) {
      case PCMU -> mu;
      case PCMA -> a;
    };
  }

  /// Samples.
  int length() {
    return mu.length;
  }

  /// ms.
  int duration() {
    return (int) ((length() + (long) Codec.PER_MILLI / 2) / Codec.PER_MILLI);
  }

  /// Octets of memory.
  long weight() {
    return 2L * length() + 64;
  }
}
