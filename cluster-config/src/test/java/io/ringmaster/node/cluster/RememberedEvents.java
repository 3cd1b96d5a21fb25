package io.ringmaster.node.cluster;

import io.ringmaster.actors.History;
import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.SessionId;
import io.ringmaster.protocol.event.CallEvent;
import io.ringmaster.protocol.event.NumberedCallEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Source;

/// The events of calls in memory.
final class RememberedEvents implements History {

  private final Map<CallId, List<Positioned>> calls = new ConcurrentHashMap<>();
  private volatile boolean broken;

  void add(String call, CallEvent event) {
    var id = new CallId(call);
    var events = calls.computeIfAbsent(id, _ -> new CopyOnWriteArrayList<>());
    long seq = events.size() + 1L;
    events.add(new Positioned(seq, new NumberedCallEvent(id, seq, Instant.EPOCH, event)));
  }

  /// As if nothing had ever happened.
  void clear() {
    calls.clear();
    broken = false;
  }

  /// From now on nothing can be read.
  void breakDown() {
    broken = true;
  }

  @Override
  public Source<Positioned, NotUsed> ofCall(CallId call, long from, boolean live) {
    return broken
        ? Source.failed(new IllegalStateException("the database is away"))
        : Source.from(calls.getOrDefault(call, List.of()));
  }

  @Override
  public Source<Positioned, NotUsed> ofSession(SessionId session, long from, boolean live) {
    return Source.empty();
  }

  @Override
  public Source<Positioned, NotUsed> ofAll(long from, boolean live) {
    return Source.empty();
  }

  @Override
  public CompletionStage<Optional<List<String>>> log(SessionId session) {
    throw new UnsupportedOperationException("nobody asks for logs here");
  }
}
