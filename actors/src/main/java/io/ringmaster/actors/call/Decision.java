package io.ringmaster.actors.call;

import io.ringmaster.actors.port.CallEffect;
import java.util.ArrayList;
import java.util.List;

/// What a phase makes of a command or a signal.
public sealed interface Decision {

  /// Facts to journal, and what to do about it once they are written. Both may be empty: heard, and nothing follows.
  record Accepted(List<CallFact> facts, List<CallEffect> effects) implements Decision {

    public Accepted {
      facts = List.copyOf(facts);
      effects = List.copyOf(effects);
    }

    /// This, and then more facts.
    Accepted and(CallFact... more) {
      var all = new ArrayList<>(facts);
      all.addAll(List.of(more));
      return new Accepted(all, effects);
    }

    /// This, and then more effects.
    Accepted then(CallEffect... more) {
      var all = new ArrayList<>(effects);
      all.addAll(List.of(more));
      return new Accepted(facts, all);
    }
  }

  /// A sentence for a person; nothing happens.
  record Refused(String reason) implements Decision {}

  static Accepted accept(CallFact... facts) {
    return new Accepted(List.of(facts), List.of());
  }

  /// Nothing changes.
  static Accepted nothing() {
    return accept();
  }

  static Refused refuse(String reason) {
    return new Refused(reason);
  }
}
