package io.ringmaster.sip;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A message as bytes, cut into lines. Checks what the stack's parser is too forgiving about (RFC 4475 section 3.1.2 and 3.3),
/// before that parser sees it.
final class RawMessage {

  private static final Map<String, String> LONG_NAMES =
      Map.of(
          "v",
          "via",
          "f",
          "from",
          "t",
          "to",
          "i",
          "call-id",
          "l",
          "content-length",
          "c",
          "content-type",
          "m",
          "contact");

  /// Fields that may occur only once (RFC 3261 section 20).
  private static final List<String> SINGLE =
      List.of("from", "to", "call-id", "cseq", "max-forwards", "content-length", "content-type");

  private static final String STAND_IN = "<sip:malformed.invalid>";
  private static final List<String> MANDATORY = List.of("via", "from", "to", "call-id", "cseq");
  private static final List<String> ADDRESSES = List.of("from", "to");

  /// One header field, unfolded. `name` is in lower case and long form.
  private record Field(String name, String value, String line) {}

  private final String startLine;
  private final List<Field> fields;
  private final boolean garbled;
  private final byte[] body;

  private RawMessage(String startLine, List<Field> fields, boolean garbled, byte[] body) {
    this.startLine = startLine;
    this.fields = fields;
    this.garbled = garbled;
    this.body = body;
  }

  /// Cuts the bytes up. Line ends may be CRLF or a bare LF; empty lines before the start line are skipped (section 7.5).
  static RawMessage of(byte[] bytes) {
    int at = 0;
    while (at < bytes.length && (bytes[at] == '\r' || bytes[at] == '\n')) at++;
    var lines = new ArrayList<StringBuilder>();
    boolean garbled = false;
    while (at < bytes.length) {
      int end = at;
      while (end < bytes.length && bytes[end] != '\n') end++;
      int textEnd = end > at && bytes[end - 1] == '\r' ? end - 1 : end;
      var line = new String(bytes, at, textEnd - at, StandardCharsets.UTF_8);
      at = Math.min(end + 1, bytes.length);
      if (line.isEmpty()) break;
      if (line.charAt(0) == ' ' || line.charAt(0) == '\t') {
        if (lines.size() < 2) garbled = true;
        else lines.getLast().append(' ').append(line.strip());
      } else {
        lines.add(new StringBuilder(line));
      }
    }
    var fields = new ArrayList<Field>();
    for (var line : lines.subList(Math.min(1, lines.size()), lines.size())) {
      int colon = line.indexOf(":");
      var name = colon < 0 ? "" : line.substring(0, colon).strip();
      if (!SipText.isToken(name)) {
        garbled = true;
        continue;
      }
      var value = line.substring(colon + 1).strip();
      var lower = name.toLowerCase(Locale.ROOT);
      fields.add(new Field(LONG_NAMES.getOrDefault(lower, lower), value, name + ": " + value));
    }
    return new RawMessage(
        lines.isEmpty() ? "" : lines.getFirst().toString(),
        fields,
        garbled,
        java.util.Arrays.copyOfRange(bytes, at, bytes.length));
  }

  /// Whether this is no message but a keep-alive (RFC 5626 section 3.5.1).
  boolean isEmpty() {
    return startLine.isBlank();
  }

  boolean isResponse() {
    return startLine.startsWith("SIP/");
  }

  /// What is wrong, in words of ours; null when nothing was found.
  @Nullable String fault() {
    if (garbled) return "a line is no header field";
    for (var name : MANDATORY) {
      if (values(name).isEmpty()) return "no " + name;
    }
    for (var name : SINGLE) {
      if (values(name).size() > 1) return "more than one " + name;
    }
    for (var name : ADDRESSES) {
      if (!values(name).stream().allMatch(RawMessage::isAddress)) return "bad " + name;
    }
    if (!values("cseq").stream().allMatch(RawMessage::isSequence)) return "bad cseq";
    if (!within("max-forwards", 255)) return "bad max-forwards";
    if (!within("content-length", Integer.MAX_VALUE)) return "bad content-length";
    if (!values("contact").stream().allMatch(RawMessage::isBalanced)) return "bad contact";
    return isResponse() ? responseFault() : requestFault();
  }

  private @Nullable String requestFault() {
    var parts = startLine.split(" ", -1);
    if (parts.length != 3 || !SipText.isToken(parts[0]) || !parts[2].startsWith("SIP/")) {
      return "bad request line";
    }
    var uri = parts[1].toLowerCase(Locale.ROOT);
    if (uri.isEmpty() || uri.startsWith("<")) return "bad request uri";
    // A Request-URI must not carry header fields (section 19.1.1); in its user part a question mark
    // is just a character.
    if ((uri.startsWith("sip:") || uri.startsWith("sips:"))
        && uri.indexOf('?', uri.lastIndexOf('@') + 1) >= 0) {
      return "headers in the request uri";
    }
    return null;
  }

  private @Nullable String responseFault() {
    return startLine.matches("SIP/2\\.0 [1-6][0-9][0-9] .*|SIP/2\\.0 [1-6][0-9][0-9]")
        ? null
        : "bad status line";
  }

