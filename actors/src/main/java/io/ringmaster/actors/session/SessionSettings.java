package io.ringmaster.actors.session;

import java.time.Duration;

/// The figures of a session's life.
///
/// @param idleTimeout how long it lives without calls (VoxEngine: 60 s)
/// @param idleTimeoutWithQueue the same while it has a queue request (VoxEngine: 120 min)
/// @param httpDrainTimeout how long its end waits for outside requests in flight (VoxEngine: 90 s)
/// @param resendInterval how often commands are sent again that their call has not answered
/// @param linger how long an ended session stays in memory for latecomers
/// @param callLimits how many calls it may have
/// @param accessUrl where `/request/{session}/{token}` is served, without a slash at its end
public record SessionSettings(
    Duration idleTimeout,
    Duration idleTimeoutWithQueue,
    Duration httpDrainTimeout,
    Duration resendInterval,
    Duration linger,
    CallLimits callLimits,
    String accessUrl) {

  String accessUrl(SessionDetails session) {
    return "%s/request/%s/%s".formatted(accessUrl, session.id(), session.token());
  }
}
