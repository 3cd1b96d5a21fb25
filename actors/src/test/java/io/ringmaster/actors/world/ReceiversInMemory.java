package io.ringmaster.actors.world;

import io.ringmaster.actors.port.WebhookBook;
import io.ringmaster.actors.port.WebhookPost;
import io.ringmaster.actors.port.WebhookProgress;
import io.ringmaster.actors.port.WebhookReceivers;
import io.ringmaster.protocol.SessionId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/// Takes every post, and keeps the book.
public final class ReceiversInMemory implements WebhookReceivers, WebhookBook {

  private final List<WebhookPost> posts = new CopyOnWriteArrayList<>();
  private final Map<SessionId, WebhookProgress> book = new ConcurrentHashMap<>();

  public List<WebhookPost> posts(SessionId session) {
    return posts.stream().filter(post -> post.session().equals(session)).toList();
  }

  public WebhookProgress progress(SessionId session) {
    return book.getOrDefault(session, WebhookProgress.NONE);
  }

  @Override
  public <T> CompletionStage<T> inTurn(String url, Supplier<CompletionStage<T>> errand) {
    return errand.get();
  }

  @Override
  public CompletionStage<Reception> post(WebhookPost post) {
    posts.add(post);
    return CompletableFuture.completedFuture(new Reception.Taken());
  }

  @Override
  public void givenUp(SessionId session, String url, long position, String reason) {
    throw new AssertionError("nobody refuses anything here");
  }

  @Override
  public CompletionStage<WebhookProgress> read(SessionId session) {
    return CompletableFuture.completedFuture(progress(session));
  }

  @Override
  public CompletionStage<Void> write(SessionId session, WebhookProgress progress) {
    book.put(session, progress);
    return CompletableFuture.completedFuture(null);
  }
}
