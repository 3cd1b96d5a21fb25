package io.ringmaster.actors.call;

import io.ringmaster.actors.JournalEntry;
import io.ringmaster.protocol.command.CommandRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One line of a call's journal.
///
/// @param by the session's command that led to this; null when something else did
public record CallEntry(Instant at, @Nullable CommandRef by, CallFact fact)
    implements JournalEntry {}
