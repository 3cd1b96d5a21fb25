package io.ringmaster.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/// `/`, a page that shows the calls of the moment, and `/openapi.json`. The page holds no secrets and asks for a key by itself
/// where one is needed, because a browser cannot send one with the first request.
final class PageRoutes {

  private final HttpResponse page;
  private final HttpResponse openApi;

  PageRoutes() {
    var html = resource("index.html");
    this.page =
        HttpResponse.create()
            .addHeader(RawHeader.create("Content-Security-Policy", policyFor(html)))
            .withEntity(HttpEntities.create(ContentTypes.TEXT_HTML_UTF8, html));
    this.openApi =
        HttpResponse.create()
            .withEntity(
                HttpEntities.create(ContentTypes.APPLICATION_JSON, resource("openapi.json")));
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.open("GET", "/", exchange -> CompletableFuture.completedFuture(page)),
        Endpoint.of(
            "GET", "/openapi.json", exchange -> CompletableFuture.completedFuture(openApi)));
  }

  /// Only the script and the style that are in the page may run, by their hashes (CSP Level 3).
  private static String policyFor(String html) {
    return "default-src 'none'; script-src '%s'; style-src '%s'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        .formatted(hashOf(html, "script"), hashOf(html, "style"));
  }

  private static String hashOf(String html, String element) {
    int begin = html.indexOf("<" + element + ">") + element.length() + 2;
    var content = html.substring(begin, html.indexOf("</" + element + ">"));
    try {
      var digest =
          MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String resource(String name) {
    try (var in = PageRoutes.class.getResourceAsStream(name)) {
      if (in == null)
        throw new IllegalStateException(
            "the resource %s is missing from the build".formatted(name));
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
