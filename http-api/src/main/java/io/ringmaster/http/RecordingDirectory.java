package io.ringmaster.http;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/// The recordings of one directory.
///
/// @param directory need not exist yet
public record RecordingDirectory(Path directory) implements Recordings {

  /// Extensions that may be left away in an id.
  private static final List<String> EXTENSIONS =
      List.of("flac", "mp3", "mp4", "ogg", "opus", "wav", "webm");

  /// A file's name and nothing else: no separators, no leading dot.
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,199}");

  /// Bytes that are read at a time. Small enough to be one message between nodes among others.
  private static final int CHUNK = 32 * 1024;

  /// Whether there may be a recording of that id anywhere.
  public static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  @Override
  public CompletionStage<Answer> find(String id) {
    return CompletableFuture.completedFuture(
        look(id).<Answer>map(Answer.Found::new).orElseGet(() -> Answer.Missing.unknown(id)));
  }

  /// The file of that name, or the one of that name and an extension we know. Links that lead out of the directory lead nowhere.
  public Optional<RecordingFile> look(String id) {
    if (!isId(id) || !Files.isDirectory(directory)) return Optional.empty();
    try {
      var root = directory.toRealPath();
      for (var name :
          (Iterable<String>)
              Stream.concat(Stream.of(id), EXTENSIONS.stream().map(type -> id + "." + type))
                  ::iterator) {
        var file = root.resolve(name);
        if (Files.isRegularFile(file) && file.toRealPath().startsWith(root)) {
          return Optional.of(
              new RecordingFile(
                  name,
                  Files.size(file),
                  Files.getLastModifiedTime(file).toInstant(),
                  (from, count) -> part(file, from, count)));
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Source<ByteString, NotUsed> part(Path file, long from, long count) {
    return Source.unfoldResource(
            () -> new Part(FileChannel.open(file, StandardOpenOption.READ), from, from + count),
            Part::next,
            Part::close)
        .mapMaterializedValue(_ -> NotUsed.getInstance());
  }

  /// What is left to read of a file that is open.
  private static final class Part {

    private final FileChannel file;
    private final long end;
    private long position;

    Part(FileChannel file, long from, long end) {
      this.file = file;
      this.position = from;
      this.end = end;
    }

    Optional<ByteString> next() throws IOException {
      if (position >= end) return Optional.empty();
      var chunk = ByteBuffer.allocate((int) Math.min(CHUNK, end - position));
      int count = file.read(chunk, position);
      if (count < 0)
        throw new EOFException("the recording ends at %d, before %d".formatted(position, end));
      position += count;
      return Optional.of(ByteString.fromByteBuffer(chunk.flip()));
    }

    void close() throws IOException {
      file.close();
    }
  }
}
