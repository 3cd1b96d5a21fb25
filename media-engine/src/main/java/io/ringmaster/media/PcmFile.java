package io.ringmaster.media;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A WAV file of 16-bit PCM. Its header tells the true length once it is complete.
final class PcmFile implements SoundFile {

  private static final int HEADER = 44;

  private final FileChannel channel;
  private long octets;

  PcmFile(Path file) throws IOException {
    channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    octets = Math.max(0, channel.size() - HEADER) & ~3L;
    channel.position(0);
    write(WavFile.header(2, 0));
    channel.position(HEADER + octets);
  }

  @Override
  public void write(short[] interleaved, int count) throws IOException {
    ByteBuffer data = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
    data.asShortBuffer().put(interleaved, 0, 2 * count);
    write(data);
    octets += 4L * count;
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      channel.position(0);
      write(WavFile.header(2, (int) Math.min(octets, Integer.MAX_VALUE)));
    }
  }

  private void write(ByteBuffer data) throws IOException {
    while (data.hasRemaining()) channel.write(data);
  }
}
