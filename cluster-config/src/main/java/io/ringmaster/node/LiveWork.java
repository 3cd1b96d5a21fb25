package io.ringmaster.node;

import io.ringmaster.actors.port.Directory;
import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.SessionId;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The directory of all nodes, as this node's entities write to it: on the way it is noted what is open here, which a node that
/// leaves has to wait for, and which sessions have begun.
final class LiveWork implements Directory {

  private static final String OVER = "TERMINATED";

  private final Directory directory;
  private final Arrivals arrivals;
  private final Set<CallId> calls = ConcurrentHashMap.newKeySet();
  private final Set<SessionId> sessions = ConcurrentHashMap.newKeySet();

  LiveWork(Directory directory, Arrivals arrivals) {
    this.directory = directory;
    this.arrivals = arrivals;
  }

  /// The calls of this node that have not ended.
  Set<CallId> calls() {
    return Set.copyOf(calls);
  }

  /// The sessions of this node that have not ended.
  Set<SessionId> sessions() {
    return Set.copyOf(sessions);
  }

  @Override
  public void record(CallLine call) {
    if (call.state().equals(OVER)) {
      calls.remove(call.callId());
      arrivals.begun(call.callId().session());
    } else {
      calls.add(call.callId());
    }
    directory.record(call);
  }

  @Override
  public void record(SessionLine session) {
    arrivals.begun(session.sessionId());
    if (session.state().equals(OVER)) sessions.remove(session.sessionId());
    else sessions.add(session.sessionId());
    directory.record(session);
  }

  @Override
  public CompletionStage<List<CallLine>> calls(
      @Nullable String state, @Nullable Instant before, int limit) {
    return directory.calls(state, before, limit);
  }

  @Override
  public CompletionStage<List<SessionLine>> sessions(
      @Nullable String state, @Nullable Instant before, int limit) {
    return directory.sessions(state, before, limit);
  }
}
