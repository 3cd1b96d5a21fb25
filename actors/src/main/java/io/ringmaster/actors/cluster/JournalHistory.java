package io.ringmaster.actors.cluster;

import io.ringmaster.actors.CallView;
import io.ringmaster.actors.History;
import io.ringmaster.actors.SessionView;
import io.ringmaster.actors.call.CallEntity;
import io.ringmaster.actors.call.CallEntry;
import io.ringmaster.actors.call.CallSettings;
import io.ringmaster.actors.call.RecordedCall;
import io.ringmaster.actors.session.Session;
import io.ringmaster.actors.session.SessionEntity;
import io.ringmaster.actors.session.SessionEntry;
import io.ringmaster.actors.session.SessionEvents;
import io.ringmaster.actors.session.SessionFact;
import io.ringmaster.actors.session.SessionLogLines;
import io.ringmaster.actors.session.SessionSettings;
import io.ringmaster.actors.session.SessionViews;
import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.SessionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.persistence.query.EventEnvelope;
import org.apache.pekko.persistence.query.javadsl.CurrentEventsByPersistenceIdQuery;
import org.apache.pekko.persistence.query.javadsl.EventsByPersistenceIdQuery;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;

/// History by folding journals, on whatever node one asks.
public final class JournalHistory implements History {

  /// The whole journal in the order in which it was written.
  @FunctionalInterface
  public interface WholeJournal {

    /// Session entries from journal position `from` on; other rows are left out.
    Source<Row, NotUsed> sessionsFrom(long from, boolean live);

    /// A line of some session's journal and its position among all lines of all journals.
    record Row(long position, SessionEntry entry) {}
  }

  /// More events than one line of a journal can hold.
  private static final long LINE = 64;

  private final ActorSystem<?> system;
  private final CurrentEventsByPersistenceIdQuery past;
  private final EventsByPersistenceIdQuery pastAndFuture;
  private final WholeJournal whole;
  private final CallSettings callSettings;
  private final SessionSettings sessionSettings;

  public <J extends CurrentEventsByPersistenceIdQuery & EventsByPersistenceIdQuery> JournalHistory(
      ActorSystem<?> system,
      J journal,
      WholeJournal whole,
      CallSettings callSettings,
      SessionSettings sessionSettings) {
    this.system = system;
    this.past = journal;
    this.pastAndFuture = journal;
    this.whole = whole;
    this.callSettings = callSettings;
    this.sessionSettings = sessionSettings;
  }

  @Override
  public Source<Positioned, NotUsed> ofCall(CallId call, long from, boolean live) {
    return read(PersistenceId.of(CallEntity.TYPE.name(), call.value()), live)
        .statefulMap(
            () -> RecordedCall.unborn(call),
            (state, envelope) -> {
              var after = state.on((CallEntry) envelope.event(), callSettings.recordingsUrl());
              return Pair.create(after, after);
            },
            _ -> Optional.empty())
        .takeWhile(state -> !state.isOver(), true)
        .mapConcat(RecordedCall::latest)
        .filter(event -> event.seq() >= from)
        .map(event -> new Positioned(event.seq(), event));
  }

  @Override
  public Source<Positioned, NotUsed> ofSession(SessionId session, long from, boolean live) {
    return read(PersistenceId.of(SessionEntity.TYPE.name(), session.value()), live)
        .mapConcat(envelope -> ((SessionEntry) envelope.event()).facts())
        .takeWhile(fact -> !(fact instanceof SessionFact.SessionEnded))
        .mapConcat(fact -> SessionEvents.of(fact).stream().toList())
        .zipWithIndex()
        .map(pair -> new Positioned(pair.second() + 1, pair.first()))
        .filter(event -> event.position() >= from);
  }

  @Override
  public Source<Positioned, NotUsed> ofAll(long from, boolean live) {
    return whole
        .sessionsFrom(from / LINE, live)
        .mapConcat(JournalHistory::events)
        .filter(event -> event.position() >= from);
  }

  /// The events of a line, each with a place of its own.
  private static List<Positioned> events(WholeJournal.Row row) {
    var events = new ArrayList<Positioned>();
    for (var fact : row.entry().facts()) {
      SessionEvents.of(fact)
          .ifPresent(
              event -> events.add(new Positioned(row.position() * LINE + events.size(), event)));
    }
    return events;
  }

  @Override
  public CompletionStage<Optional<List<String>>> log(SessionId session) {
    return read(PersistenceId.of(SessionEntity.TYPE.name(), session.value()), false)
        .map(envelope -> (SessionEntry) envelope.event())
        .runWith(Sink.seq(), system)
        .thenApply(entries ->
            entries.isEmpty() ? Optional.empty() : Optional.of(SessionLogLines.of(entries)));
  }

  /// The call as it stood after its fact number `fact`; empty when there is no such call, or no such fact.
  CompletionStage<Optional<CallView>> callAt(CallId call, long fact) {
    return read(PersistenceId.of(CallEntity.TYPE.name(), call.value()), false)
        .takeWhile(envelope -> envelope.sequenceNr() <= fact)
        .map(envelope -> (CallEntry) envelope.event())
        .runWith(
            Sink.fold(
                RecordedCall.unborn(call),
                (state, entry) -> state.on(entry, callSettings.recordingsUrl())),
            system)
        .thenApply(state ->
            fact == Long.MAX_VALUE || state.facts() == fact ? state.view() : Optional.empty());
  }

  CompletionStage<Optional<SessionView>> session(SessionId session) {
    return read(PersistenceId.of(SessionEntity.TYPE.name(), session.value()), false)
        .map(envelope -> (SessionEntry) envelope.event())
        .runWith(Sink.<Session, SessionEntry>fold(new Session.Unborn(session), Session::on), system)
        .thenApply(state -> SessionViews.of(state, sessionSettings));
  }

  private Source<EventEnvelope, NotUsed> read(PersistenceId id, boolean live) {
    return live
        ? pastAndFuture.eventsByPersistenceId(id.id(), 0, Long.MAX_VALUE)
        : past.currentEventsByPersistenceId(id.id(), 0, Long.MAX_VALUE);
  }
}
