package io.ringmaster.node.storage;

import io.ringmaster.actors.session.SessionEntity;
import java.util.List;
import org.apache.pekko.persistence.jdbc.config.JournalConfig;
import org.apache.pekko.persistence.jdbc.journal.dao.DefaultJournalDao;
import org.apache.pekko.persistence.jdbc.journal.dao.JournalTables.JournalPekkoSerializationRow;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.stream.Materializer;
import scala.Tuple2;
import scala.collection.immutable.Seq;
import scala.collection.immutable.Set;
import scala.concurrent.ExecutionContext;
import scala.concurrent.Future;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.FutureConverters;
import scala.runtime.BoxedUnit;
import slick.jdbc.JdbcBackend;
import slick.jdbc.JdbcProfile;

/// The journal of pekko-persistence-jdbc, reading as ever, but writing through the node's [JournalWriter]. Pekko makes it by its class
/// name, `jdbc-journal.dao`.
public final class GroupedJournalDao extends DefaultJournalDao {

  private final JournalWriter writer;

  /// Called by Pekko, each time the journal starts.
  public GroupedJournalDao(
      JdbcBackend.JdbcDatabaseDef database,
      JdbcProfile profile,
      JournalConfig config,
      Serialization serialization,
      ExecutionContext executor,
      Materializer materializer) {
    super(database, profile, config, serialization, executor, materializer);
    writer = PooledJournal.Pool.of(materializer.system()).writer();
  }

  /// Of ours only the beginnings of sessions with a webhook are tagged, and that the writer knows; it writes no tags.
  @Override
  public Future<BoxedUnit> queueWriteJournalRows(
      Seq<Tuple2<JournalPekkoSerializationRow, Set<String>>> rows) {
    var written = CollectionConverters.asJava(rows);
    if (!written.stream().allMatch(row -> row._2().isEmpty() || isWithWebhook(row._2())))
      return super.queueWriteJournalRows(rows);
    List<JournalRow> ours =
        written.stream().map(row -> new JournalRow(row._1(), isWithWebhook(row._2()))).toList();
    return FutureConverters.asScala(writer.write(ours).thenApply(_ -> BoxedUnit.UNIT));
  }

  private static boolean isWithWebhook(Set<String> tags) {
    return tags.size() == 1 && tags.contains(SessionEntity.WEBHOOK_TAG);
  }
}
