package io.ringmaster.node.cluster;

import io.ringmaster.actors.History;
import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.event.CallEvent;
import io.ringmaster.protocol.event.NumberedCallEvent;
import io.ringmaster.protocol.event.NumberedEvent;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.stream.javadsl.Sink;

/// What the journal knows of a recording, whichever node has its file.
enum RecordedPast {
  UNKNOWN,
  /// It has begun; its file gets its name when it is complete.
  RUNNING,
  /// It broke before it was complete, so there is no file.
  BROKEN,
  COMPLETE;

  /// The id of a recording: its call and its number in that call, maybe with an extension.
  private static final Pattern ID = Pattern.compile("(\\d+-\\d+)-\\d+(\\.[a-z0-9]+)?");

  /// The stage fails when the journal cannot be read.
  static CompletionStage<RecordedPast> of(String id, History history, ActorSystem<?> system) {
    var parts = ID.matcher(id);
    if (!parts.matches() || !CallId.isValid(parts.group(1)))
      return CompletableFuture.completedFuture(UNKNOWN);
    return history
        .ofCall(new CallId(parts.group(1)), 1, false)
        .map(History.Positioned::event)
        .runWith(
            Sink.<RecordedPast, NumberedEvent>fold(UNKNOWN, (past, event) -> past.then(event, id)),
            system);
  }

  /// A call makes one recording at a time, so an error is about the one that runs.
  private RecordedPast then(NumberedEvent event, String id) {
    if (!(event instanceof NumberedCallEvent call)) return this;
    return switch (call.event()) {
      case CallEvent.RecordStarted(var url) when isAbout(url, id) -> RUNNING;
      case CallEvent.RecordStopped stopped when isAbout(stopped.url(), id) -> COMPLETE;
      case CallEvent.RecordError _ when this == RUNNING -> BROKEN;
      default -> this;
    };
  }

  private static boolean isAbout(String url, String id) {
    var file = url.substring(url.lastIndexOf('/') + 1);
    return file.equals(id) || file.startsWith(id + ".");
  }
}
