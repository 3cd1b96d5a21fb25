package io.ringmaster.http;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.pekko.http.javadsl.model.HttpCharsets;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.Query;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.japi.Pair;
import org.jspecify.annotations.Nullable;

/// Which part of a list, newest first, a client asks for: `?state=`, `?before=` (an instant), `?limit=`.
record Paging(@Nullable String state, @Nullable Instant before, int limit) {

  private static final int DEFAULT_LIMIT = 100;
  private static final int MAX_LIMIT = 1000;

  /// @param states those there are, besides `active`
  /// @throws Refusal 400
  static Paging of(Exchange exchange, List<String> states) {
    var state = exchange.query("state").map(text -> state(text, states)).orElse(null);
    var before = exchange.query("before").map(Paging::instant).orElse(null);
    return new Paging(state, before, (int) exchange.number("limit", DEFAULT_LIMIT, 1, MAX_LIMIT));
  }

  /// The list, with a `Link` (RFC 8288) to what comes after it when it is full.
  HttpResponse page(Exchange exchange, List<?> lines, @Nullable Instant last) {
    var response = Json.ok(lines);
    if (last == null || lines.size() < limit) return response;
    var query = exchange.request().getUri().query().toMultiMap();
    var next = new ArrayList<Pair<String, String>>();
    query.forEach((name, values) -> {
      if (!name.equals("before")) values.forEach(value -> next.add(Pair.create(name, value)));
    });
    next.add(Pair.create("before", last.toString()));
    return response.addHeader(link(exchange, Query.create(next)));
  }

  static RawHeader link(Exchange exchange, Query query) {
    var uri = exchange.request().getUri();
    return RawHeader.create(
        "Link",
        "<%s?%s>; rel=\"next\"".formatted(uri.getPathString(), query.render(HttpCharsets.UTF_8)));
  }

  private static String state(String text, List<String> states) {
    if (text.equals("active")) return text;
    var upper = text.toUpperCase(Locale.ROOT);
    if (states.contains(upper)) return upper;
    throw Problems.badRequest(
        "There is no state '%s'. Use active, %s.".formatted(text, String.join(", ", states)));
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw Problems.badRequest(
          "The parameter 'before' must be an instant such as 2026-11-22T06:00:00.123Z, not '%s'."
              .formatted(text));
    }
  }
}