  /// The announced length of the body in bytes; 0 when none is announced, negative when it is no number.
  int bodyLength() {
    var announced = values("content-length");
    if (announced.isEmpty()) return 0;
    return within("content-length", Integer.MAX_VALUE) ? number(announced.getFirst()) : -1;
  }

  /// Whether the announced body is longer than what came (datagrams only: on a stream the rest may be on its way).
  boolean isCutShort() {
    var announced = values("content-length");
    return !announced.isEmpty() && Long.parseLong(announced.getFirst()) > body.length;
  }

  /// The same message with each field on one line and long names, as the stack's parser takes it.
  byte[] unfolded() {
    var text = new StringBuilder(startLine).append("\r\n");
    fields.forEach(field -> text.append(field.line()).append("\r\n"));
    return withBody(text);
  }

  private byte[] withBody(StringBuilder head) {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
    int length =
        values("content-length").stream()
            .mapToInt(RawMessage::number)
            .findFirst()
            .orElse(body.length);
    bytes.write(body, 0, Math.min(length, body.length));
    return bytes.toByteArray();
  }

  /// Whether this is a request in another version of SIP.
  boolean isOtherVersion() {
    var parts = startLine.split(" ", -1);
    return parts.length == 3 && parts[2].startsWith("SIP/") && !parts[2].equals("SIP/2.0");
  }

  /// Just enough of a broken request to answer it: best with its own fields, else with stand-ins for all but Via and CSeq, by which
  /// its sender recognises the answer. Empty for responses, for ACK, and when the way back is not known.
  List<byte[]> stumps() {
    var method = startLine.split("\\s+", 2)[0];
    if (isResponse()
        || values("via").isEmpty()
        || method.equals("ACK")
        || !SipText.isToken(method)) {
      return List.of();
    }
    var cseq = values("cseq").stream().filter(RawMessage::isSequence).findFirst();
    var number = cseq.map(value -> value.split("\\s+", 2)[0]).orElse("0");
    return List.of(
        stump(method, number, first("from"), first("to"), first("call-id")),
        stump(method, number, STAND_IN, STAND_IN, "malformed"));
  }

  private byte[] stump(String method, String number, String from, String to, String callId) {
    var text = new StringBuilder(method).append(" sip:malformed.invalid SIP/2.0\r\n");
    for (var via : values("via")) {
      text.append("Via: ")
          .append(via.replaceFirst("^SIP\\s*/\\s*[0-9.]+", "SIP/2.0"))
          .append("\r\n");
    }
    return text.append("From: %s\r\nTo: %s\r\nCall-ID: %s\r\n".formatted(from, to, callId))
        .append("CSeq: %s %s\r\nContent-Length: 0\r\n\r\n".formatted(number, method))
        .toString()
        .getBytes(StandardCharsets.UTF_8);
  }

  private String first(String name) {
    var all = values(name);
    return all.isEmpty() ? STAND_IN : all.getFirst();
  }

  private List<String> values(String name) {
    return fields.stream().filter(f -> f.name().equals(name)).map(Field::value).toList();
  }

  private boolean within(String name, long limit) {
    Predicate<String> fits = v -> v.matches("[0-9]{1,10}") && Long.parseLong(v) <= limit;
    return values(name).stream().allMatch(fits);
  }

  private static int number(String digits) {
    return Integer.parseInt(digits);
  }

  /// CSeq: a number below 2^31 and a method (section 8.1.1.5).
  private static boolean isSequence(String value) {
    var parts = value.split("\\s+", -1);
    return parts.length == 2
        && parts[0].matches("[0-9]{1,10}")
        && Long.parseLong(parts[0]) < (1L << 31)
        && SipText.isToken(parts[1]);
  }

  /// From and To: a bare URI, or an optional display name and a URI in angle brackets with a scheme and no blanks around.
  private static boolean isAddress(String value) {
    if (!isBalanced(value)) return false;
    int open = outsideQuotes(value, '<');
    if (open < 0) return value.matches("[A-Za-z][A-Za-z0-9+.-]*:\\S.*");
    var display = value.substring(0, open).strip();
    if (!display.startsWith("\"") && !display.chars().allMatch(RawMessage::mayStandUnquoted)) {
      return false;
    }
    int close = value.indexOf('>', open);
    return close > 0 && value.substring(open + 1, close).matches("[A-Za-z][A-Za-z0-9+.-]*:\\S+");
  }

  /// A display name without quotes is a row of tokens; names in other scripts are let pass.
  private static boolean mayStandUnquoted(int c) {
    return c == ' ' || c == '\t' || c > 0x7f || SipText.isToken(Character.toString(c));
  }

  private static boolean isBalanced(String value) {
    boolean inQuotes = false;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (inQuotes && c == '\\') i++;
      else if (c == '"') inQuotes = !inQuotes;
    }
    return !inQuotes;
  }

  private static int outsideQuotes(String value, char wanted) {
    boolean inQuotes = false;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (inQuotes && c == '\\') i++;
      else if (c == '"') inQuotes = !inQuotes;
      else if (c == wanted && !inQuotes) return i;
    }
    return -1;
  }
}
