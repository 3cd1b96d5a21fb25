package io.ringmaster.actors.port;

import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.signal.CallSignal;

/// The way from the adapters to calls, wherever in the cluster they live. Signals of one sender to one call keep their order.
@FunctionalInterface
public interface CallSignals {

  /// Gives a signal to a call. Returns at once; safe from any thread.
  void tell(CallId call, CallSignal signal);
}
