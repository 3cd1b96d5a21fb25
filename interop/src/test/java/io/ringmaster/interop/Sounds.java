package io.ringmaster.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/// What tests know of sound: mono, 8000 samples a second, 16 bits.
public final class Sounds {

  /// Samples in a second.
  public static final int RATE = 8000;

  private Sounds() {}

  /// The samples of a WAV file.
  public static short[] wav(Path file) {
    try (AudioInputStream in = AudioSystem.getAudioInputStream(file.toFile())) {
      var format = in.getFormat();
      if (format.getChannels() != 1 || format.getSampleSizeInBits() != 16) {
        throw new AssertionError(file + " is not mono with 16 bits: " + format);
      }
      var bytes = in.readAllBytes();
      var samples = new short[bytes.length / 2];
      var order = format.isBigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
      ByteBuffer.wrap(bytes).order(order).asShortBuffer().get(samples);
      return samples;
    } catch (UnsupportedAudioFileException e) {
      throw new AssertionError(file + " is not a WAV file", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A sound that comes with the application, such as `greeting.wav`.
  public static short[] demo(String name) {
    return wav(
        Repository.root().resolve("cluster-config/src/main/resources/demo/sounds").resolve(name));
  }

  /// Writes a WAV file.
  public static void write(Path file, short[] samples) {
    var out = ByteBuffer.allocate(44 + samples.length * 2).order(ByteOrder.LITTLE_ENDIAN);
    out.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + samples.length * 2);
    out.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    out.putShort((short) 1).putShort((short) 1).putInt(RATE).putInt(RATE * 2);
    out.putShort((short) 2).putShort((short) 16);
    out.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(samples.length * 2);
    for (short sample : samples) out.putShort(sample);
    try {
      Files.write(file, out.array());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Bytes of a file; it may still be growing.
  public static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What packets of PCMU (payload type 0) say, one after another.
  public static short[] pcmu(List<RtpEndpoint.Packet> packets) {
    var samples = new short[packets.stream().mapToInt(packet -> packet.payload().length).sum()];
    int i = 0;
    for (var packet : packets) {
      for (byte code : packet.payload()) samples[i++] = linear(code);
    }
    return samples;
  }

  /// A tone at a quarter of full scale.
  public static short[] tone(int hertz, double seconds) {
    var samples = new short[(int) (seconds * RATE)];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (short) (8192 * Math.sin(2 * Math.PI * hertz * i / RATE));
    }
    return samples;
  }

  /// How alike two sounds are, at the delay at which they are most alike.
  ///
  /// @return 1: the same but for loudness; near 0: nothing in common
  public static double likeness(short[] expected, short[] heard, int longestDelay) {
    double best = 0;
    for (int delay = 0; delay <= longestDelay; delay++) {
      best = Math.max(best, correlation(expected, heard, delay));
    }
    return best;
  }

  /// The part of the energy that is at that frequency (Goertzel). 1: a pure tone.
  public static double share(short[] samples, int hertz) {
    double energy = 0;
    double real = 0;
    double imaginary = 0;
    for (int i = 0; i < samples.length; i++) {
      double angle = 2 * Math.PI * hertz * i / RATE;
      real += samples[i] * Math.cos(angle);
      imaginary += samples[i] * Math.sin(angle);
      energy += (double) samples[i] * samples[i];
    }
    return energy == 0 ? 0 : 2 * (real * real + imaginary * imaginary) / (energy * samples.length);
  }

  private static double correlation(short[] expected, short[] heard, int delay) {
    double both = 0;
    double ours = 0;
    double theirs = 0;
    for (int i = 0; i < expected.length; i++) {
      double a = expected[i];
      double b = i + delay < heard.length ? heard[i + delay] : 0;
      both += a * b;
      ours += a * a;
      theirs += b * b;
    }
    return ours == 0 || theirs == 0 ? 0 : both / Math.sqrt(ours * theirs);
  }

  /// ITU-T G.711, table 2a.
  private static short linear(byte code) {
    int bits = ~code & 0xFF;
    int magnitude = ((((bits & 0x0F) << 3) + 0x84) << ((bits & 0x70) >> 4)) - 0x84;
    return (short) ((bits & 0x80) != 0 ? -magnitude : magnitude);
  }

  /// ITU-T G.711: the code whose value is nearest.
  public static byte[] toPcmu(short[] samples) {
    var codes = new byte[samples.length];
    for (int i = 0; i < samples.length; i++) codes[i] = nearest(samples[i]);
    return codes;
  }

  private static byte nearest(short sample) {
    int sign = sample < 0 ? 0x80 : 0;
    int magnitude = Math.min(Math.abs((int) sample), 32_635) + 0x84;
    int exponent = 31 - Integer.numberOfLeadingZeros(magnitude) - 7;
    int mantissa = (magnitude >> (exponent + 3)) & 0x0F;
    return (byte) ~(sign | exponent << 4 | mantissa);
  }
}
