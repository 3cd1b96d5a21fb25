package io.ringmaster.node.cluster;

import static org.awaitility.Awaitility.waitAtMost;

import io.ringmaster.node.settings.NodeSettings;
import io.ringmaster.node.settings.Options;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;

/// A cluster of actor systems in this process, with the whole of `pekko.conf`.
final class Members implements AutoCloseable {

  private static final Duration SOON = Duration.ofSeconds(30);

  private final List<ActorTestKit> systems = new ArrayList<>();

  /// One more, which has joined the others.
  ActorSystem<?> add() {
    var settings =
        NodeSettings.load(
            Options.parse(List.of("--cluster-port=0", "-Dringmaster.log.level=ERROR")), Map.of());
    var kit = ActorTestKit.create("ringmaster", settings.pekko());
    systems.add(kit);
    Cluster.get(kit.system())
        .manager()
        .tell(Join.create(Cluster.get(first()).selfMember().address()));
    waitAtMost(SOON).until(() -> everyoneSees(systems.size()));
    return kit.system();
  }

  ActorSystem<?> first() {
    return systems.getFirst().system();
  }

  int size() {
    return systems.size();
  }

  /// Waits until every member knows of that many who have recordings.
  void untilSeen(int desks) {
    for (var kit : systems) waitAtMost(SOON).until(() -> desks(kit.system()) == desks);
  }

  /// The one that came last leaves, and the others have noticed.
  void closeLast() {
    systems.removeLast().shutdownTestKit();
    waitAtMost(SOON).until(() -> everyoneSees(systems.size()));
    untilSeen(systems.size());
  }

  @Override
  public void close() {
    while (!systems.isEmpty()) systems.removeLast().shutdownTestKit();
  }

  private boolean everyoneSees(int members) {
    return systems.stream()
        .allMatch(kit -> {
          var state = Cluster.get(kit.system()).state();
          return scala.jdk.javaapi.CollectionConverters.asJava(state.members()).stream()
                  .filter(
                      member -> member.status().equals(org.apache.pekko.cluster.MemberStatus.up()))
                  .count()
              == members;
        });
  }

  private static int desks(ActorSystem<?> system) {
    return AskPattern.<Receptionist.Command, Receptionist.Listing>ask(
            system.receptionist(),
            replyTo -> Receptionist.find(ClusterRecordings.KEY, replyTo),
            SOON,
            system.scheduler())
        .toCompletableFuture()
        .orTimeout(SOON.toSeconds(), TimeUnit.SECONDS)
        .join()
        .getServiceInstances(ClusterRecordings.KEY)
        .size();
  }
}
