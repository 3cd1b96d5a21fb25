package io.ringmaster.sip;

import java.util.List;

/// Reads SIP text in tests, independently of the code under test.
final class Wire {

  private Wire() {}

  /// The value of the first field of this name, or an empty text.
  static String header(String message, String name) {
    var all = headers(message, name);
    return all.isEmpty() ? "" : all.getFirst();
  }

  static List<String> headers(String message, String name) {
    return head(message)
        .lines()
        .skip(1)
        .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
        .map(line -> line.substring(name.length() + 1).strip())
        .toList();
  }

  static String head(String message) {
    int end = message.indexOf("\r\n\r\n");
    return end < 0 ? message : message.substring(0, end);
  }

  static String body(String message) {
    int end = message.indexOf("\r\n\r\n");
    return end < 0 ? "" : message.substring(end + 4);
  }

  static String toTag(String message) {
    var to = header(message, "To");
    int at = to.indexOf(";tag=");
    return at < 0 ? "" : to.substring(at + 5);
  }
}
