package io.ringmaster.actors.diagram;

import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;

/// Every step that a fold took in a test of this JVM. The fixtures write it, and [DiagramTest], which runs last, reads it.
public final class TransitionsTaken {

  // One JVM runs all tests, and what they have in common can be in no object of theirs.
  private static final Set<Transition> ALL = new ConcurrentSkipListSet<>();

  private TransitionsTaken() {}

  public static void add(Transition transition) {
    ALL.add(transition);
  }

  static SortedSet<Transition> all() {
    return new TreeSet<>(ALL);
  }
}
