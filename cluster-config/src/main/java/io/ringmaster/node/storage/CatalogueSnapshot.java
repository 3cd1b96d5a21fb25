package io.ringmaster.node.storage;

import io.ringmaster.actors.port.Rule;
import io.ringmaster.protocol.signal.Route;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The catalogue as it stood at one version: all that routing needs, in memory, never changed.
///
/// @param hashes of the current source of each scenario, by name
record CatalogueSnapshot(long version, List<Entry> entries, Map<String, String> hashes) {

  private static final Logger LOG = LoggerFactory.getLogger(CatalogueSnapshot.class);

  static final CatalogueSnapshot EMPTY = new CatalogueSnapshot(-1, List.of(), Map.of());

  private static final Comparator<Rule> ORDER =
      Comparator.comparingInt(Rule::priority).thenComparing(Rule::name);

  record Entry(Rule rule, LinearPattern pattern) {}

  CatalogueSnapshot {
    entries = List.copyOf(entries);
    hashes = Map.copyOf(hashes);
  }

  static CatalogueSnapshot of(long version, List<Rule> rules, Map<String, String> hashes) {
    var entries = rules.stream().sorted(ORDER).flatMap(rule -> compiled(rule).stream()).toList();
    return new CatalogueSnapshot(version, entries, hashes);
  }

  private static Optional<Entry> compiled(Rule rule) {
    try {
      return Optional.of(new Entry(rule, LinearPattern.of(rule.pattern())));
    } catch (PatternSyntaxException e) {
      LOG.warn("rule '{}' is left out of routing: {}", rule.name(), e.getDescription());
      return Optional.empty();
    }
  }

  Optional<Route> route(String destination) {
    return entries.stream()
        .filter(entry -> entry.pattern().matches(destination))
        .findFirst()
        .map(entry -> route(entry.rule()));
  }

  Optional<Route> rule(String name) {
    return rules().stream()
        .filter(rule -> rule.name().equals(name))
        .findFirst()
        .map(CatalogueSnapshot::route);
  }

  List<Rule> rules() {
    return entries.stream().map(Entry::rule).toList();
  }

  private static Route route(Rule rule) {
    return new Route(
        rule.name(),
        rule.control(),
        rule.control() == Route.Control.HTTP ? List.of() : rule.scenarios(),
        rule.webhook());
  }
}
