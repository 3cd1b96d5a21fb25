package io.ringmaster.interop;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/// Spoils messages, the same way for the same seed.
final class Mutations {

  /// What parsers have fallen over before.
  private static final List<String> POISON =
      List.of(
          "4294967296",
          "-1",
          "99999999999999999999",
          "\0",
          "\r\n",
          "\r\n\r\n",
          "\r",
          "%00",
          "%s%n",
          ";;;;",
          "<<<<",
          "\"",
          "[::1",
          "sip:",
          "\u00ff\u00fe",
          ",,,,",
          "Content-Length: -5\r\n",
          "Via: ",
          "z9hG4bK",
          " ",
          "=",
          "a".repeat(3000));

  private final Random random;

  Mutations(long seed) {
    this.random = new Random(seed);
  }

  /// One to four small damages.
  byte[] of(byte[] message) {
    byte[] spoilt = message.clone();
    int damages = 1 + random.nextInt(4);
    for (int i = 0; i < damages; i++) spoilt = once(spoilt);
    return spoilt;
  }

  <T> T oneOf(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private byte[] once(byte[] message) {
    if (message.length == 0) return bytes(1 + random.nextInt(40));
    int at = random.nextInt(message.length);
    int length = 1 + random.nextInt(Math.min(40, message.length - at));
    return switch (random.nextInt(8)) {
      case 0, 1 -> flipped(message, at);
      case 2 -> spliced(message, at, length, new byte[0]);
      case 3 -> spliced(message, at, 0, part(message, at, length));
      case 4 -> spliced(message, at, 0, bytes(length));
      case 5 -> part(message, 0, at);
      case 6 -> spliced(message, at, length, bytes(length));
      default -> spliced(message, at, length, latin1(oneOf(POISON)));
    };
  }

  private byte[] flipped(byte[] message, int at) {
    byte[] flipped = message.clone();
    flipped[at] ^= (byte) (1 << random.nextInt(8));
    return flipped;
  }

  /// `length` bytes at `at` make place for others.
  private static byte[] spliced(byte[] message, int at, int length, byte[] others) {
    var out = new ByteArrayOutputStream(message.length + others.length);
    out.write(message, 0, at);
    out.writeBytes(others);
    out.write(message, at + length, message.length - at - length);
    return out.toByteArray();
  }

  private static byte[] part(byte[] message, int at, int length) {
    byte[] part = new byte[length];
    System.arraycopy(message, at, part, 0, length);
    return part;
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
