package io.ringmaster.http;

import java.time.Instant;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/// A recording that can be read.
///
/// @param name of the file; its extension says what it is
/// @param length bytes
/// @param modified when it was completed
public record RecordingFile(String name, long length, Instant modified, Content content) {

  @FunctionalInterface
  public interface Content {

    /// The bytes from position `from` (0 is the first), `count` of them: read no faster than they are taken, and not before. Fails
    /// when the file is gone or shorter by then.
    Source<ByteString, NotUsed> read(long from, long count);
  }
}
