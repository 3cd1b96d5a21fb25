package io.ringmaster.http;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/// Where events may be posted to: an absolute http or https URL that means the same to everybody who reads it.
final class WebhookUrl {

  /// Characters. More than receivers need, and what servers and proxies on the way take.
  static final int LONGEST = 2_000;

  private static final int LAST_PORT = 65_535;

  private WebhookUrl() {}

  /// @throws Refusal 422 naming what is wrong
  static void check(@Nullable String url) {
    if (url == null) return;
    if (url.length() > LONGEST)
      throw wrong("has %d characters, and may have %d".formatted(url.length(), LONGEST));
    int strange = firstStrange(url);
    if (strange >= 0) {
      throw wrong(
          "has a blank or a character beyond ASCII at place %d; write it as %%XX"
              .formatted(strange + 1));
    }
    var uri = parsed(url);
    String scheme = uri.getScheme();
    if (!"http".equalsIgnoreCase(scheme) && !"https".equalsIgnoreCase(scheme))
      throw wrong(
          "must be an http or https URL, such as https://example.org/hook, not '%s'"
              .formatted(url));
    // Not quoted, because it may hold a password.
    if (uri.getRawAuthority() != null && uri.getRawAuthority().contains("@")) {
      throw wrong(
          "has a user or password in front of its host, which would not be sent; put a secret into its path or query");
    }
    if (uri.getHost() == null) throw wrong("names no host: '%s'".formatted(url));
    if (uri.getPort() == 0 || uri.getPort() > LAST_PORT)
      throw wrong("names port %d, but ports go from 1 to %d".formatted(uri.getPort(), LAST_PORT));
    if (uri.getRawFragment() != null)
      throw wrong("has a fragment ('#...'), which would not be sent; leave it out");
  }

  private static URI parsed(String url) {
    try {
      return new URI(url);
    } catch (URISyntaxException e) {
      throw wrong("is not a URL: %s, at place %d".formatted(e.getReason(), e.getIndex() + 1));
    }
  }

  private static int firstStrange(String url) {
    for (int i = 0; i < url.length(); i++)
      if (url.charAt(i) <= ' ' || url.charAt(i) > '~') return i;
    return -1;
  }

  private static Refusal wrong(String what) {
    return Json.field("webhook", "the webhook " + what);
  }
}
