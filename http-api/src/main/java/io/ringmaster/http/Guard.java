package io.ringmaster.http;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.jspecify.annotations.Nullable;

/// Who may come in. The API can place calls, so a web page that happens to be open in somebody's browser must not reach it:
///
/// - on a loopback address `Host` must name this machine, else a foreign name was made to point here (DNS rebinding);
/// - an `Origin` must be the page's own server (RFC 6454);
/// - a request that changes something must not come from another site (`Sec-Fetch-Site`, W3C Fetch Metadata).
///
/// Off the loopback, or wherever a key is set, a key is needed too.
final class Guard {

  private static final Pattern LOOPBACK_V4 =
      Pattern.compile("127(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}");
  private static final Pattern ADDRESS_V6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

  private final boolean isLoopback;
  private final Set<String> configured;
  private final byte @Nullable [] keyDigest;

  Guard(boolean isLoopback, List<String> allowedHosts, @Nullable String apiKey) {
    this.isLoopback = isLoopback;
    var names = new HashSet<String>();
    allowedHosts.forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
    this.configured = Set.copyOf(names);
    this.keyDigest = apiKey == null ? null : digest(apiKey);
  }

  /// @throws Refusal 421 for a foreign host, 403 for a foreign page
  void admit(HttpRequest request) {
    var hosts = values(request, "Host");
    if (isLoopback && !hosts.stream().allMatch(host -> isOurs(nameOf(host)))) {
      throw new Refusal(
          StatusCodes.MISDIRECTED_REQUEST,
          "This server is not '%s'. Use http://127.0.0.1 or http://localhost, or add the name to the allowed hosts of the configuration."
              .formatted(String.join(", ", hosts)));
    }
    for (var origin : values(request, "Origin")) {
      if (!isOwn(origin, hosts)) {
        throw new Refusal(
            StatusCodes.FORBIDDEN,
            "Pages of '%s' may not use this server. Use its own console, or a program."
                .formatted(origin));
      }
    }
    if (!SAFE.contains(request.method().name())) {
      for (var site : values(request, "Sec-Fetch-Site")) {
        if (!site.equals("same-origin") && !site.equals("none")) {
          throw new Refusal(
              StatusCodes.FORBIDDEN,
              "Pages of other sites may not change anything here. Use the server's own console, or a program.");
        }
      }
    }
  }

  /// @throws Refusal 401 when a key is needed and the right one is not there
  void authenticate(HttpRequest request) {
    if (keyDigest == null) return;
    var presented = presentedKey(request);
    if (presented.isPresent() && MessageDigest.isEqual(digest(presented.get()), keyDigest)) return;
    throw new Refusal(
            StatusCodes.UNAUTHORIZED,
            presented.isPresent()
                ? "The API key is wrong. Use the one in the server's configuration."
                : "An API key is needed here. Send it as 'Authorization: Bearer KEY' or 'X-API-Key: KEY'.")
        .with(RawHeader.create("WWW-Authenticate", "Bearer realm=\"ringmaster\""));
  }

  private static Optional<String> presentedKey(HttpRequest request) {
    for (var authorization : values(request, "Authorization")) {
      if (authorization.regionMatches(true, 0, "Bearer ", 0, 7))
        return Optional.of(authorization.substring(7).strip());
    }
    return values(request, "X-API-Key").stream().findFirst();
  }

  private boolean isOurs(String name) {
    if (name.equals("localhost")
        || configured.contains(name)
        || LOOPBACK_V4.matcher(name).matches()) return true;
    if (!ADDRESS_V6.matcher(name).matches()) return false;
    try {
      return InetAddress.getByName(name)
          .isLoopbackAddress(); // an address in text form: nothing is looked up
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /// A page's own server is the one it now talks to, or a proxy before it whose name is configured.
  private boolean isOwn(String origin, List<String> hosts) {
    URI page;
    try {
      page = URI.create(origin);
    } catch (IllegalArgumentException e) {
      return false;
    }
    var authority = page.getRawAuthority();
    if (authority == null || page.getHost() == null) return false;
    return hosts.stream().anyMatch(authority::equalsIgnoreCase)
        || (page.getPort() == -1 && configured.contains(page.getHost().toLowerCase(Locale.ROOT)));
  }

  /// The host without port and brackets, in lower case.
  private static String nameOf(String host) {
    var lower = host.toLowerCase(Locale.ROOT);
    if (lower.startsWith("[")) return lower.substring(1, Math.max(1, lower.indexOf(']')));
    int colon = lower.lastIndexOf(':');
    return colon < 0 ? lower : lower.substring(0, colon);
  }

  private static List<String> values(HttpRequest request, String name) {
    return StreamSupport.stream(request.getHeaders().spliterator(), false)
        .filter(header -> header.is(name.toLowerCase(Locale.ROOT)))
        .map(header -> header.value())
        .toList();
  }

  /// Digests are compared, so that not even the length of the key can be told from the time taken.
  private static byte[] digest(String key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
