package io.ringmaster.node.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import java.util.List;
import org.apache.pekko.cluster.ConfigValidation;
import org.apache.pekko.cluster.JoinConfigCompatChecker;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/// Takes a node in only when its journal is in the database that the cluster's members use. With two journals, a call that is taken over
/// would begin anew. Asked on both sides before a node joins: Pekko makes it by its class name, see `pekko.conf`.
public final class SameDatabase extends JoinConfigCompatChecker {

  /// Where a node's configuration says which database it uses.
  private static final String KEY = "ringmaster-database";

  private static final Seq<String> KEYS = CollectionConverters.asScala(List.of(KEY)).toList();

  /// The configuration of an actor system whose node uses that database.
  ///
  /// @param identity see `Storage.identity()`
  public static Config declared(Config pekko, String identity) {
    return pekko.withValue(KEY, ConfigValueFactory.fromAnyRef(identity, "the database"));
  }

  @Override
  public Seq<String> requiredKeys() {
    return KEYS;
  }

  @Override
  public ConfigValidation check(Config toCheck, Config actual) {
    return fullMatch(KEYS, toCheck, actual);
  }
}
