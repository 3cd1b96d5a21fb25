package io.ringmaster.actors.diagram;

import java.util.Comparator;

/// One step of a fold, by the simple names of its parts.
///
/// @param machine `Call` or `Session`
/// @param from the phase before
/// @param fact what happened
/// @param to the phase after
public record Transition(String machine, String from, String fact, String to)
    implements Comparable<Transition> {

  private static final Comparator<Transition> ORDER =
      Comparator.comparing(Transition::machine)
          .thenComparing(Transition::from)
          .thenComparing(Transition::to)
          .thenComparing(Transition::fact);

  public static Transition of(String machine, Object from, Object fact, Object to) {
    return new Transition(machine, name(from), name(fact), name(to));
  }

  private static String name(Object part) {
    return part.getClass().getSimpleName();
  }

  @Override
  public int compareTo(Transition other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return "%s: %s --%s--> %s".formatted(machine, from, fact, to);
  }
}
