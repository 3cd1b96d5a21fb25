package io.ringmaster.actors.session;

import io.ringmaster.actors.call.Order;
import io.ringmaster.actors.session.SessionFact.*;
import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.command.CommandRef;
import io.ringmaster.protocol.session.ScenarioCommand.PlaceCall;
import io.ringmaster.protocol.session.ScenarioCommand.ToCall;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/// The commands that a session owes its calls. All that a call has not answered is always sent together and in order, so that a
/// lost message can never make a later command overtake an earlier one.
final class Orders {

  private final NavigableMap<CommandRef, Order> owed = new TreeMap<>();
  private final Set<CallId> fresh = new TreeSet<>();

  /// The calls that were over a limit. They never were under way.
  private final Set<CallId> refused = new TreeSet<>();

  private final CallLine calls;
  private final CallLimits limits;

  Orders(CallLine calls, CallLimits limits) {
    this.calls = calls;
    this.limits = limits;
  }

  /// Commands are owed from the fact that gives them to the one that ends the session.
  ///
  /// @param after the session as this fact leaves it
  void on(SessionFact fact, Session after) {
    switch (fact) {
      case TurnTaken turn -> {
        var placed =
            turn.commands().stream()
                .filter(PlaceCall.class::isInstance)
                .map(command -> ((PlaceCall) command).call())
                .toList();
        refused.addAll(overLimit(after.details().orElseThrow(), placed));
        for (int i = 0; i < turn.commands().size(); i++) {
          if (turn.commands().get(i) instanceof ToCall command)
            add(new CommandRef(turn.number(), i), command);
        }
      }
      case CallPlacedFromOutside(CallId call, var details) -> {
        refused.addAll(overLimit(after.details().orElseThrow(), List.of(call)));
        add(new CommandRef(0, call.number()), new PlaceCall(call, details));
      }
      case CommandRefused refused -> owed.remove(refused.ref());
      case SessionEnded _ -> owed.clear();
      case SessionStarted _, TerminationRequested _, FarewellBegun _ -> {}
    }
  }

  /// Those of the calls just placed that the session may not have.
  private List<CallId> overLimit(SessionDetails session, List<CallId> placed) {
    int attempts = session.calls().size() - placed.size();
    var unanswered = new TreeSet<>(session.unanswered());
    unanswered.removeAll(refused);
    placed.forEach(unanswered::remove);
    var over = new ArrayList<CallId>();
    for (CallId call : placed) {
      if (attempts < limits.attempts() && unanswered.size() < limits.unanswered())
        unanswered.add(call);
      else over.add(call);
      attempts++;
    }
    return over;
  }

  private void add(CommandRef ref, ToCall command) {
    boolean overLimit = command instanceof PlaceCall && refused.contains(command.call());
    owed.put(ref, new Order(ref, command, overLimit));
    fresh.add(command.call());
  }

  /// Tells whether the command was still owed.
  boolean settled(CommandRef ref) {
    return owed.remove(ref) != null;
  }

  boolean isEmpty() {
    return owed.isEmpty();
  }

  /// Sends to those calls for which there is something new.
  void send() {
    sendTo(fresh::contains);
    fresh.clear();
  }

  void sendAgain() {
    sendTo(_ -> true);
  }

  private void sendTo(Predicate<CallId> chosen) {
    var byCall = new TreeMap<CallId, List<Order>>();
    for (Order order : owed.values()) {
      var call = order.command().call();
      if (chosen.test(call)) byCall.computeIfAbsent(call, _ -> new ArrayList<>()).add(order);
    }
    byCall.forEach(calls::order);
  }
}
