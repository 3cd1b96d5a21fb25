package io.ringmaster.node.cluster;

import io.ringmaster.http.RecordingFile;
import io.ringmaster.node.cluster.RecordingRequest.Description;
import io.ringmaster.node.cluster.RecordingRequest.Find;
import io.ringmaster.node.cluster.RecordingRequest.Found;
import io.ringmaster.node.cluster.RecordingRequest.Opened;
import io.ringmaster.node.cluster.RecordingRequest.Read;
import java.util.Optional;
import java.util.function.Function;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.javadsl.StreamRefs;
import org.apache.pekko.util.ByteString;

/// Answers the other nodes out of what this node has itself, and from nowhere else.
final class RecordingDesk {

  private RecordingDesk() {}

  static Behavior<RecordingRequest> of(Function<String, Optional<RecordingFile>> own) {
    return Behaviors.setup(context -> {
      var materializer = Materializer.createMaterializer(context.getSystem());
      return Behaviors.receive(RecordingRequest.class)
          .onMessage(
              Find.class,
              find -> {
                find.replyTo().tell(look(own, find.id()));
                return Behaviors.same();
              })
          .onMessage(
              Read.class,
              read -> {
                read.replyTo().tell(open(own, read, materializer));
                return Behaviors.same();
              })
          .build();
    });
  }

  private static Found look(Function<String, Optional<RecordingFile>> own, String id) {
    return own.apply(id)
        .map(file -> new Found(new Description(file.name(), file.length(), file.modified())))
        .orElseGet(() -> new Found(null));
  }

  /// Another node is believed no more than a client is: the name and the range are looked at again.
  private static Opened open(
      Function<String, Optional<RecordingFile>> own, Read read, Materializer materializer) {
    var file = own.apply(read.name());
    if (file.isEmpty()
        || read.from() < 0
        || read.count() < 0
        || read.count() > file.get().length() - read.from()) return new Opened(null);
    return new Opened(
        file.get()
            .content()
            .read(read.from(), read.count())
            .runWith(StreamRefs.<ByteString>sourceRef(), materializer));
  }
}
