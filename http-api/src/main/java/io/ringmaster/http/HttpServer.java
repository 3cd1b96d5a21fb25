package io.ringmaster.http;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.http.javadsl.ServerBinding;

/// A running HTTP API.
public final class HttpServer {

  private final ServerBinding binding;
  private final EventStreams streams;

  HttpServer(ServerBinding binding, EventStreams streams) {
    this.binding = binding;
    this.streams = streams;
  }

  /// Where it listens, with the port that was free when 0 was asked for.
  public InetSocketAddress address() {
    return binding.localAddress();
  }

  /// Takes no more connections, ends the event streams (their readers come back, to another node), lets requests under way finish,
  /// and cuts what is left after `patience`.
  public CompletionStage<Done> stop(Duration patience) {
    return binding
        .unbind()
        .thenCompose(unbound -> streams.complete())
        .thenCompose(ended -> binding.terminate(patience))
        .thenApply(terminated -> Done.getInstance());
  }
}
