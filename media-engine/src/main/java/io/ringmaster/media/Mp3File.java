package io.ringmaster.media;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.ShortPointer;

/// An mp3 file of constant 32 kbit/s. Its frames stand one after another without a container, so a file that was cut off at any moment
/// plays up to there, and one that was continued plays through.
final class Mp3File implements SoundFile {

  private static final int BIT_RATE = 32_000;

  private final FileChannel channel;
  private final AVCodecContext encoder;
  private final AVFrame frame;
  private final AVPacket packet;
  private final short[] left;
  private final short[] right;
  private int filled;
  private long frames;

  Mp3File(Path file) throws IOException {
    encoder = open();
    frame = avutil.av_frame_alloc();
    packet = avcodec.av_packet_alloc();
    left = new short[encoder.frame_size()];
    right = new short[encoder.frame_size()];
    try {
      frame.nb_samples(encoder.frame_size());
      frame.format(encoder.sample_fmt());
      frame.sample_rate(Codec.RATE);
      avutil.av_channel_layout_copy(frame.ch_layout(), encoder.ch_layout());
      check(avutil.av_frame_get_buffer(frame, 0));
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      free();
      throw e;
    }
  }

  /// Loads the native library, which takes a second or two the first time.
  static void warmUp() {
    avutil.av_log_set_level(avutil.AV_LOG_QUIET);
    avcodec.avcodec_find_encoder(avcodec.AV_CODEC_ID_MP3).close();
  }

  private static AVCodecContext open() throws IOException {
    avutil.av_log_set_level(avutil.AV_LOG_QUIET);
    AVCodec codec = avcodec.avcodec_find_encoder(avcodec.AV_CODEC_ID_MP3);
    if (codec == null) throw new IOException("this build of FFmpeg has no mp3 encoder");
    AVCodecContext context = avcodec.avcodec_alloc_context3(codec);
    context.sample_rate(Codec.RATE);
    context.bit_rate(BIT_RATE);
    context.sample_fmt(avutil.AV_SAMPLE_FMT_S16P);
    avutil.av_channel_layout_default(context.ch_layout(), 2);
    try {
      check(avcodec.avcodec_open2(context, codec, (AVDictionary) null));
    } catch (IOException e) {
      avcodec.avcodec_free_context(context);
      throw e;
    }
    return context;
  }

  @Override
  public void write(short[] interleaved, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      left[filled] = interleaved[2 * i];
      right[filled] = interleaved[2 * i + 1];
      if (++filled == left.length) encodeFrame();
    }
  }

  private void encodeFrame() throws IOException {
    check(avutil.av_frame_make_writable(frame));
    put(0, left);
    put(1, right);
    frame.pts(frames++ * left.length);
    filled = 0;
    check(avcodec.avcodec_send_frame(encoder, frame));
    drain();
  }

  private void put(int plane, short[] samples) {
    try (ShortPointer data = new ShortPointer(frame.data(plane))) {
      data.put(samples, 0, samples.length);
    }
  }

  private void drain() throws IOException {
    while (avcodec.avcodec_receive_packet(encoder, packet) == 0) {
      byte[] octets = new byte[packet.size()];
      packet.data().get(octets);
      avcodec.av_packet_unref(packet);
      ByteBuffer data = ByteBuffer.wrap(octets);
      while (data.hasRemaining()) channel.write(data);
    }
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      if (filled > 0) {
        Arrays.fill(left, filled, left.length, (short) 0);
        Arrays.fill(right, filled, right.length, (short) 0);
        encodeFrame();
      }
      check(avcodec.avcodec_send_frame(encoder, (AVFrame) null));
      drain();
    } finally {
      free();
    }
  }

  private void free() {
    avutil.av_frame_free(frame);
    avcodec.av_packet_free(packet);
    avcodec.avcodec_free_context(encoder);
  }

  private static void check(int result) throws IOException {
    if (result < 0) throw new IOException("the mp3 encoder failed with " + result);
  }
}
