package io.ringmaster.node.storage;

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

  /// Nothing of ours is tagged, and the writer knows no tags.
  @Override
  public Future<BoxedUnit> queueWriteJournalRows(
      Seq<Tuple2<JournalPekkoSerializationRow, Set<String>>> rows) {
    var written = CollectionConverters.asJava(rows);
    if (written.stream().anyMatch(row -> !row._2().isEmpty()))
      return super.queueWriteJournalRows(rows);
    List<JournalRow> ours = written.stream().map(row -> new JournalRow(row._1())).toList();
    return FutureConverters.asScala(writer.write(ours).thenApply(_ -> BoxedUnit.UNIT));
  }
}
