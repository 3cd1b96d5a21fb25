package io.ringmaster.sip;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Small rules of SIP's grammar (RFC 3261 section 25.1).
final class SipText {

  private static final String TOKEN_SIGNS = "-.!%*_+`'~";

  private SipText() {}

  /// Whether a text holds a character that could end a header field or a message: CR, LF, NUL and their like.
  static boolean hasControls(@Nullable String text) {
    return text != null && text.chars().anyMatch(c -> (c < 0x20 && c != '\t') || c == 0x7f);
  }

  /// Whether a text is a `token`, and so may be a header name or a method.
  static boolean isToken(String text) {
    return !text.isEmpty()
        && text.chars()
            .allMatch(c ->
                (c >= '0' && c <= '9')
                    || (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || TOKEN_SIGNS.indexOf(c) >= 0);
  }

  /// A `quoted-string`.
  static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /// The text inside a `quoted-string`, with or without its quotes.
  static String unquoted(String text) {
    String inside =
        text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"")
            ? text.substring(1, text.length() - 1)
            : text;
    if (inside.indexOf('\\') < 0) return inside;
    var plain = new StringBuilder(inside.length());
    for (int i = 0; i < inside.length(); i++) {
      char c = inside.charAt(i);
      if (c == '\\' && i + 1 < inside.length()) c = inside.charAt(++i);
      plain.append(c);
    }
    return plain.toString();
  }

  /// Undoes `%HH` escapes; a percent sign that begins none stays as it is.
  static String unescaped(String text) {
    if (text.indexOf('%') < 0) return text;
    var bytes = new ByteArrayOutputStream(text.length());
    byte[] raw = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < raw.length; i++) {
      if (raw[i] == '%' && i + 2 < raw.length) {
        int high = Character.digit(raw[i + 1], 16);
        int low = Character.digit(raw[i + 2], 16);
        if (high >= 0 && low >= 0) {
          bytes.write(high * 16 + low);
          i += 2;
          continue;
        }
      }
      bytes.write(raw[i]);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
