package io.ringmaster.media;

import java.io.IOException;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameRecorder;

/// Sounds to test with, and ways to look at what became of them.
final class Sounds {

  private Sounds() {}

  static short[] sine(double frequency, int rate, int samples, int peak) {
    short[] sine = new short[samples];
    for (int i = 0; i < samples; i++) {
      sine[i] = (short) Math.round(peak * Math.sin(2 * Math.PI * frequency * i / rate));
    }
    return sine;
  }

  /// A stereo file of the kind of its name's ending, with the same sine in both channels.
  static byte[] encoded(String ending, double frequency, int rate, int samples) throws IOException {
    Path file = Files.createTempFile("sound", "." + ending);
    avutil.av_log_set_level(avutil.AV_LOG_QUIET);
    try (FFmpegFrameRecorder recorder = new FFmpegFrameRecorder(file.toFile(), 2)) {
      recorder.setSampleRate(rate);
      recorder.setAudioBitrate(128_000);
      recorder.start();
      short[] mono = sine(frequency, rate, samples, 10_000);
      short[] both = new short[2 * samples];
      for (int i = 0; i < both.length; i++) both[i] = mono[i / 2];
      recorder.recordSamples(rate, 2, ShortBuffer.wrap(both));
      recorder.stop();
      return Files.readAllBytes(file);
    } finally {
      Files.delete(file);
    }
  }

  /// How much of a sound is of this frequency: 1 for a pure sine, 0 for none of it (Goertzel).
  static double share(double frequency, short[] samples, int from, int to) {
    double coefficient = 2 * Math.cos(2 * Math.PI * frequency / 8000);
    double before = 0;
    double last = 0;
    double energy = 0;
    for (int i = from; i < to; i++) {
      double next = samples[i] + coefficient * last - before;
      before = last;
      last = next;
      energy += (double) samples[i] * samples[i];
    }
    double power = last * last + before * before - coefficient * last * before;
    return energy == 0 ? 0 : 2 * power / (energy * (to - from));
  }

  static double level(short[] samples, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) sum += (double) samples[i] * samples[i];
    return Math.sqrt(sum / (to - from));
  }
}
