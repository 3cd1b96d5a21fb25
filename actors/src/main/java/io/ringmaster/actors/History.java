package io.ringmaster.actors;

import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.SessionId;
import io.ringmaster.protocol.event.NumberedEvent;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Source;

/// Everything that ever happened, read from the journal, so the same from every node and at any time.
public interface History {

  /// An event and its place in one stream: resuming from `position + 1` misses nothing and repeats nothing. In the stream of a
  /// call the position is the event's number.
  record Positioned(long position, NumberedEvent event) {}

  /// The CallEvents of a call from number `from` (1 is the first) on.
  ///
  /// @param live whether the stream stays open for events to come (until the call has ended) or completes at the present end
  Source<Positioned, NotUsed> ofCall(CallId call, long from, boolean live);

  /// The AppEvents of a session and the CallEvents of its calls, in the order in which the session took them.
  Source<Positioned, NotUsed> ofSession(SessionId session, long from, boolean live);

  /// The events of every session and call, in journal order.
  Source<Positioned, NotUsed> ofAll(long from, boolean live);

  /// The session's log, a line each, in the shape of VoxEngine's logs; empty when there is no such session.
  CompletionStage<Optional<List<String>>> log(SessionId session);
}
