package io.ringmaster.node.cluster;

import io.ringmaster.actors.ClusterMessage;
import io.ringmaster.actors.port.Signalling;
import io.ringmaster.actors.port.SipEffect;
import io.ringmaster.protocol.CallId;
import io.ringmaster.sip.RemoteEdges;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.stream.StreamSupport;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.StashBuffer;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.actor.typed.receptionist.ServiceKey;
import org.apache.pekko.cluster.typed.Cluster;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries SIP effects to the edge that holds the transaction they answer. Every node's edge is announced under the node's name.
public final class EdgeNetwork implements RemoteEdges {

  private static final Logger LOG = LoggerFactory.getLogger(EdgeNetwork.class);

  /// An effect on its way to another node's edge.
  public record Deliver(CallId call, SipEffect effect) implements ClusterMessage {}

  private final ActorSystem<?> system;
  private final Map<String, ActorRef<Errand>> edges = new ConcurrentHashMap<>();

  private final BooleanSupplier alone;
  private final Duration patience;

  public EdgeNetwork(ActorSystem<?> system) {
    this(system, () -> others(system) <= 0, Duration.ofSeconds(3));
  }

  /// - `alone`: whether there is no other node, and so nobody to wait for.
  /// - `patience`: how long an edge that nobody has announced yet is waited for.
  EdgeNetwork(ActorSystem<?> system, BooleanSupplier alone, Duration patience) {
    this.system = system;
    this.alone = alone;
    this.patience = patience;
  }

  private static long others(ActorSystem<?> system) {
    var members = Cluster.get(system).state().getMembers().spliterator();
    return StreamSupport.stream(members, false).count() - 1;
  }

  /// Announces this node's edge.
  public void announce(String node, Signalling edge) {
    Behavior<Deliver> inbox =
        Behaviors.receive(Deliver.class)
            .onMessage(
                Deliver.class,
                message -> {
                  edge.perform(message.call(), message.effect());
                  return Behaviors.same();
                })
            .build();
    var ref = system.systemActorOf(inbox, "edge", Props.empty());
    system.receptionist().tell(Receptionist.register(key(node), ref));
  }

  @Override
  public void perform(String node, CallId call, SipEffect effect, Runnable lost) {
    if (alone.getAsBoolean()) {
      lost.run();
      return;
    }
    edges
        .computeIfAbsent(node, this::findInFuture)
        .tell(new Errand(new Deliver(call, effect), lost));
  }

  /// An actor that knows, as long as this node lives, where `node`'s edge is.
  private ActorRef<Errand> findInFuture(String node) {
    return system.systemActorOf(Route.to(node, patience), "edge-of-" + node, Props.empty());
  }

  private static ServiceKey<Deliver> key(String node) {
    return ServiceKey.create(Deliver.class, "edge-" + node);
  }

  /// What is to be delivered.
  ///
  /// @param lost runs when there is nobody to take it
  private record Errand(Deliver message, Runnable lost) {}

  /// An edge that is nowhere may be new, and the news of it on the way: it is waited for once. One that stays away is gone, and its
  /// transactions with it.
  private static final class Route {

    private enum Patience {
      OVER
    }

    private Route() {}

    static Behavior<Errand> to(String node, Duration patience) {
      return Behaviors.<Object>setup(
              context -> {
                var listings =
                    context.messageAdapter(Receptionist.Listing.class, listing -> listing);
                context
                    .getSystem()
                    .receptionist()
                    .tell(Receptionist.subscribe(key(node), listings));
                return Behaviors.withStash(
                    1_000,
                    waiting ->
                        Behaviors.withTimers(timers -> {
                          timers.startSingleTimer(Patience.OVER, patience);
                          return unknown(node, waiting);
                        }));
              })
          .narrow();
    }

    private static Behavior<Object> unknown(String node, StashBuffer<Object> waiting) {
      return Behaviors.receive(Object.class)
          .onMessage(
              Receptionist.Listing.class,
              listing ->
                  edges(node, listing).isEmpty()
                      ? Behaviors.same()
                      : waiting.unstashAll(known(node, edges(node, listing))))
          .onMessage(
              Errand.class,
              errand -> {
                if (waiting.isFull()) giveUp(node, errand);
                else waiting.stash(errand);
                return Behaviors.same();
              })
          .onMessageEquals(Patience.OVER, () -> waiting.unstashAll(known(node, Set.of())))
          .build();
    }

    private static Behavior<Object> known(String node, Set<ActorRef<Deliver>> edges) {
      return Behaviors.receive(Object.class)
          .onMessage(Receptionist.Listing.class, newer -> known(node, edges(node, newer)))
          .onMessage(
              Errand.class,
              errand -> {
                if (edges.isEmpty()) giveUp(node, errand);
                edges.forEach(edge -> edge.tell(errand.message()));
                return Behaviors.same();
              })
          .onMessageEquals(Patience.OVER, Behaviors::same)
          .build();
    }

    private static Set<ActorRef<Deliver>> edges(String node, Receptionist.Listing listing) {
      return listing.getServiceInstances(key(node));
    }

    private static void giveUp(String node, Errand errand) {
      LOG.info("call {}: the edge of node {} is gone", errand.message().call(), node);
      errand.lost().run();
    }
  }
}
