package io.ringmaster.media;

import org.jspecify.annotations.Nullable;

/// The two laws of ITU-T G.711, one byte for each sample at 8 kHz, by table. The arithmetic is that of the ITU-T reference code (G.191).
@SuppressWarnings("ImmutableEnumChecker") // tables that are written once
enum Codec {
  PCMU((byte) 0xFF),
  PCMA((byte) 0xD5);

  /// Samples per second of every leg.
  static final int RATE = 8000;

  /// Samples per millisecond.
  static final int PER_MILLI = RATE / 1000;

  /// The code of no sound.
  final byte silence;

  private final short[] linear = new short[256];
  private final byte[] codes = new byte[65536];
  private final byte[] others = new byte[256];

  Codec(byte silence) {
    this.silence = silence;
    boolean mu = silence == (byte) 0xFF;
    for (int code = 0; code < 256; code++) linear[code] = mu ? expandMu(code) : expandA(code);
    for (int x = Short.MIN_VALUE; x <= Short.MAX_VALUE; x++) {
      codes[x & 0xFFFF] = mu ? compressMu(x) : compressA(x);
    }
    for (int code = 0; code < 256; code++) {
      others[code] = mu ? compressA(linear[code]) : compressMu(linear[code]);
    }
  }

  /// The codec of that name in SDP, or null when it is none of ours.
  static @Nullable Codec named(String name) {
    for (Codec codec : values()) if (codec.name().equalsIgnoreCase(name)) return codec;
    return null;
  }

  byte encode(short sample) {
    return codes[sample & 0xFFFF];
  }

  short decode(byte code) {
    return linear[code & 0xFF];
  }

  /// The code of the other law that sounds the same.
  byte transcode(byte code) {
    return others[code & 0xFF];
  }

  byte[] encode(short[] samples) {
    byte[] encoded = new byte[samples.length];
    for (int i = 0; i < samples.length; i++) encoded[i] = encode(samples[i]);
    return encoded;
  }

  private static byte compressMu(int sample) {
    int magnitude = Math.min(((sample < 0 ? ~sample : sample) >> 2) + 33, 0x1FFF);
    int segment = 1;
    for (int rest = magnitude >> 6; rest != 0; rest >>= 1) segment++;
    int code = ((8 - segment) << 4) | (0xF - ((magnitude >> segment) & 0xF));
    return (byte) (sample >= 0 ? code | 0x80 : code);
  }

  private static short expandMu(int code) {
    int inverted = ~code;
    int magnitude = ((((inverted & 0xF) << 3) + 0x84) << ((inverted & 0x70) >> 4)) - 0x84;
    return (short) ((inverted & 0x80) != 0 ? -magnitude : magnitude);
  }

  private static byte compressA(int sample) {
    int magnitude = (sample < 0 ? ~sample : sample) >> 4;
    if (magnitude > 15) {
      int exponent = 1;
      for (; magnitude > 31; magnitude >>= 1) exponent++;
      magnitude += (exponent << 4) - 16;
    }
    return (byte) ((sample >= 0 ? magnitude | 0x80 : magnitude) ^ 0x55);
  }

  private static short expandA(int code) {
    int plain = code ^ 0x55;
    int segment = (plain & 0x70) >> 4;
    int magnitude = ((plain & 0xF) << 4) + (segment == 0 ? 8 : 0x108);
    if (segment > 1) magnitude <<= segment - 1;
    return (short) ((plain & 0x80) != 0 ? magnitude : -magnitude);
  }
}
