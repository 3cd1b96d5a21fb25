package io.ringmaster.actors.call;

import com.fasterxml.jackson.annotation.JsonTypeInfo;

/// What has happened to a call. Past tense, never refused, never changed once written: old journals hold these, so a field
/// may be added (nullable) but none renamed or removed.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public sealed interface CallFact permits SignallingFact, MediaFact {}
