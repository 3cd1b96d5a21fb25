package io.ringmaster.sip;

import io.ringmaster.actors.port.CallSignals;
import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.signal.CallSignal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/// Stands for all calls: keeps their signals in order and lets a test wait for one.
final class FakeCalls implements CallSignals {

  record Told(CallId call, CallSignal signal) {}

  private final List<Told> told = new CopyOnWriteArrayList<>();

  @Override
  public void tell(CallId call, CallSignal signal) {
    told.add(new Told(call, signal));
  }

  List<Told> all() {
    return List.copyOf(told);
  }

  <S extends CallSignal> List<S> all(Class<S> type) {
    return told.stream().map(Told::signal).filter(type::isInstance).map(type::cast).toList();
  }

  /// Waits for the first signal of this type.
  <S extends CallSignal> S await(Class<S> type) {
    return await(type, any -> true);
  }

  <S extends CallSignal> S await(Class<S> type, Predicate<S> wanted) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(5))
        .pollInterval(Duration.ofMillis(2))
        .until(() -> all(type).stream().anyMatch(wanted));
    return all(type).stream().filter(wanted).findFirst().orElseThrow();
  }

  /// The call that heard this very signal.
  @SuppressWarnings("ReferenceEquality") // two calls may hear equal signals
  CallId callOf(CallSignal signal) {
    return told.stream().filter(t -> t.signal() == signal).findFirst().orElseThrow().call();
  }
}
