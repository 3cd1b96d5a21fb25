package io.ringmaster.interop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A reader of server-sent events (HTML Living Standard section 9.2), as far as the control API uses them.
public final class EventStream implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  /// One event: its position in the stream, its name and its JSON.
  public record Sent(String id, String name, JsonNode data) {}

  private final InputStream body;
  private final LinkedBlockingQueue<Sent> arrived = new LinkedBlockingQueue<>();
  private final Thread reader;

  EventStream(InputStream body) {
    this.body = body;
    this.reader = Thread.ofVirtual().name("event-stream").unstarted(this::read);
    reader.start();
  }

  /// The next event.
  ///
  /// @throws AssertionError when none comes in time
  public Sent next(Duration timeout) {
    try {
      var sent = arrived.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
      if (sent == null) throw new AssertionError("no event within " + timeout);
      return sent;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for an event", e);
    }
  }

  /// The events up to and with the first of that name.
  public List<Sent> upTo(String name, Duration timeout) {
    var seen = new ArrayList<Sent>();
    long deadline = System.nanoTime() + timeout.toNanos();
    while (true) {
      try {
        var sent = next(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
        seen.add(sent);
        if (sent.name().equals(name)) return seen;
      } catch (AssertionError e) {
        throw new AssertionError("%s did not come; seen: %s".formatted(name, seen), e);
      }
    }
  }

  @Override
  public void close() {
    try {
      body.close();
      reader.join(Duration.ofSeconds(5));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void read() {
    String id = "";
    String name = "";
    try (var lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("id: ")) id = line.substring(4);
        if (line.startsWith("event: ")) name = line.substring(7);
        if (line.startsWith("data: ")) arrived.add(new Sent(id, name, json(line.substring(6))));
      }
    } catch (IOException e) {
      // The stream was closed, here or there: whoever waits for an event will say what is missing.
    }
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
