package io.ringmaster.actors.port;

import io.ringmaster.protocol.signal.Route;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/// Scenarios and routing rules, as sessions and the edge need them.
public interface Catalogue {

  /// The first rule, by priority, that matches a dialled number or user. Answered from memory.
  Optional<Route> route(String destination);

  /// The route of a rule by its name.
  Optional<Route> rule(String name);

  /// The current sources of these scenarios, in this order. Fails with [MissingScenario] when one does not exist.
  CompletionStage<List<ScenarioSource>> current(List<String> names);

  /// The very version of a scenario that a session was started with.
  CompletionStage<ScenarioSource> pinned(String name, String hash);

  /// A named scenario does not exist (any more).
  final class MissingScenario extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public MissingScenario(String name) {
      super("there is no scenario named '%s'; PUT it to /v1/scenarios/%s".formatted(name, name));
    }
  }
}
