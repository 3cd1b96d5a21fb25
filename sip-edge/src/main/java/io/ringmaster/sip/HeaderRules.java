package io.ringmaster.sip;

import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.Headers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which header fields pass between the wire and scenarios.
final class HeaderRules {

  /// Bytes of one field, name, colon and value.
  static final int FIELD_LIMIT = 200;

  /// Bytes of all fields of one message.
  static final int TOTAL_LIMIT = 4095;

  private static final Logger LOG = LoggerFactory.getLogger(HeaderRules.class);
  private static final Set<String> SEEN = Set.of("user-to-user", "reason");

  private final Counters counters;

  HeaderRules(Counters counters) {
    this.counters = counters;
  }

  /// A header field ready to be sent.
  record Field(String name, String value) {}

  /// Whether scenarios get to see a field of this name.
  static boolean mayBeSeen(String name) {
    var lower = name.toLowerCase(Locale.ROOT);
    return lower.startsWith("x-") || lower.startsWith("vi-") || SEEN.contains(lower);
  }

  /// The fields of a scenario that may be sent: `X-*` only, nothing that could end the line, within the limits. The others are
  /// dropped with a warning: a scenario's slip must not cost a call.
  List<Field> sendable(CallId call, Headers headers) {
    var fields = new ArrayList<Field>();
    int total = 0;
    for (var entry : headers.fields().entrySet()) {
      for (var value : entry.getValue()) {
        var name = entry.getKey();
        int size = size(name, value);
        var objection = objection(name, value, size, total + size);
        if (objection != null) {
          counters.headerDropped();
          LOG.warn("call {}: header {} is not sent: {}", call, printable(name), objection);
          continue;
        }
        total += size;
        fields.add(new Field(name, value.strip()));
      }
    }
    return fields;
  }

  private static @Nullable String objection(String name, String value, int size, int total) {
    if (!name.toLowerCase(Locale.ROOT).startsWith("x-")) return "only X- headers may be set";
    if (!SipText.isToken(name)) return "its name is not a token";
    if (SipText.hasControls(value)) return "its value has control characters";
    if (size > FIELD_LIMIT) return "it has %d bytes, more than %d".formatted(size, FIELD_LIMIT);
    if (total > TOTAL_LIMIT) return "the headers together pass %d bytes".formatted(TOTAL_LIMIT);
    return null;
  }

  private static int size(String name, String value) {
    return name.length() + 2 + value.getBytes(StandardCharsets.UTF_8).length;
  }

  private static String printable(String name) {
    return name.codePoints()
        .map(c -> c < 0x20 || c == 0x7f ? '?' : c)
        .limit(60)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
