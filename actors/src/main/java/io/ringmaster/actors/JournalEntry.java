package io.ringmaster.actors;

/// Marks what is written to the journal, so that the serializer for it (Jackson CBOR) is chosen in one place.
public interface JournalEntry {}
