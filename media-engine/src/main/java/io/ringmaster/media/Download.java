package io.ringmaster.media;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Fetches files over HTTP, within a time for everything together and a size. The words of its failures are those that scenarios
/// written for VoxEngine know.
final class Download implements AutoCloseable {

  private final HttpClient client;
  private final Duration timeout;
  private final long limit;

  Download(Duration timeout, long limit, Executor executor) {
    this.timeout = timeout;
    this.limit = limit;
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(timeout)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .executor(executor)
            .build();
  }

  /// The body. Fails with [SoundUnavailable].
  CompletableFuture<byte[]> fetch(URI uri) {
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(timeout).build();
    CompletableFuture<HttpResponse<byte[]>> exchange =
        client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), limit));
    return exchange
        .copy()
        .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .handle((response, failure) -> {
          if (failure != null) {
            exchange.cancel(true);
            throw inWords(failure);
          }
          if (response.statusCode() / 100 != 2) {
            throw new SoundUnavailable(
                "HTTP response code said error: %d".formatted(response.statusCode()));
          }
          return response.body();
        });
  }

  private SoundUnavailable inWords(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null)
      cause = cause.getCause();
    String words =
        switch (cause) {
          case TimeoutException _, HttpTimeoutException _ -> "Timeout is reached";
          case ConnectException _ -> "Couldn't connect to server";
          case IOException e when String.valueOf(e.getMessage()).contains("capacity") ->
              "the file is larger than %d bytes".formatted(limit);
          default -> "Transfer failed: %s".formatted(cause.getMessage());
        };
    return new SoundUnavailable(words, cause);
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
