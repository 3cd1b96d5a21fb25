package io.ringmaster.actors.cluster;

import io.ringmaster.actors.port.SessionJournal;
import io.ringmaster.actors.session.SessionEntity;
import io.ringmaster.actors.session.SessionEntry;
import io.ringmaster.actors.session.SessionEvents;
import io.ringmaster.actors.session.SessionFact.SessionEnded;
import io.ringmaster.actors.session.SessionFact.SessionStarted;
import io.ringmaster.protocol.SessionId;
import io.ringmaster.protocol.event.NumberedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.persistence.query.EventEnvelope;
import org.apache.pekko.persistence.query.javadsl.CurrentEventsByPersistenceIdQuery;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.stream.javadsl.Sink;

/// Reads session journals a few lines at a time. Its events are those of [JournalHistory#ofSession], in the same order.
public final class SessionPortions implements SessionJournal {

  /// Lines that are in memory at once.
  private static final int LINES = 50;

  private final ActorSystem<?> system;
  private final CurrentEventsByPersistenceIdQuery journal;

  public SessionPortions(ActorSystem<?> system, CurrentEventsByPersistenceIdQuery journal) {
    this.system = system;
    this.journal = journal;
  }

  @Override
  public CompletionStage<Optional<String>> webhook(SessionId session) {
    return lines(session, 1, 1)
        .thenApply(lines ->
            lines.stream()
                .flatMap(line -> facts(line).facts().stream())
                .filter(SessionStarted.class::isInstance)
                .findFirst()
                .map(fact -> ((SessionStarted) fact).route().webhook()));
  }

  @Override
  public CompletionStage<Portion> after(SessionId session, long row, int mostEvents) {
    return lines(session, row + 1, row + LINES).thenApply(lines -> portion(lines, row, mostEvents));
  }

  private static Portion portion(List<EventEnvelope> lines, long before, int mostEvents) {
    var events = new ArrayList<NumberedEvent>();
    long row = before;
    for (var line : lines) {
      var found = new ArrayList<NumberedEvent>();
      boolean over = addEvents(facts(line), found);
      if (row > before && events.size() + found.size() > mostEvents)
        return new Portion(row, events, false, true);
      row = line.sequenceNr();
      events.addAll(found);
      if (over) return new Portion(row, events, true, false);
    }
    return new Portion(row, events, false, lines.size() == LINES);
  }

  /// Tells whether the session ends in this line. What comes after its end is not told to anybody.
  private static boolean addEvents(SessionEntry entry, List<NumberedEvent> events) {
    for (var fact : entry.facts()) {
      if (fact instanceof SessionEnded) return true;
      SessionEvents.of(fact).ifPresent(events::add);
    }
    return false;
  }

  private static SessionEntry facts(EventEnvelope line) {
    return (SessionEntry) line.event();
  }

  private CompletionStage<List<EventEnvelope>> lines(SessionId session, long from, long to) {
    var id = PersistenceId.of(SessionEntity.TYPE.name(), session.value());
    return journal.currentEventsByPersistenceId(id.id(), from, to).runWith(Sink.seq(), system);
  }
}
