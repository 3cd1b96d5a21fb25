package io.ringmaster.node.cluster;

import io.ringmaster.actors.cluster.JournalHistory.WholeJournal;
import io.ringmaster.actors.session.SessionEntity;
import io.ringmaster.actors.session.SessionEntry;
import io.ringmaster.node.storage.JournalTail;
import io.ringmaster.node.storage.Storage;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.stream.ActorAttributes;
import org.apache.pekko.stream.javadsl.Source;

/// The sessions' lines of the whole journal, in the order of their writing.
public final class JournalOfAll implements WholeJournal {

  private static final int PAGE = 500;

  /// How long a live reader waits when there is nothing new.
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final Storage storage;
  private final Serialization serialization;
  private final String prefix = SessionEntity.TYPE.name() + "|";

  public JournalOfAll(Storage storage, ActorSystem system) {
    this.storage = storage;
    this.serialization = SerializationExtension.get(system);
  }

  @Override
  public Source<Row, NotUsed> sessionsFrom(long from, boolean live) {
    return Source.lazySource(() -> live ? liveFrom(from) : presentFrom(from))
        .mapMaterializedValue(_ -> NotUsed.getInstance())
        .mapConcat(rows -> rows)
        .filter(row -> row.persistenceId().startsWith(prefix))
        .map(row -> new Row(row.ordering(), read(row)))
        .withAttributes(ActorAttributes.dispatcher("pekko.actor.default-blocking-io-dispatcher"));
  }

  private Source<List<JournalTail.Row>, NotUsed> presentFrom(long from) {
    long end = JournalTail.newest(storage);
    return Source.unfold(
        tail(from),
        tail -> {
          if (tail.position() >= end) return Optional.empty();
          var rows = tail.next(PAGE);
          return rows.isEmpty() ? Optional.empty() : Optional.of(pair(tail, rows));
        });
  }

  private Source<List<JournalTail.Row>, NotUsed> liveFrom(long from) {
    return Source.lazySource(
            () -> {
              var tail = tail(from);
              return Source.tick(Duration.ZERO, PAUSE, tail).map(t -> t.next(PAGE));
            })
        .mapMaterializedValue(_ -> NotUsed.getInstance());
  }

  private JournalTail tail(long from) {
    return new JournalTail(storage, Math.max(0, from - 1), InstantSource.system());
  }

  private static Pair<JournalTail, List<JournalTail.Row>> pair(
      JournalTail tail, List<JournalTail.Row> rows) {
    return Pair.create(tail, rows);
  }

  private SessionEntry read(JournalTail.Row row) {
    return (SessionEntry)
        serialization
            .deserialize(row.payload(), row.serializerId(), row.serializerManifest())
            .get();
  }
}
