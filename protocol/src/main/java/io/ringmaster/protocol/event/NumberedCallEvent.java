package io.ringmaster.protocol.event;

import io.ringmaster.protocol.CallId;
import java.time.Instant;

/// A CallEvent in its place: number `seq` of its call, counted from 1 without gaps. The number is the idempotency key
/// towards the session and towards everybody outside.
public record NumberedCallEvent(CallId callId, long seq, Instant at, CallEvent event) {}
