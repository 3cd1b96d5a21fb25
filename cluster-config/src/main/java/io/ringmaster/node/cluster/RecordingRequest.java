package io.ringmaster.node.cluster;

import io.ringmaster.actors.ClusterMessage;
import java.time.Instant;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.stream.SourceRef;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/// What a node asks another about the recordings in that one's directory. Nobody passes a question on, so it cannot go round.
sealed interface RecordingRequest extends ClusterMessage {

  /// Whether it has a recording.
  ///
  /// @param id as it came from outside
  record Find(String id, ActorRef<Found> replyTo) implements RecordingRequest {}

  /// Bytes of a recording.
  ///
  /// @param name as it was found
  /// @param from position of the first byte
  record Read(String name, long from, long count, ActorRef<Opened> replyTo)
      implements RecordingRequest {}

  /// The answer to [Find].
  ///
  /// @param file null when the node has none of that id
  record Found(@Nullable Description file) implements ClusterMessage {}

  /// A file without its bytes.
  ///
  /// @param length bytes
  record Description(String name, long length, Instant modified) {}

  /// The answer to [Read].
  ///
  /// @param bytes must be subscribed to within 30 s; null when the file is not there any more
  record Opened(@Nullable SourceRef<ByteString> bytes) implements ClusterMessage {}
}
