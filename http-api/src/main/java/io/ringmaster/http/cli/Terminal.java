package io.ringmaster.http.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// Where results go.
///
/// @param isRaw whether the server's JSON is printed as it came
record Terminal(PrintStream out, boolean isRaw) {

  void say(String line) {
    out.println(line);
  }

  /// Prints a list of objects as a table with these fields, or the JSON itself.
  void table(String json, String... fields) {
    if (isRaw) {
      say(json);
      return;
    }
    var rows = new ArrayList<List<String>>();
    rows.add(List.of(fields).stream().map(Terminal::title).toList());
    for (var item : Api.json(json))
      rows.add(List.of(fields).stream().map(field -> text(item.path(field))).toList());
    if (rows.size() == 1) say("none");
    else print(rows);
  }

  /// Prints one object, a field a line, or the JSON itself.
  void object(String json) {
    if (isRaw) {
      say(json);
      return;
    }
    var rows = new ArrayList<List<String>>();
    for (var field : Api.json(json).properties())
      rows.add(List.of(title(field.getKey()), text(field.getValue())));
    print(rows);
  }

  private void print(List<List<String>> rows) {
    int[] widths =
        IntStream.range(0, rows.getFirst().size())
            .map(column -> rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0))
            .toArray();
    for (var row : rows) {
      var line = new StringBuilder();
      for (int i = 0; i < widths.length; i++)
        line.append(row.get(i)).repeat(' ', widths[i] - row.get(i).length() + 2);
      say(line.toString().stripTrailing());
    }
  }

  /// `createdAt` becomes `created at`.
  private static String title(String field) {
    return field.replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
  }

  static String text(JsonNode value) {
    if (value.isMissingNode() || value.isNull()) return "";
    if (value.isArray()) {
      var parts = new ArrayList<String>();
      value.forEach(part -> parts.add(text(part)));
      return String.join(", ", parts);
    }
    return value.isValueNode() ? value.asText() : value.toString();
  }
}
