package io.ringmaster.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads a live stream as a browser's EventSource does, frame by frame, until closed.
final class EventReader implements AutoCloseable {

  record Frame(long id, String event, String data) {}

  final HttpResponse<InputStream> response;
  final List<String> comments = new ArrayList<>();
  private final BufferedReader lines;

  private EventReader(HttpResponse<InputStream> response) {
    this.response = response;
    this.lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
  }

  static EventReader open(TestServer server, String path, @Nullable String lastEventId) {
    var request = HttpRequest.newBuilder(server.uri(path)).header("Accept", "text/event-stream");
    if (lastEventId != null) request.header("Last-Event-ID", lastEventId);
    try {
      return new EventReader(server.http.send(request.build(), BodyHandlers.ofInputStream()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The next event, or empty when the server has ended the stream.
  Optional<Frame> next() {
    long id = -1;
    String event = "";
    try {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("id: ")) id = Long.parseLong(line.substring(4));
        else if (line.startsWith("event: ")) event = line.substring(7);
        else if (line.startsWith("data: "))
          return Optional.of(new Frame(id, event, line.substring(6)));
        else if (line.startsWith(":")) comments.add(line);
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Reads on until a comment comes.
  void awaitComment() {
    try {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(":")) return;
      }
      throw new AssertionError("the stream ended before a comment came");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      lines.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
