package io.ringmaster.actors.cluster;

import io.ringmaster.actors.call.CallEntity;
import io.ringmaster.actors.call.CallMessage;
import io.ringmaster.actors.call.Order;
import io.ringmaster.actors.call.SessionLine;
import io.ringmaster.actors.courier.CourierEntity;
import io.ringmaster.actors.courier.CourierMessage;
import io.ringmaster.actors.port.CallSignals;
import io.ringmaster.actors.session.CallLine;
import io.ringmaster.actors.session.CourierLine;
import io.ringmaster.actors.session.SessionEntity;
import io.ringmaster.actors.session.SessionMessage;
import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.SessionId;
import io.ringmaster.protocol.command.CommandRef;
import io.ringmaster.protocol.event.AppEvent.CallAlerting;
import io.ringmaster.protocol.event.NumberedCallEvent;
import io.ringmaster.protocol.signal.CallSignal;
import io.ringmaster.protocol.signal.LifeSignal;
import io.ringmaster.protocol.signal.Route;
import java.util.List;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.jspecify.annotations.Nullable;

/// Carries what calls, sessions and adapters say to one another to wherever the addressee lives.
public final class ClusterLines implements CallSignals, SessionLine, CallLine, CourierLine {

  private final ClusterSharding sharding;

  public ClusterLines(ClusterSharding sharding) {
    this.sharding = sharding;
  }

  void toCall(CallId call, CallMessage message) {
    sharding.entityRefFor(CallEntity.TYPE, call.value()).tell(message);
  }

  void toSession(SessionId session, SessionMessage message) {
    sharding.entityRefFor(SessionEntity.TYPE, session.value()).tell(message);
  }

  @Override
  public void tell(CallId call, CallSignal signal) {
    toCall(call, new CallMessage.Signal(signal));
  }

  @Override
  public void arrived(CallAlerting alerting, Route route) {
    toSession(alerting.id().session(), new SessionMessage.CallArrived(alerting, route));
  }

  @Override
  public void happened(CallId call, List<NumberedCallEvent> events) {
    toSession(call.session(), new SessionMessage.CallHappened(call, events));
  }

  @Override
  public void commandSettled(CallId call, CommandRef ref, @Nullable String refusal) {
    toSession(call.session(), new SessionMessage.CommandSettled(call, ref, refusal));
  }

  @Override
  public void over(CallId call) {
    toSession(call.session(), new SessionMessage.CallOver(call));
  }

  @Override
  public void order(CallId call, List<Order> orders) {
    toCall(call, new CallMessage.Orders(orders));
  }

  @Override
  public void eventsTaken(CallId call, long number) {
    toCall(call, new CallMessage.EventsTaken(number));
  }

  @Override
  public void signal(CallId call, LifeSignal signal) {
    toCall(call, new CallMessage.Signal(signal));
  }

  @Override
  public void written(SessionId session, long row) {
    sharding
        .entityRefFor(CourierEntity.TYPE, session.value())
        .tell(new CourierMessage.Written(row));
  }
}
