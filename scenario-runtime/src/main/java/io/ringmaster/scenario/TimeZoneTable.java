package io.ringmaster.scenario;

import io.ringmaster.protocol.json.WireJson;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransitionRule;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What `getLocalTime` knows of time zones: the rules now in force, as this Java runtime has them. QuickJS has no time zones of its
/// own, and which zone a scenario will ask for is not known before its turn, so all of them are part of the prelude (about 20 kB).
final class TimeZoneTable {

  private static final int SECONDS_PER_DAY = 86_400;

  private TimeZoneTable() {}

  /// Zones that go by the same rules.
  ///
  /// @param offset from UTC in seconds, in a zone without summer time
  /// @param rules the changes of each year in their order: month, day of the month (negative: from its end), weekday (1 Monday to
  ///     7 Sunday, 0 for that very day; otherwise the first such weekday from that day on, or the last one up to it when the day is
  ///     negative), second of that day by UTC, offset in seconds from then on
  /// @param names all names, each with a comma on both sides
  record Zones(int offset, List<List<Integer>> rules, String names) {}

  static String asJson() {
    Map<String, TreeSet<String>> namesByRules = new TreeMap<>();
    Map<String, Zones> zonesByRules = new TreeMap<>();
    for (var name : ZoneId.getAvailableZoneIds()) {
      var zones = rulesOf(ZoneId.of(name).getRules());
      var key = zones.toString();
      zonesByRules.put(key, zones);
      namesByRules.computeIfAbsent(key, any -> new TreeSet<>()).add(name);
    }
    return WireJson.write(
        zonesByRules.entrySet().stream()
            .map(each ->
                named(each.getValue(), namesByRules.getOrDefault(each.getKey(), new TreeSet<>())))
            .toList());
  }

  private static Zones named(Zones zones, Set<String> names) {
    return new Zones(
        zones.offset, zones.rules, names.stream().collect(Collectors.joining(",", ",", ",")));
  }

  private static Zones rulesOf(ZoneRules rules) {
    var yearly = rules.getTransitionRules().stream().map(TimeZoneTable::change).toList();
    var transitions = rules.getTransitions();
    var offset =
        transitions.isEmpty()
            ? rules.getOffset(Instant.EPOCH)
            : transitions.getLast().getOffsetAfter();
    return new Zones(yearly.isEmpty() ? offset.getTotalSeconds() : 0, yearly, "");
  }

  private static List<Integer> change(ZoneOffsetTransitionRule rule) {
    var clock =
        switch (rule.getTimeDefinition()) {
          case UTC -> ZoneOffset.UTC;
          case STANDARD -> rule.getStandardOffset();
          case WALL -> rule.getOffsetBefore();
        };
    int second = rule.isMidnightEndOfDay() ? SECONDS_PER_DAY : rule.getLocalTime().toSecondOfDay();
    var weekday = rule.getDayOfWeek();
    return List.of(
        rule.getMonth().getValue(),
        rule.getDayOfMonthIndicator(),
        weekday == null ? 0 : weekday.getValue(),
        second - clock.getTotalSeconds(),
        rule.getOffsetAfter().getTotalSeconds());
  }
}
