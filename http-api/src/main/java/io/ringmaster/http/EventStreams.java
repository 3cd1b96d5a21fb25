package io.ringmaster.http;

import io.ringmaster.actors.History.Positioned;
import io.ringmaster.protocol.json.WireJson;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.SharedKillSwitch;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Server-sent events (HTML Living Standard section 9.2): `id` is the position, `event` the name, `data` the flat event. A
/// reader that comes back with `Last-Event-ID` goes on where it was.
final class EventStreams {

  private static final Logger LOG = LoggerFactory.getLogger(EventStreams.class);

  /// Sent at once, so that a client knows it is connected; the number is ms until a browser tries again.
  private static final ByteString GREETING = ByteString.fromString("retry: 1000\n\n");

  private static final ByteString HEARTBEAT = ByteString.fromString(":\n\n");

  /// How long the end of a stream is given to reach its reader, in ms.
  private static final int LAST_CHUNK = 200;

  private final Duration heartbeat;
  private final Set<CompletionStage<Done>> unfinished = ConcurrentHashMap.newKeySet();
  private final SharedKillSwitch open = KillSwitches.shared("event-streams");

  EventStreams(Duration heartbeat) {
    this.heartbeat = heartbeat;
  }

  /// Ends every stream, now and from now on. The stage completes when the readers have been told.
  CompletionStage<Done> complete() {
    open.shutdown();
    var all =
        CompletableFuture.allOf(
            unfinished.stream()
                .map(CompletionStage::toCompletableFuture)
                .toArray(CompletableFuture[]::new));
    // From the end of the source to the last chunk on the wire there is nothing to wait for but
    // time.
    return all.handleAsync(
        (done, failure) -> Done.getInstance(),
        CompletableFuture.delayedExecutor(LAST_CHUNK, TimeUnit.MILLISECONDS));
  }

  /// Lets a stream of any kind end with the server.
  <T> Source<T, NotUsed> ending(Source<T, NotUsed> stream) {
    return stream
        .via(open.flow())
        .watchTermination((unused, end) -> {
          unfinished.add(end);
          var _ = end.whenComplete((done, failure) -> unfinished.remove(end));
          return unused;
        });
  }

  HttpResponse response(Source<Positioned, NotUsed> events) {
    var frames =
        ending(events)
            .map(EventStreams::frame)
            .mapError(
                Throwable.class,
                failure -> {
                  LOG.warn("an event stream broke; its reader will come back", failure);
                  return failure;
                })
            .prepend(Source.single(GREETING))
            .keepAlive(heartbeat, () -> HEARTBEAT);
    return HttpResponse.create()
        .addHeader(RawHeader.create("Cache-Control", "no-cache"))
        .addHeader(RawHeader.create("X-Accel-Buffering", "no"))
        .withEntity(
            HttpEntities.createChunked(ContentTypes.create(MediaTypes.TEXT_EVENT_STREAM), frames));
  }

  /// JSON has no line breaks of its own here, so the data is one line.
  private static ByteString frame(Positioned positioned) {
    return ByteString.fromString(
        "id: %d\nevent: %s\ndata: %s\n\n"
            .formatted(
                positioned.position(),
                positioned.event().name(),
                WireJson.flat(positioned.event())));
  }
}
