package io.ringmaster.media;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// RIFF/WAVE files at the rate of the telephone, read without the native decoder: PCM of 8 or 16 bits, A-law, mu-law, any number of channels.
final class WavFile {

  private static final int RIFF = tag("RIFF");
  private static final int WAVE = tag("WAVE");
  private static final int FORMAT = tag("fmt ");
  private static final int DATA = tag("data");

  private static final int PCM = 1;
  private static final int A_LAW = 6;
  private static final int MU_LAW = 7;

  private WavFile() {}

  /// The samples, its channels mixed to one; null when this is something else, or of another rate, for [SoundDecoder] to try.
  ///
  /// @throws IOException when it is such a file but broken
  static short @Nullable [] read(Path file) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    if (in.remaining() < 12 || in.getInt(0) != RIFF || in.getInt(8) != WAVE) return null;
    in.position(12);
    int format = 0;
    int channels = 0;
    int bits = 0;
    while (in.remaining() >= 8) {
      int chunk = in.getInt();
      // Writers that stream leave a size of 0 or of all ones behind.
      int size = in.getInt();
      if (chunk == DATA) {
        boolean unknown = size <= 0 || size > in.remaining();
        ByteBuffer data = in.slice(in.position(), unknown ? in.remaining() : size);
        return format == 0
            ? null
            : mix(data.order(ByteOrder.LITTLE_ENDIAN), format, channels, bits);
      }
      if (size < 0 || size > in.remaining())
        throw new IOException("a chunk passes the end of the file");
      if (chunk == FORMAT) {
        if (size < 16) throw new IOException("the format chunk is too short");
        int at = in.position();
        format = in.getShort(at) & 0xFFFF;
        channels = in.getShort(at + 2) & 0xFFFF;
        bits = in.getShort(at + 14) & 0xFFFF;
        boolean ours =
            in.getInt(at + 4) == Codec.RATE
                && channels > 0
                && ((format == PCM && (bits == 8 || bits == 16))
                    || ((format == A_LAW || format == MU_LAW) && bits == 8));
        if (!ours) return null;
      }
      in.position(Math.min(in.position() + size + (size & 1), in.limit()));
    }
    throw new IOException("there is no data chunk");
  }

  private static short[] mix(ByteBuffer data, int format, int channels, int bits) {
    short[] samples = new short[data.remaining() / (channels * bits / 8)];
    for (int i = 0; i < samples.length; i++) {
      int sum = 0;
      for (int channel = 0; channel < channels; channel++) {
        sum += bits == 16 ? data.getShort() : expand(data.get(), format);
      }
      samples[i] = (short) (sum / channels);
    }
    return samples;
  }

  private static int expand(byte code, int format) {
    return switch (format) {
      case A_LAW -> Codec.PCMA.decode(code);
      case MU_LAW -> Codec.PCMU.decode(code);
      default -> ((code & 0xFF) - 128) << 8; // 8-bit PCM is unsigned
    };
  }

  /// The header of a file of 16-bit PCM at 8 kHz.
  ///
  /// @param octets of sound
  static ByteBuffer header(int channels, int octets) {
    ByteBuffer head = ByteBuffer.allocate(44).order(ByteOrder.LITTLE_ENDIAN);
    head.putInt(RIFF).putInt(36 + octets).putInt(WAVE);
    head.putInt(FORMAT).putInt(16).putShort((short) PCM).putShort((short) channels);
    head.putInt(Codec.RATE).putInt(Codec.RATE * channels * 2);
    head.putShort((short) (channels * 2)).putShort((short) 16);
    head.putInt(DATA).putInt(octets);
    return head.flip();
  }

  private static int tag(String name) {
    return name.charAt(0) | name.charAt(1) << 8 | name.charAt(2) << 16 | name.charAt(3) << 24;
  }
}
