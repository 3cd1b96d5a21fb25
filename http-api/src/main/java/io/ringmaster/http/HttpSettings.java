package io.ringmaster.http;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the HTTP side of a node is reached and what it allows.
///
/// @param host the address to bind; anything outside 127.0.0.0/8 and `::1` needs an API key
/// @param port 0 for any free one
/// @param apiKey what clients must present; null or blank for none
/// @param allowedHosts names besides the loopback ones under which the API may be reached on a loopback address, such as that of
///     a reverse proxy; pages served from `https://NAME` may use the API as well
/// @param maxBody of a request, in bytes
/// @param requestTimeout after which a client gets 503; streams only need to begin within it
/// @param bodyTimeout in which a request's body must have arrived
/// @param heartbeat how long an event stream may be silent before a comment is sent
public record HttpSettings(
    String host,
    int port,
    @Nullable String apiKey,
    List<String> allowedHosts,
    long maxBody,
    Duration requestTimeout,
    Duration bodyTimeout,
    Duration heartbeat) {

  /// @throws IllegalArgumentException when a number or a duration is out of range
  public HttpSettings {
    allowedHosts = List.copyOf(allowedHosts);
    if (apiKey != null && apiKey.isBlank()) apiKey = null;
    if (port < 0 || port > 65535)
      throw new IllegalArgumentException("the HTTP port must be 0 to 65535, not " + port);
    if (maxBody < 1)
      throw new IllegalArgumentException(
          "the largest HTTP body must be at least 1 byte, not " + maxBody);
    for (var duration : List.of(requestTimeout, bodyTimeout, heartbeat)) {
      if (!duration.isPositive())
        throw new IllegalArgumentException("an HTTP timeout must be above 0, not " + duration);
    }
  }

  /// The defaults: bodies of 1 MiB, 30 s for a request, 20 s for its body, a heartbeat every 15 s, no key.
  public static HttpSettings of(String host, int port) {
    return new HttpSettings(
        host,
        port,
        null,
        List.of(),
        1 << 20,
        Duration.ofSeconds(30),
        Duration.ofSeconds(20),
        Duration.ofSeconds(15));
  }

  public HttpSettings withApiKey(@Nullable String key) {
    return new HttpSettings(
        host, port, key, allowedHosts, maxBody, requestTimeout, bodyTimeout, heartbeat);
  }

  public HttpSettings withAllowedHosts(List<String> names) {
    return new HttpSettings(
        host, port, apiKey, names, maxBody, requestTimeout, bodyTimeout, heartbeat);
  }

  public HttpSettings withTimeouts(Duration request, Duration body, Duration beat) {
    return new HttpSettings(host, port, apiKey, allowedHosts, maxBody, request, body, beat);
  }

  public HttpSettings withMaxBody(long bytes) {
    return new HttpSettings(
        host, port, apiKey, allowedHosts, bytes, requestTimeout, bodyTimeout, heartbeat);
  }

  /// Without the key: this text goes into logs.
  @Override
  public String toString() {
    return "HttpSettings[host=%s, port=%d, apiKey=%s, allowedHosts=%s, maxBody=%d]"
        .formatted(host, port, apiKey == null ? "none" : "set", allowedHosts, maxBody);
  }
}
