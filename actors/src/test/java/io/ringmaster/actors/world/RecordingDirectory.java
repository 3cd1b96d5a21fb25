package io.ringmaster.actors.world;

import io.ringmaster.actors.port.Directory;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// Keeps every line it is given.
public final class RecordingDirectory implements Directory {

  private final List<CallLine> calls = new CopyOnWriteArrayList<>();
  private final List<SessionLine> sessions = new CopyOnWriteArrayList<>();

  @Override
  public void record(CallLine call) {
    calls.add(call);
  }

  @Override
  public void record(SessionLine session) {
    sessions.add(session);
  }

  public List<CallLine> calls() {
    return calls;
  }

  public List<SessionLine> sessions() {
    return sessions;
  }

  @Override
  public CompletionStage<List<CallLine>> calls(
      @Nullable String state, @Nullable Instant before, int limit) {
    throw new UnsupportedOperationException("entities only write");
  }

  @Override
  public CompletionStage<List<SessionLine>> sessions(
      @Nullable String state, @Nullable Instant before, int limit) {
    throw new UnsupportedOperationException("entities only write");
  }
}
