package io.ringmaster.node.cluster;

import io.ringmaster.actors.ClusterMessage;
import io.ringmaster.actors.port.Signalling;
import io.ringmaster.actors.port.SipEffect;
import io.ringmaster.protocol.CallId;
import io.ringmaster.sip.RemoteEdges;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.actor.typed.receptionist.ServiceKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries SIP effects to the edge that holds the transaction they answer. Every node's edge is announced under the node's name.
public final class EdgeNetwork implements RemoteEdges {

  private static final Logger LOG = LoggerFactory.getLogger(EdgeNetwork.class);

  /// An effect on its way to another node's edge.
  public record Deliver(CallId call, SipEffect effect) implements ClusterMessage {}

  private final ActorSystem<?> system;
  private final Map<String, ActorRef<Deliver>> edges = new ConcurrentHashMap<>();

  public EdgeNetwork(ActorSystem<?> system) {
    this.system = system;
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
  public void perform(String node, CallId call, SipEffect effect) {
    edges.computeIfAbsent(node, this::findInFuture).tell(new Deliver(call, effect));
  }

  /// An actor that knows, as long as this node lives, where `node`'s edge is. What comes while it is nowhere is lost: the transaction
  /// was lost with its node.
  private ActorRef<Deliver> findInFuture(String node) {
    return system.systemActorOf(Route.to(node), "edge-of-" + node, Props.empty());
  }

  private static ServiceKey<Deliver> key(String node) {
    return ServiceKey.create(Deliver.class, "edge-" + node);
  }

  private static final class Route {

    private Route() {}

    /// Until the receptionist has answered once, effects wait.
    static Behavior<Deliver> to(String node) {
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
                        Behaviors.receive(Object.class)
                            .onMessage(
                                Receptionist.Listing.class,
                                listing ->
                                    listing.getServiceInstances(key(node)).isEmpty()
                                        ? Behaviors.same()
                                        : waiting.unstashAll(known(node, listing)))
                            .onMessage(
                                Deliver.class,
                                message -> {
                                  if (!waiting.isFull()) waiting.stash(message);
                                  return Behaviors.same();
                                })
                            .build());
              })
          .narrow();
    }

    private static Behavior<Object> known(String node, Receptionist.Listing listing) {
      var edges = listing.getServiceInstances(key(node));
      return Behaviors.receive(Object.class)
          .onMessage(Receptionist.Listing.class, newer -> known(node, newer))
          .onMessage(
              Deliver.class,
              message -> {
                if (edges.isEmpty()) {
                  LOG.warn(
                      "an effect of call {} is lost: the edge of node {} is gone",
                      message.call(),
                      node);
                }
                edges.forEach(edge -> edge.tell(message));
                return Behaviors.same();
              })
          .build();
    }
  }
}
