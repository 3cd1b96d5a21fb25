package io.ringmaster.media;

import io.ringmaster.actors.port.CallSignals;
import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.signal.CallSignal;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Keeps what the engine says to calls.
final class Signals implements CallSignals {

  record Told(CallId call, CallSignal signal) {}

  private final List<Told> all = new CopyOnWriteArrayList<>();

  @Override
  public void tell(CallId call, CallSignal signal) {
    all.add(new Told(call, signal));
  }

  List<CallSignal> of(CallId call) {
    return all.stream().filter(told -> told.call().equals(call)).map(Told::signal).toList();
  }

  <S extends CallSignal> List<S> of(CallId call, Class<S> kind) {
    return of(call).stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
