package io.ringmaster.media;

import io.ringmaster.actors.port.CallSignals;
import io.ringmaster.protocol.CallId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where recordings are written, away from the event loops: each is looked at ten times in a second by one of two threads.
final class RecordingRoom implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RecordingRoom.class);

  private static final int PERIOD = 100;

  private final Path directory;
  private final MediaClock clock;
  private final CallSignals signals;
  private final ScheduledExecutorService writers;
  private final Set<RecordingWriter> open = ConcurrentHashMap.newKeySet();

  RecordingRoom(Path directory, MediaClock clock, CallSignals signals) throws IOException {
    this.directory = Files.createDirectories(directory).toAbsolutePath().normalize();
    this.clock = clock;
    this.signals = signals;
    this.writers =
        Executors.newScheduledThreadPool(
            2, Thread.ofPlatform().name("media-recordings-", 0).daemon().factory());
    writers.execute(Mp3File::warmUp);
  }

  /// Begins a recording. What comes of it is told as signals to the call.
  Recording begin(CallId call, int number, String file, boolean stereo, long now) {
    Recording recording = new Recording(number, now);
    var writer =
        new RecordingWriter(
            directory, file, stereo, recording, clock, signal -> signals.tell(call, signal));
    open.add(writer);
    var turns =
        writers.scheduleWithFixedDelay(() -> turn(writer), 0, PERIOD, TimeUnit.MILLISECONDS);
    writer.whenDone(() -> {
      open.remove(writer);
      turns.cancel(false);
    });
    recording.whenStopped(() -> writers.execute(() -> turn(writer)));
    return recording;
  }

  private static void turn(RecordingWriter writer) {
    try {
      writer.turn();
    } catch (RuntimeException e) {
      LOG.error("a recording broke", e);
    }
  }

  /// Completes what is still open. The loops that feed recordings must have ended before.
  @Override
  public void close() {
    writers.shutdown(); // and not shutdownNow: an interrupt would close the files under the writers
    boolean interrupted = false;
    try {
      if (!writers.awaitTermination(10, TimeUnit.SECONDS)) LOG.warn("recordings are slow to end");
    } catch (InterruptedException e) {
      interrupted = true;
    }
    open.forEach(RecordingRoom::turn);
    if (interrupted) Thread.currentThread().interrupt();
  }
}
