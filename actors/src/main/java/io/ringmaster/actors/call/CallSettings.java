package io.ringmaster.actors.call;

import java.time.Duration;

/// The figures of a call's life.
///
/// @param answerTimeout how long a call may stay unanswered, incoming or outgoing (VoxEngine: 60 s, then 408)
/// @param resendInterval how often events are sent again that the session has not acknowledged
/// @param linger how long an ended call stays in memory for latecomers
/// @param recordingsUrl where recordings are served, ending in a slash
public record CallSettings(
    Duration answerTimeout, Duration resendInterval, Duration linger, String recordingsUrl) {}
