package io.ringmaster.actors.session;

import io.ringmaster.actors.JournalEntry;
import java.time.Instant;

/// One line of a session's journal.
public record SessionEntry(Instant at, SessionFact fact) implements JournalEntry {}
