package io.ringmaster.media;

import java.io.IOException;

/// A file of two channels at 8 kHz that grows. Created when missing, continued when there.
sealed interface SoundFile extends AutoCloseable permits PcmFile, Mp3File {

  /// Appends.
  ///
  /// @param interleaved left and right in turn
  /// @param count samples of each channel
  void write(short[] interleaved, int count) throws IOException;

  /// Completes the file.
  @Override
  void close() throws IOException;
}
