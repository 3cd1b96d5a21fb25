package io.ringmaster.node.webhook;

import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/// A response body that nobody wants. It is read, so that its connection can be used again, but not beyond a limit: then the connection
/// is dropped, and the answer counts all the same.
final class DiscardedBody implements BodySubscriber<Void> {

  private final long limit;
  private final CompletableFuture<Void> end = new CompletableFuture<>();
  private long seen;
  private Flow.@Nullable Subscription subscription;

  private DiscardedBody(long limit) {
    this.limit = limit;
  }

  /// @param limit in bytes
  static BodyHandler<Void> upTo(long limit) {
    return _ -> new DiscardedBody(limit);
  }

  @Override
  public CompletionStage<Void> getBody() {
    return end;
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    given.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    for (var buffer : buffers) seen += buffer.remaining();
    if (seen <= limit || end.isDone()) return;
    if (subscription != null) subscription.cancel();
    end.complete(null);
  }

  @Override
  public void onError(Throwable failure) {
    end.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    end.complete(null);
  }
}
