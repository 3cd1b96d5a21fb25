package io.ringmaster.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.StatusCode;

/// An answer other than success, on its way up to where it becomes a problem document.
final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient StatusCode status;
  private final transient Map<String, Object> members;
  private final transient List<HttpHeader> headers;

  /// @param detail a sentence that tells a person what to do
  Refusal(StatusCode status, String detail) {
    this(status, detail, Map.of(), List.of());
  }

  private Refusal(
      StatusCode status, String detail, Map<String, Object> members, List<HttpHeader> headers) {
    super(detail, null, false, false);
    this.status = status;
    this.members = members;
    this.headers = headers;
  }

  /// One more member of the problem document (RFC 9457 section 3.2).
  Refusal with(String name, Object value) {
    var more = new LinkedHashMap<>(members);
    more.put(name, value);
    return new Refusal(status, detail(), more, headers);
  }

  Refusal with(HttpHeader header) {
    var more = new ArrayList<>(headers);
    more.add(header);
    return new Refusal(status, detail(), members, more);
  }

  StatusCode status() {
    return status;
  }

  String detail() {
    return String.valueOf(getMessage());
  }

  Map<String, Object> members() {
    return members;
  }

  List<HttpHeader> headers() {
    return headers;
  }
}
