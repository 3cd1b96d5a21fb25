package io.ringmaster.actors.call;

import io.ringmaster.actors.port.CallEffect;
import io.ringmaster.protocol.command.CommandRef;
import io.ringmaster.protocol.session.ScenarioCommand.CommandCall;
import io.ringmaster.protocol.session.ScenarioCommand.PlaceCall;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Decides upon a session's orders, one after the other, without touching anything.
final class OrderBook {

  private OrderBook() {}

  /// What the orders come to.
  ///
  /// @param settlements every order with the reason for which it was refused; empty when it was accepted, now or before
  record Outcome(
      List<CallEntry> entries,
      List<CallEffect> effects,
      Map<CommandRef, Optional<String>> settlements) {}

  static Outcome take(RecordedCall call, List<Order> orders, Moment moment, String recordingsUrl) {
    var entries = new ArrayList<CallEntry>();
    var effects = new ArrayList<CallEffect>();
    var settlements = new LinkedHashMap<CommandRef, Optional<String>>();
    var state = call;
    for (Order order : orders) {
      settlements.put(order.ref(), Optional.empty());
      if (state.hasTaken(order.ref())) continue;
      switch (decide(state.call(), order, moment)) {
        case Decision.Refused(String reason) -> settlements.put(order.ref(), Optional.of(reason));
        case Decision.Accepted accepted -> {
          for (var fact : accepted.facts()) {
            var entry = new CallEntry(moment.now(), order.ref(), fact);
            entries.add(entry);
            state = state.on(entry, recordingsUrl);
          }
          effects.addAll(accepted.effects());
        }
      }
    }
    return new Outcome(entries, effects, settlements);
  }

  private static Decision decide(Call call, Order order, Moment moment) {
    return switch (order.command()) {
      case CommandCall(_, var command) -> call.decide(command, moment);
      case PlaceCall(_, var details) when call instanceof Unborn unborn ->
          order.overLimit()
              ? unborn.placeOverLimit(details, moment)
              : unborn.place(details, moment);
      case PlaceCall _ -> Decision.nothing();
    };
  }
}
