package io.ringmaster.actors.diagram;

import io.ringmaster.actors.call.CallTransitions;
import io.ringmaster.actors.session.SessionTransitions;
import java.util.ArrayList;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Draws `docs/state-diagram.md` from the code.
final class Diagram {

  private Diagram() {}

  static SortedSet<Transition> declared() {
    var all = new TreeSet<>(CallTransitions.declared());
    all.addAll(SessionTransitions.declared());
    return all;
  }

  static String page() {
    return """
    # State diagrams

    Drawn from the code: every fact tried in every phase. A test compares this page with the code, and another fails while no test
    has taken one of these steps. After a change, draw it anew with
    `mvn -pl actors -am test -Dringmaster.diagram.write=true`.

    A step is written when its fact is: facts are what the journal holds, and a phase is what they fold to.

    ## Call

    `MediaFact` stands for all facts about what a call hears and says; they change no phase.

    %s
    ## Session

    %s\
    """
        .formatted(
            mermaid("Call", CallTransitions.declared()),
            mermaid("Session", SessionTransitions.declared()));
  }

  /// Steps between the same two phases share an arrow.
  private static String mermaid(String machine, SortedSet<Transition> transitions) {
    var arrows = new TreeMap<String, ArrayList<String>>();
    for (var step : transitions) {
      arrows
          .computeIfAbsent("%s --> %s".formatted(step.from(), step.to()), _ -> new ArrayList<>())
          .add(step.fact());
    }
    var text =
        new StringBuilder("```mermaid\n---\ntitle: %s\n---\nstateDiagram-v2\n".formatted(machine));
    text.append("  [*] --> Unborn\n");
    arrows.forEach(
        (arrow, facts) -> text.append("  %s: %s\n".formatted(arrow, String.join(", ", facts))));
    return text.append("  Terminated --> [*]\n```\n").toString();
  }
}
