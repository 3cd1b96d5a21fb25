package io.ringmaster.node;

import io.ringmaster.actors.port.OutsideRequests;
import io.ringmaster.node.settings.NodeSettings;
import io.ringmaster.protocol.event.AppEvent.KeyValue;
import io.ringmaster.protocol.session.HttpResult;
import io.ringmaster.protocol.session.ScenarioCommand.SendHttpRequest;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// `Net.httpRequest` on the JDK's HTTP client. Follows up to five redirects, though never from https to http. Safe from any thread.
///
/// A scenario may reach whatever the node can reach, the node's own network included: scenarios are the operator's code.
public final class HttpOutsideRequests implements OutsideRequests, AutoCloseable {

  private static final int NEVER_SENT = 0;
  private static final int FAILED = -1;
  private static final int TIMED_OUT = -4;
  private static final int NO_CONNECTION_IN_TIME = -7;
  private static final int CONNECTION_FAILED = -8;
  private static final int RESPONSE_TOO_LARGE = -9;

  /// The client keeps these to itself; from a scenario they are left out.
  private static final Set<String> CLIENTS_OWN =
      Set.of("connection", "content-length", "expect", "host", "upgrade");

  private static final int LONGEST_ERROR = 500;

  private final NodeSettings.OutsideHttp limits;

  /// By connect timeout in ms, because that belongs to a client and not to a request. [#rounded] keeps them few.
  private final Map<Long, HttpClient> clients = new ConcurrentHashMap<>();

  public HttpOutsideRequests(NodeSettings.OutsideHttp limits) {
    this.limits = limits;
  }

  @Override
  public CompletionStage<HttpResult> send(SendHttpRequest request) {
    HttpRequest outgoing;
    try {
      outgoing = outgoing(request);
    } catch (IllegalArgumentException e) {
      return CompletableFuture.completedFuture(failure(NEVER_SENT, e));
    }
    Duration total = shorter(request.timeout(), limits.timeout());
    Duration connect = shorter(request.connectTimeout(), limits.connectTimeout());
    var sent =
        clients
            .computeIfAbsent(rounded(connect.toMillis()), HttpOutsideRequests::client)
            .sendAsync(outgoing, LimitedBody.upTo(limits.responseLimit()));
    // The client's own timeout ends with the headers; this one with the last byte.
    return sent.copy()
        .orTimeout(total.toMillis(), TimeUnit.MILLISECONDS)
        .handle((response, failure) -> {
          if (failure == null) return received(response);
          sent.cancel(true);
          return failed(failure);
        });
  }

  @Override
  public void close() {
    clients.values().forEach(HttpClient::shutdownNow);
  }

  private HttpRequest outgoing(SendHttpRequest request) {
    URI url = URI.create(request.url().strip());
    String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new IllegalArgumentException(
          "only http and https URLs can be requested, not '%s'".formatted(request.url()));
    }
    var body =
        request.body().isEmpty()
            ? BodyPublishers.noBody()
            : BodyPublishers.ofString(request.body());
    var outgoing =
        HttpRequest.newBuilder(url).method(request.method().toUpperCase(Locale.ROOT), body);
    // Over plain http the client would ask to upgrade, which small servers answer with an error.
    outgoing.version(
        scheme.equals("http") ? HttpClient.Version.HTTP_1_1 : HttpClient.Version.HTTP_2);
    boolean named = false;
    for (KeyValue header : request.headers()) {
      String name = header.key().strip();
      if (CLIENTS_OWN.contains(name.toLowerCase(Locale.ROOT))) continue;
      named |= name.equalsIgnoreCase("user-agent");
      outgoing.header(name, header.value());
    }
    if (!named) outgoing.header("User-Agent", limits.userAgent());
    return outgoing.build();
  }

  private static HttpResult received(HttpResponse<String> response) {
    List<KeyValue> headers = new ArrayList<>();
    response
        .headers()
        .map()
        .forEach((name, values) -> {
          if (!name.startsWith(":"))
            values.forEach(value -> headers.add(new KeyValue(name, value)));
        });
    return new HttpResult(response.statusCode(), response.body(), headers, null);
  }

  private static HttpResult failed(Throwable thrown) {
    Throwable failure =
        thrown instanceof CompletionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof LimitedBody.TooLarge) return failure(RESPONSE_TOO_LARGE, cause);
    }
    int code =
        switch (failure) {
          case HttpConnectTimeoutException _ -> NO_CONNECTION_IN_TIME;
          case HttpTimeoutException _ -> TIMED_OUT;
          case TimeoutException _ -> TIMED_OUT;
          case ConnectException _ -> CONNECTION_FAILED;
          default -> FAILED;
        };
    return failure(code, failure);
  }

  private static HttpResult failure(int code, Throwable failure) {
    String message = failure.getMessage();
    String error =
        switch (code) {
          case TIMED_OUT -> "Timeout was reached";
          case NO_CONNECTION_IN_TIME -> "Connection timed out";
          default ->
              message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
        };
    return new HttpResult(
        code,
        "",
        List.of(),
        error.length() > LONGEST_ERROR ? error.substring(0, LONGEST_ERROR) : error);
  }

  private static HttpClient client(long connectMillis) {
    return HttpClient.newBuilder()
        .connectTimeout(Duration.ofMillis(connectMillis))
        .followRedirects(HttpClient.Redirect.NORMAL)
        .build();
  }

  /// Up to the next tenth of a second, and above one second to the next second: a handful of clients for all requests.
  private static long rounded(long millis) {
    long step = millis <= 1_000 ? 100 : 1_000;
    return Math.max(1, Math.ceilDiv(millis, step)) * step;
  }

  private static Duration shorter(int millis, Duration limit) {
    var asked = Duration.ofMillis(millis);
    return millis <= 0 || asked.compareTo(limit) > 0 ? limit : asked;
  }
}
