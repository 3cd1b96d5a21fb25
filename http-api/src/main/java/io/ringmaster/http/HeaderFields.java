package io.ringmaster.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;

/// SIP header fields that a client wants sent. A line break in one of them would be a header of its own on the wire, so it is
/// stopped here already.
final class HeaderFields {

  /// `token` of RFC 3261 section 25.1.
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9.!%*_+`'~-]+");

  private HeaderFields() {}

  /// @throws Refusal 422 naming the header
  static void check(String field, JsonNode headers) {
    if (!headers.isObject())
      throw Json.field(
          field, "the field '%s' must be an object of header names and texts".formatted(field));
    for (var header : headers.properties()) {
      if (!NAME.matcher(header.getKey()).matches()) {
        throw Json.field(field, "'%s' is not the name of a header".formatted(header.getKey()));
      }
      if (header.getValue().isArray())
        header.getValue().forEach(value -> checkValue(field, header.getKey(), value));
      else checkValue(field, header.getKey(), header.getValue());
    }
  }

  private static void checkValue(String field, String name, JsonNode value) {
    if (!value.isTextual())
      throw Json.field(field, "the header '%s' must be a text or a list of texts".formatted(name));
    if (value.textValue().chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f)) {
      throw Json.field(
          field,
          "the header '%s' must not contain line breaks or other control characters"
              .formatted(name));
    }
  }
}
