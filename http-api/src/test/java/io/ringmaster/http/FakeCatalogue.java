package io.ringmaster.http;

import static io.ringmaster.http.FakeRooms.done;

import io.ringmaster.actors.port.Catalogue;
import io.ringmaster.actors.port.CatalogueEditor;
import io.ringmaster.actors.port.Rule;
import io.ringmaster.actors.port.ScenarioSource;
import io.ringmaster.protocol.signal.Route;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/// Scenarios and rules in memory.
final class FakeCatalogue implements Catalogue, CatalogueEditor {

  final Map<String, StoredScenario> scenarios = new ConcurrentSkipListMap<>();
  final Map<String, Rule> rules = new ConcurrentSkipListMap<>();

  @Override
  public Optional<Route> route(String destination) {
    return rules().stream()
        .filter(rule -> destination.matches(rule.pattern()))
        .map(FakeCatalogue::route)
        .findFirst();
  }

  @Override
  public Optional<Route> rule(String name) {
    return Optional.ofNullable(rules.get(name)).map(FakeCatalogue::route);
  }

  private static Route route(Rule rule) {
    return new Route(rule.name(), rule.control(), rule.scenarios(), rule.webhook());
  }

  @Override
  public CompletionStage<List<ScenarioSource>> current(List<String> names) {
    for (var name : names) {
      if (!scenarios.containsKey(name))
        return CompletableFuture.failedFuture(new MissingScenario(name));
    }
    return done(names.stream().map(name -> new ScenarioSource(name, "hash", "source")).toList());
  }

  @Override
  public CompletionStage<ScenarioSource> pinned(String name, String hash) {
    return done(new ScenarioSource(name, hash, "source"));
  }

  @Override
  public CompletionStage<StoredScenario> putScenario(String name, String source) {
    var stored = new StoredScenario(name, "hash-of-" + source.length(), source, FakeRooms.BEGIN);
    scenarios.put(name, stored);
    return done(stored);
  }

  @Override
  public CompletionStage<Optional<StoredScenario>> scenario(String name) {
    return done(Optional.ofNullable(scenarios.get(name)));
  }

  @Override
  public CompletionStage<Boolean> deleteScenario(String name) {
    return done(scenarios.remove(name) != null);
  }

  @Override
  public CompletionStage<List<StoredScenario>> scenarios() {
    return done(List.copyOf(scenarios.values()));
  }

  @Override
  public CompletionStage<Void> putRule(Rule rule) {
    rules.put(rule.name(), rule);
    CompletableFuture<@Nullable Void> stored = CompletableFuture.completedFuture(null);
    return stored.thenAccept(ignored -> {});
  }

  @Override
  public CompletionStage<Boolean> deleteRule(String name) {
    return done(rules.remove(name) != null);
  }

  @Override
  public List<Rule> rules() {
    return rules.values().stream()
        .sorted(Comparator.comparingInt(Rule::priority).thenComparing(Rule::name))
        .toList();
  }
}
