package io.ringmaster.actors.session;

import io.ringmaster.actors.JournalEntry;
import java.time.Instant;
import java.util.List;

/// One line of a session's journal: the facts that came to be together, in order. They are one line because together they cost little more
/// than one, and because they stand or fall together.
public record SessionEntry(Instant at, List<SessionFact> facts) implements JournalEntry {

  public SessionEntry {
    facts = List.copyOf(facts);
  }
}
