package io.ringmaster.media;

import io.ringmaster.protocol.signal.MediaSignal;
import io.ringmaster.protocol.signal.MediaSignal.RecordingFailed;
import io.ringmaster.protocol.signal.MediaSignal.RecordingStarted;
import io.ringmaster.protocol.signal.MediaSignal.RecordingStopped;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The writer's side of a recording. It stays one second behind the clock, so that late and reordered packets find their place; where
/// none came there is silence.
///
/// The file grows as `NAME.part` and gets its name when it is complete. A part left behind by an engine that died is continued.
final class RecordingWriter {

  private static final int BEHIND = Codec.RATE;
  private static final int WINDOW = 4 * Codec.RATE;

  private final Path directory;
  private final String name;
  private final boolean stereo;
  private final Recording recording;
  private final MediaClock clock;
  private final Consumer<MediaSignal> tell;
  private Runnable whenDone = () -> {};

  private @Nullable SoundFile file;
  private @Nullable Path part;
  private boolean done;
  private long written;
  private final short[] left = new short[WINDOW];
  private final short[] right = new short[WINDOW];
  private final short[] interleaved = new short[2 * Codec.RATE];
  private @Nullable IOException broken;

  RecordingWriter(
      Path directory,
      String name,
      boolean stereo,
      Recording recording,
      MediaClock clock,
      Consumer<MediaSignal> tell) {
    this.directory = directory;
    this.name = name;
    this.stereo = stereo;
    this.recording = recording;
    this.clock = clock;
    this.tell = tell;
  }

  synchronized void whenDone(Runnable action) {
    whenDone = action;
    if (done) action.run();
  }

  /// Writes what has become due.
  synchronized void turn() {
    if (done) return;
    try {
      long end = recording.end(); // before draining: what was said until then is in the ring
      if (file == null) {
        file = open();
        tell.accept(new RecordingStarted(recording.number()));
      }
      recording.ring().drain(this::place);
      IOException failure = broken;
      if (failure != null) throw failure;
      flushTo(end >= 0 ? end : recording.positionAt(clock.nanos()) - BEHIND);
      if (end >= 0) complete();
    } catch (IOException e) {
      abandon();
      String why =
          e instanceof FileAlreadyExistsException
              ? "there is already a file '%s'".formatted(name)
              : e.toString();
      tell.accept(new RecordingFailed(recording.number(), why));
      done();
    }
  }

  private SoundFile open() throws IOException {
    Path target = directory.resolve(name).normalize();
    if (!target.startsWith(directory) || target.equals(directory)) {
      throw new IOException("'%s' is not a name below the directory of recordings".formatted(name));
    }
    if (Files.exists(target)) throw new FileAlreadyExistsException(name);
    Files.createDirectories(directory.resolve(target).getParent());
    Path growing = target.resolveSibling(target.getFileName() + ".part");
    part = growing;
    return name.toLowerCase(Locale.ROOT).endsWith(".wav")
        ? new PcmFile(growing)
        : new Mp3File(growing);
  }

  private void place(
      long position, boolean heard, Codec codec, ByteBuffer codes, int start, int length) {
    try {
      // A packet from beyond the window: time has gone on without anybody flushing.
      if (position + length > written + WINDOW) flushTo(position + length - WINDOW);
    } catch (IOException e) {
      broken = e;
    }
    short[] channel = heard ? right : left;
    for (int i = 0; i < length; i++) {
      long at = position + i;
      if (at < written) continue; // too late
      channel[(int) (at % WINDOW)] = codec.decode(codes.get(start + i));
    }
  }

  private void flushTo(long position) throws IOException {
    SoundFile into = file;
    if (into == null) return;
    while (written < position) {
      int count = (int) Math.min(position - written, interleaved.length / 2);
      for (int i = 0; i < count; i++) {
        int at = (int) ((written + i) % WINDOW);
        int mix = Math.clamp(left[at] + right[at], Short.MIN_VALUE, Short.MAX_VALUE);
        interleaved[2 * i] = stereo ? left[at] : (short) mix;
        interleaved[2 * i + 1] = stereo ? right[at] : (short) mix;
        left[at] = 0;
        right[at] = 0;
      }
      into.write(interleaved, count);
      written += count;
    }
  }

  private void complete() throws IOException {
    SoundFile whole = file;
    Path growing = part;
    if (whole == null || growing == null) return;
    file = null;
    whole.close();
    Files.move(growing, directory.resolve(name).normalize(), StandardCopyOption.ATOMIC_MOVE);
    tell.accept(new RecordingStopped(recording.number(), written / (double) Codec.RATE));
    done();
  }

  private void abandon() {
    SoundFile half = file;
    file = null;
    try {
      if (half != null) half.close();
    } catch (IOException e) {
      // The first failure is the one that is told.
    }
    Arrays.fill(left, (short) 0);
  }

  private void done() {
    done = true;
    whenDone.run();
  }
}
