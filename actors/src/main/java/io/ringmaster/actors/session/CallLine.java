package io.ringmaster.actors.session;

import io.ringmaster.actors.call.Order;
import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.signal.LifeSignal;
import java.util.List;

/// The way from a session to its calls.
public interface CallLine {

  /// Gives a call everything it has not answered yet, in order.
  void order(CallId call, List<Order> orders);

  /// Acknowledges the events of a call up to this number; 0 stands for the news of its arrival.
  void eventsTaken(CallId call, long number);

  void signal(CallId call, LifeSignal signal);
}
