package io.ringmaster.actors;

import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.SessionId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A call as the outside sees it.
///
/// @param state `ALERTING`, `PROGRESSING`, `CONNECTED` or `TERMINATED`
/// @param phase the phase in the words of the state diagram, finer than `state`
/// @param direction `incoming` or `outgoing`
/// @param number the dialled number or user
/// @param fact the number of the last journaled fact, from 1
/// @param lastEvent the number of the last CallEvent; 0 before the first
/// @param endCode `internalCode` of Disconnected or `code` of Failed
public record CallView(
    CallId callId,
    SessionId sessionId,
    String state,
    String phase,
    String direction,
    String number,
    String callerid,
    String displayName,
    @Nullable String customData,
    long fact,
    long lastEvent,
    Instant createdAt,
    @Nullable Instant connectedAt,
    @Nullable Instant endedAt,
    @Nullable Integer endCode,
    @Nullable String endReason) {}
