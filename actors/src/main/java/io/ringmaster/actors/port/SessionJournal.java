package io.ringmaster.actors.port;

import io.ringmaster.protocol.SessionId;
import io.ringmaster.protocol.event.NumberedEvent;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/// A session's journal, read in portions. A stage fails when the database does not answer.
public interface SessionJournal {

  /// Whole lines of the journal.
  ///
  /// @param row the last line; what was asked for when there is none
  /// @param events of those lines; may be none
  /// @param over whether the last line ended the session
  /// @param more whether there may be further lines already
  record Portion(long row, List<NumberedEvent> events, boolean over, boolean more) {
    public Portion {
      events = List.copyOf(events);
    }
  }

  /// The webhook that the session was started with; empty when it has none, or there is no such session.
  CompletionStage<Optional<String>> webhook(SessionId session);

  /// The lines after `row` that were written so far: as many as have together no more than `mostEvents` events, and one in any case.
  CompletionStage<Portion> after(SessionId session, long row, int mostEvents);
}
