package io.ringmaster.http;

import io.ringmaster.actors.History.Positioned;
import io.ringmaster.protocol.event.NumberedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.NotUsed;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.javadsl.Source;

/// One history in memory, with readers that wait for more.
final class Journal {

  private final List<Positioned> events = new ArrayList<>();
  private boolean hasEnded;
  private CompletableFuture<Void> change = new CompletableFuture<>();

  synchronized void add(NumberedEvent event) {
    events.add(new Positioned(events.size() + 1, event));
    announce();
  }

  synchronized void end() {
    hasEnded = true;
    announce();
  }

  synchronized int size() {
    return events.size();
  }

  Source<Positioned, NotUsed> read(long from, boolean live) {
    return Source.unfoldAsync(from, position -> next(position, live));
  }

  private synchronized CompletionStage<Optional<Pair<Long, Positioned>>> next(
      long position, boolean live) {
    if (position <= events.size()) {
      var event = events.get((int) position - 1);
      return CompletableFuture.completedFuture(Optional.of(Pair.create(position + 1, event)));
    }
    if (!live || hasEnded) return CompletableFuture.completedFuture(Optional.empty());
    return change.thenCompose(ignored -> next(position, true));
  }

  private void announce() {
    var changed = change;
    change = new CompletableFuture<>();
    changed.complete(null);
  }
}
