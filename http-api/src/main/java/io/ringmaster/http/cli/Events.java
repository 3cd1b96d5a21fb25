package io.ringmaster.http.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Prints events, those there are or those to come as well.
final class Events {

  /// How often in a row a lost stream is sought again, and how long in between.
  private static final int ATTEMPTS = 10;

  private static final Duration PAUSE = Duration.ofSeconds(1);

  private static final List<String> ENVELOPE =
      List.of("seq", "at", "sessionId", "callId", "name", "id");

  private final Api api;
  private final Terminal terminal;
  private long position;
  private long frameId;
  private @Nullable String frameData;

  Events(Api api, Terminal terminal) {
    this.api = api;
    this.terminal = terminal;
  }

  void show(String path, boolean isFollowing) throws InterruptedException {
    if (isFollowing) follow(path);
    else if (terminal.isRaw()) terminal.say(api.get(path));
    else for (var event : Api.json(api.get(path))) print(event.toString());
  }

  /// Reads until the server says that nothing will come any more; a stream that breaks is taken up where it was.
  private void follow(String path) throws InterruptedException {
    int failures = 0;
    while (true) {
      long before = position;
      try {
        frameData = null;
        var response = api.stream(path, position);
        try (var lines = response.body()) {
          if (response.statusCode() == 204) return;
          lines.forEach(this::line);
        }
        failures = position > before ? 0 : failures;
      } catch (IOException | UncheckedIOException e) {
        if (position > before) failures = 0;
        if (++failures >= ATTEMPTS)
          throw api.unreachable(e instanceof IOException io ? io : new IOException(e));
        Thread.sleep(PAUSE);
      }
      if (position == before) Thread.sleep(PAUSE);
    }
  }

  /// An event counts at the blank line that ends it; one that was cut off before is sent again.
  private void line(String line) {
    if (line.startsWith("id: ")) frameId = Long.parseLong(line.substring(4));
    else if (line.startsWith("data: ")) frameData = line.substring(6);
    else if (line.isEmpty() && frameData != null) {
      print(frameData);
      position = frameId;
      frameData = null;
    }
  }

  private void print(String json) {
    if (terminal.isRaw()) {
      terminal.say(json);
      return;
    }
    var event = Api.json(json);
    var whose =
        event.has("callId") ? event.path("callId").asText() : event.path("sessionId").asText();
    var rest = ((ObjectNode) event).deepCopy().without(ENVELOPE);
    terminal.say(
        "%s  %-20s %4d  %s%s"
            .formatted(
                event.path("at").asText(),
                whose,
                event.path("seq").asLong(),
                event.path("name").asText(),
                rest.isEmpty() ? "" : "  " + rest));
  }
}
