package io.ringmaster.media;

import java.io.IOException;
import java.nio.ShortBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.FrameGrabber;

/// Decodes mp3, ogg, flac and wav of any rate with FFmpeg, to 8 kHz mono.
final class SoundDecoder {

  /// FFmpeg knows containers that name other files to be opened; none of those.
  private static final String CONTAINERS = "mp3,ogg,flac,wav";

  private SoundDecoder() {}

  /// @param limit most samples to take; the rest is cut off
  /// @throws IOException when it is no such sound
  static short[] read(Path file, long limit) throws IOException {
    avutil.av_log_set_level(avutil.AV_LOG_QUIET);
    try (FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(file.toFile())) {
      grabber.setOption("format_whitelist", CONTAINERS);
      grabber.setOption("protocol_whitelist", "file");
      grabber.setSampleRate(Codec.RATE);
      grabber.setAudioChannels(1);
      grabber.setSampleMode(FrameGrabber.SampleMode.SHORT);
      grabber.start();
      short[] samples = new short[Codec.RATE];
      int count = 0;
      for (Frame frame = grabber.grabSamples();
          frame != null && count < limit;
          frame = grabber.grabSamples()) {
        if (!(frame.samples != null && frame.samples[0] instanceof ShortBuffer some)) continue;
        int more = some.remaining();
        if (count + more > samples.length) {
          samples = Arrays.copyOf(samples, Math.max(count + more, samples.length * 2));
        }
        some.get(samples, count, more);
        count += more;
      }
      if (count == 0) throw new IOException("there is no sound in it");
      return Arrays.copyOf(samples, (int) Math.min(count, limit));
    }
  }
}
