package io.ringmaster.actors;

import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.SessionId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A session as the outside sees it.
///
/// @param state `RUNNING`, `IDLE`, `DRAINING`, `TERMINATING` or `TERMINATED`
/// @param control `scenario` or `http`
/// @param scenarios `name@hash` of each file, in load order
/// @param calls every call the session has had
/// @param openCalls those that have not ended
/// @param turns how many turns its scenario has taken
/// @param finishReason why it ended, in VoxEngine's words; null while it lives
public record SessionView(
    SessionId sessionId,
    String state,
    String control,
    @Nullable String rule,
    List<String> scenarios,
    String customData,
    String accessUrl,
    List<CallId> calls,
    List<CallId> openCalls,
    long turns,
    Instant createdAt,
    @Nullable Instant endedAt,
    @Nullable String finishReason) {}
