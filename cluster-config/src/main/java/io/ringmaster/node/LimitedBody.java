package io.ringmaster.node;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A response body as text, given up as soon as it is longer than allowed.
final class LimitedBody implements BodySubscriber<String> {

  static final class TooLarge extends IOException {

    private static final long serialVersionUID = 1L;

    TooLarge(int limit) {
      super("the response is larger than %d bytes".formatted(limit));
    }
  }

  private static final Pattern CHARSET = Pattern.compile("(?i)charset\\s*=\\s*\"?([^\\s;\"]+)");

  private final int limit;
  private final Charset charset;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final CompletableFuture<String> body = new CompletableFuture<>();
  private Flow.@Nullable Subscription subscription;

  private LimitedBody(int limit, Charset charset) {
    this.limit = limit;
    this.charset = charset;
  }

  static BodyHandler<String> upTo(int limit) {
    return response -> new LimitedBody(limit, charset(response.headers()));
  }

  @Override
  public CompletionStage<String> getBody() {
    return body;
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    given.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    if (body.isDone()) return;
    for (ByteBuffer buffer : buffers) {
      if (bytes.size() + buffer.remaining() > limit) {
        if (subscription != null) subscription.cancel();
        body.completeExceptionally(new TooLarge(limit));
        return;
      }
      byte[] part = new byte[buffer.remaining()];
      buffer.get(part);
      bytes.writeBytes(part);
    }
  }

  @Override
  public void onError(Throwable failure) {
    body.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    body.complete(bytes.toString(charset));
  }

  /// What Content-Type says, or else UTF-8.
  private static Charset charset(HttpHeaders headers) {
    var named = CHARSET.matcher(headers.firstValue("Content-Type").orElse(""));
    try {
      return named.find() ? Charset.forName(named.group(1)) : StandardCharsets.UTF_8;
    } catch (IllegalArgumentException e) {
      return StandardCharsets.UTF_8;
    }
  }
}
