package io.ringmaster.actors.port;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/// Scenarios and rules, as operators change them. A change is seen by the node that made it before the stage completes and by the
/// others within a second.
public interface CatalogueEditor {

  /// A stored scenario. Older versions stay readable for the sessions that run them.
  record StoredScenario(String name, String hash, String source, Instant updatedAt) {}

  CompletionStage<StoredScenario> putScenario(String name, String source);

  CompletionStage<Optional<StoredScenario>> scenario(String name);

  /// Tells whether there was one.
  CompletionStage<Boolean> deleteScenario(String name);

  /// By name.
  CompletionStage<List<StoredScenario>> scenarios();

  CompletionStage<Void> putRule(Rule rule);

  CompletionStage<Boolean> deleteRule(String name);

  /// In the order in which they are tried. Answered from memory.
  List<Rule> rules();
}
