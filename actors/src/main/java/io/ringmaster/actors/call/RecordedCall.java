package io.ringmaster.actors.call;

import io.ringmaster.actors.CallView;
import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.command.CommandRef;
import io.ringmaster.protocol.event.NumberedCallEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A call together with its place in its own history: the whole fold of a journal.
///
/// @param facts how many facts there are
/// @param events how many CallEvents have followed from them
/// @param lastCommand the last of its session's commands that left a fact
/// @param latest the CallEvents that followed from the last fact
public record RecordedCall(
    CallId id,
    Call call,
    long facts,
    long events,
    @Nullable CommandRef lastCommand,
    List<NumberedCallEvent> latest) {

  public RecordedCall {
    latest = List.copyOf(latest);
  }

  /// The call before its first fact.
  public static RecordedCall unborn(CallId id) {
    return new RecordedCall(id, new Unborn(id), 0, 0, null, List.of());
  }

  /// The fold of one more line.
  ///
  /// @param recordingsUrl where recordings are served, ending in a slash
  public RecordedCall on(CallEntry entry, String recordingsUrl) {
    var after = call.on(entry.fact(), entry.at());
    var numbered = new ArrayList<NumberedCallEvent>();
    for (var event : new DerivedEvents(recordingsUrl).of(call, entry.fact(), after, entry.at())) {
      numbered.add(new NumberedCallEvent(id, events + numbered.size() + 1, entry.at(), event));
    }
    var command = entry.by() == null ? lastCommand : entry.by();
    return new RecordedCall(id, after, facts + 1, events + numbered.size(), command, numbered);
  }

  /// Whether a command of the session has been taken before.
  boolean hasTaken(CommandRef command) {
    return lastCommand != null && lastCommand.compareTo(command) >= 0;
  }

  /// The call as the outside sees it; empty before its first fact.
  public Optional<CallView> view() {
    return call.details()
        .map(details -> {
          var ended = call instanceof Terminated terminated ? terminated : null;
          return new CallView(
              id,
              id.session(),
              call.state().name(),
              call.getClass().getSimpleName(),
              details.incoming() ? "incoming" : "outgoing",
              details.number(),
              details.callerid(),
              details.displayName(),
              details.customData().isEmpty() ? null : details.customData(),
              facts,
              events,
              details.createdAt(),
              details.connectedAt(),
              ended == null ? null : ended.endedAt(),
              ended == null ? null : ended.ended().code(),
              ended == null ? null : ended.ended().reason());
        });
  }

  /// Whether nothing more can become of the call.
  public boolean isOver() {
    return call instanceof Terminated ended && ended.isSettled();
  }
}
