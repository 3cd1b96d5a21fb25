package io.ringmaster.node;

import io.ringmaster.node.settings.NodeSettings;
import io.ringmaster.node.settings.StartFailure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.AddressFromURIString;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.MemberStatus;

/// A node's place in the cluster.
final class Membership {

  /// How long a node looks for its seeds before it gives up.
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ActorSystem<?> system;
  private final Cluster cluster;

  Membership(ActorSystem<?> system) {
    this.system = system;
    this.cluster = Cluster.get(system);
  }

  /// Joins through the seeds, or becomes a cluster of one; returns once the cluster has taken this node in.
  ///
  /// @param database where this node's journal is, in words
  /// @throws StartFailure when no seed takes it in
  void join(NodeSettings.Cluster settings, String database) throws InterruptedException {
    var up = new CompletableFuture<Boolean>();
    cluster.registerOnMemberUp(() -> up.complete(true));
    // Whom the seeds refuse, Pekko ends.
    system.getWhenTerminated().thenRun(() -> up.complete(false));
    if (settings.seeds().isEmpty()) {
      cluster.join(cluster.selfAddress());
    } else {
      cluster.joinSeedNodes(settings.seeds().stream().map(this::address).toList());
    }
    try {
      if (up.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)) return;
    } catch (TimeoutException | ExecutionException e) {
      throw new StartFailure(unanswered(settings), e);
    }
    throw new StartFailure(
        isRefused() ? anotherDatabase(settings, database) : unanswered(settings));
  }

  private boolean isRefused() {
    return CoordinatedShutdown.get(system)
        .getShutdownReason()
        .filter(CoordinatedShutdown.incompatibleConfigurationDetectedReason()::equals)
        .isPresent();
  }

  private static String unanswered(NodeSettings.Cluster settings) {
    return "no node of the cluster answered at %s; see that one of them runs, or leave out --seed"
        .formatted(String.join(", ", settings.seeds()));
  }

  private static String anotherDatabase(NodeSettings.Cluster settings, String database) {
    return "the cluster at %s uses another database than this node (%s); give all its nodes the same --db-url jdbc:postgresql://HOST:PORT/DATABASE, or leave out --seed"
        .formatted(String.join(", ", settings.seeds()), database);
  }

  boolean isUp() {
    return cluster.selfMember().status().equals(MemberStatus.up());
  }

  /// How many nodes there are and how many of them do not answer, for an operator.
  String summary() {
    var state = cluster.state();
    int members =
        List.copyOf(scala.jdk.javaapi.CollectionConverters.asJava(state.members())).size();
    int gone = scala.jdk.javaapi.CollectionConverters.asJava(state.unreachable()).size();
    return "%d members, %d unreachable".formatted(members, gone);
  }

  private Address address(String seed) {
    var self = cluster.selfAddress();
    return AddressFromURIString.parse("%s://%s@%s".formatted(self.protocol(), self.system(), seed));
  }
}
