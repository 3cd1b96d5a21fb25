package io.ringmaster.node.webhook;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.ringmaster.actors.port.WebhookPost;
import io.ringmaster.actors.port.WebhookReceivers;
import io.ringmaster.node.settings.NodeSettings;
import io.ringmaster.protocol.SessionId;
import io.ringmaster.protocol.json.WireJson;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Posts events with the JDK's HTTP client: a JSON array of flat events, in the order of their positions. Any 2xx says that they were
/// taken, 410 that no more are wanted; everything else, a redirect too, is a failure. Safe from any thread.
public final class HttpWebhookReceivers implements WebhookReceivers, AutoCloseable {

  /// The session that the events are of.
  static final String SESSION = "Ringmaster-Session";

  /// The position of the first and the last event of the body. A position is given once in a session, so who has seen it can drop it.
  static final String FIRST = "Ringmaster-First-Position";

  static final String LAST = "Ringmaster-Last-Position";

  /// 1 for the first attempt.
  static final String ATTEMPT = "Ringmaster-Attempt";

  /// Bytes of a response that are read for the sake of its connection.
  private static final long LONGEST_RESPONSE = 64 << 10;

  private static final int GONE = 410;
  private static final int LONGEST_REASON = 300;

  private static final Logger LOG = LoggerFactory.getLogger(HttpWebhookReceivers.class);

  private final NodeSettings.Webhook settings;
  private final HttpClient client;

  /// By scheme, host and port. There are as many as rules name, which are few.
  private final Map<String, Turnstile> turnstiles = new ConcurrentHashMap<>();

  private final LongAdder taken = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder events = new LongAdder();
  private final LongAdder givenUp = new LongAdder();

  /// What was done since the start.
  ///
  /// @param taken posts that receivers took, with `events` in them
  /// @param failed posts that they did not take
  /// @param givenUp sessions whose receiver was given up
  public record Statistics(long taken, long events, long failed, long givenUp) {}

  public HttpWebhookReceivers(NodeSettings.Webhook settings) {
    this.settings = settings;
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(settings.connectTimeout())
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  public Statistics statistics() {
    return new Statistics(taken.sum(), events.sum(), failed.sum(), givenUp.sum());
  }

  @Override
  public <T> CompletionStage<T> inTurn(String url, Supplier<CompletionStage<T>> errand) {
    return turnstiles
        .computeIfAbsent(origin(url), _ -> new Turnstile(settings.postsPerReceiver()))
        .pass(errand);
  }

  @Override
  public CompletionStage<Reception> post(WebhookPost post) {
    HttpRequest request;
    try {
      request = request(post);
    } catch (IllegalArgumentException e) {
      return CompletableFuture.completedFuture(
          refused("the URL cannot be used: " + e.getMessage(), true));
    }
    var sent = client.sendAsync(request, DiscardedBody.upTo(LONGEST_RESPONSE));
    // The client's own timeout ends with the headers; this one with the last byte.
    return sent.copy()
        .orTimeout(settings.timeout().toMillis(), TimeUnit.MILLISECONDS)
        .handle((response, failure) -> {
          if (failure == null) return answered(post, response);
          sent.cancel(true);
          return refused(reason(failure), false);
        });
  }

  @Override
  public void givenUp(SessionId session, String url, long position, String reason) {
    givenUp.increment();
    LOG.warn(
        "the webhook of session {} is given up, its events after position {} are not posted to {}: {}",
        session,
        position,
        withoutQuery(url),
        reason);
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  private HttpRequest request(WebhookPost post) {
    var url = URI.create(post.url());
    boolean plain = "http".equalsIgnoreCase(url.getScheme());
    // Over plain http the client would ask to upgrade, which small servers answer with an error.
    return HttpRequest.newBuilder(url)
        .version(plain ? HttpClient.Version.HTTP_1_1 : HttpClient.Version.HTTP_2)
        .header("Content-Type", "application/json")
        .header("User-Agent", "Ringmaster")
        .header(SESSION, post.session().value())
        .header(FIRST, Long.toString(post.first()))
        .header(LAST, Long.toString(post.last()))
        .header(ATTEMPT, Integer.toString(post.attempt()))
        .POST(BodyPublishers.ofString(body(post).toString()))
        .build();
  }

  private static ArrayNode body(WebhookPost post) {
    var list = WireJson.mapper().createArrayNode();
    post.events().forEach(event -> list.add(WireJson.flat(event)));
    return list;
  }

  private Reception answered(WebhookPost post, HttpResponse<Void> response) {
    int status = response.statusCode();
    if (status / 100 != 2) return refused("it answers with status " + status, status == GONE);
    taken.increment();
    events.add(post.events().size());
    return new Reception.Taken();
  }

  private Reception refused(String reason, boolean forGood) {
    failed.increment();
    return new Reception.Refused(reason, forGood);
  }

  private String reason(Throwable thrown) {
    var failure =
        thrown instanceof CompletionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    if (failure instanceof TimeoutException || failure instanceof HttpTimeoutException)
      return "it does not answer within %d ms".formatted(settings.timeout().toMillis());
    String message = failure.getMessage();
    String said =
        message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
    return said.length() > LONGEST_REASON ? said.substring(0, LONGEST_REASON) : said;
  }

  private static String origin(String url) {
    try {
      var parsed = URI.create(url);
      return "%s://%s"
          .formatted(parsed.getScheme(), parsed.getAuthority())
          .toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  /// A query may hold what the receiver knows us by.
  private static String withoutQuery(String url) {
    int query = url.indexOf('?');
    return query < 0 ? url : url.substring(0, query);
  }
}
