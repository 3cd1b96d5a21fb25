package io.ringmaster.actors.journal;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// One row of a journal as it was written once.
///
/// @param label what the row is an example of
/// @param serializer the serializer's id, as the journal's table keeps it beside the bytes
/// @param manifest what that serializer wrote beside the bytes: the class of the row
/// @param meaning the row as JSON, nulls left out
/// @param payload the bytes, in Base64
record Sample(String label, int serializer, String manifest, String meaning, String payload) {

  /// Reads what [#text] wrote; empty lines and lines that begin with `#` are skipped.
  static List<Sample> read(List<String> lines) {
    var rest = lines.stream().filter(l -> !l.isBlank() && !l.startsWith("#")).iterator();
    var samples = new ArrayList<Sample>();
    while (rest.hasNext()) {
      var label = rest.next();
      var by = rest.next().strip().split(" ", 2);
      var meaning = rest.next().strip();
      var payload = rest.next().strip();
      samples.add(new Sample(label, Integer.parseInt(by[0]), by[1], meaning, payload));
    }
    return samples;
  }

  byte[] bytes() {
    return Base64.getDecoder().decode(payload);
  }

  String text() {
    return """

    %s
      %d %s
      %s
      %s
    """
        .formatted(label, serializer, manifest, meaning, payload);
  }

  @Override
  public String toString() {
    return label;
  }
}
