package io.ringmaster.interop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/// A program that events are posted to, on a port of its own. It keeps them by session as the README advises: what has a position that it
/// has seen is a repeat.
final class WebhookReceiver implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  /// A post as it came.
  record Post(int attempt, long first, long last, List<JsonNode> events) {}

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;
  private final Map<String, List<Post>> posts = new ConcurrentHashMap<>();
  private final Consumer<JsonNode> onNews;
  private volatile int status = 204;

  private WebhookReceiver(HttpServer server, Consumer<JsonNode> onNews) {
    this.server = server;
    this.onNews = onNews;
  }

  /// @param port 0 for any
  /// @param onNews is told of each event that is no repeat, after it was answered for
  static WebhookReceiver open(int port, Consumer<JsonNode> onNews) {
    try {
      var server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
      var receiver = new WebhookReceiver(server, onNews);
      server.setExecutor(receiver.threads);
      server.createContext("/hook", receiver::take);
      server.start();
      return receiver;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String url() {
    return "http://127.0.0.1:%d/hook".formatted(server.getAddress().getPort());
  }

  /// What every post is answered with from now on.
  WebhookReceiver answers(int newStatus) {
    status = newStatus;
    return this;
  }

  /// Has had the first events of a session in an earlier life.
  WebhookReceiver knows(String session, List<JsonNode> first) {
    posts
        .computeIfAbsent(session, _ -> new CopyOnWriteArrayList<>())
        .addFirst(new Post(1, 1, first.size(), first));
    return this;
  }

  /// Every post of a session that was taken.
  List<Post> posts(String session) {
    return posts.getOrDefault(session, List.of());
  }

  /// The events of a session that were taken, each once.
  List<JsonNode> events(String session) {
    var all = new ArrayList<JsonNode>();
    for (var post : posts(session)) {
      int repeats = (int) (all.size() + 1 - post.first());
      if (repeats < 0) throw new AssertionError("a gap before position " + post.first());
      if (repeats < post.events().size())
        all.addAll(post.events().subList(repeats, post.events().size()));
    }
    return all;
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      var events = new ArrayList<JsonNode>();
      JSON.readTree(exchange.getRequestBody().readAllBytes()).forEach(events::add);
      var headers = exchange.getRequestHeaders();
      String session = headers.getFirst("Ringmaster-Session");
      long first = Long.parseLong(headers.getFirst("Ringmaster-First-Position"));
      boolean good = status / 100 == 2;
      int known = events(session).size();
      if (good) {
        var post =
            new Post(
                Integer.parseInt(headers.getFirst("Ringmaster-Attempt")),
                first,
                Long.parseLong(headers.getFirst("Ringmaster-Last-Position")),
                events);
        posts.computeIfAbsent(session, _ -> new CopyOnWriteArrayList<>()).add(post);
      }
      exchange.sendResponseHeaders(status, -1);
      if (!good) return;
      for (int i = 0; i < events.size(); i++) {
        var event = events.get(i);
        if (first + i > known) threads.execute(() -> onNews.accept(event));
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
