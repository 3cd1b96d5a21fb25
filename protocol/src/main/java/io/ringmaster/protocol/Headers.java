package io.ringmaster.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// SIP header fields as scenarios see them: names to values, in order of arrival. A name that occurs once has a text for
/// value, one that occurs several times an array of them (seen for `Reason` in real logs). Names compare without case.
public record Headers(Map<String, List<String>> fields) {

  public static final Headers NONE = new Headers(Map.of());

  public Headers {
    var copy = new LinkedHashMap<String, List<String>>();
    fields.forEach((name, values) -> copy.put(name, List.copyOf(values)));
    fields = java.util.Collections.unmodifiableMap(copy);
  }

  public static Headers of(String name, String value) {
    return new Headers(Map.of(name, List.of(value)));
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static Headers fromJson(Map<String, Object> json) {
    var fields = new LinkedHashMap<String, List<String>>();
    json.forEach((name, value) ->
        fields.put(
            name,
            value instanceof List<?> many
                ? many.stream().map(String::valueOf).toList()
                : List.of(String.valueOf(value))));
    return new Headers(fields);
  }

  @JsonValue
  Map<String, Object> toJson() {
    var json = new LinkedHashMap<String, Object>();
    fields.forEach(
        (name, values) -> json.put(name, values.size() == 1 ? values.getFirst() : values));
    return json;
  }

  public boolean isEmpty() {
    return fields.isEmpty();
  }

  /// The first value under this name, whatever its case.
  public Optional<String> first(String name) {
    return all(name).stream().findFirst();
  }

  /// Every value under this name, whatever its case.
  public List<String> all(String name) {
    return fields.entrySet().stream()
        .filter(field -> field.getKey().equalsIgnoreCase(name))
        .flatMap(field -> field.getValue().stream())
        .toList();
  }

  /// These headers and one more value under `name`.
  public Headers with(String name, String value) {
    var more = new LinkedHashMap<>(fields);
    var values = new ArrayList<>(fields.getOrDefault(name, List.of()));
    values.add(value);
    more.put(name, values);
    return new Headers(more);
  }
}
