package io.ringmaster.actors.session;

/// How many calls a session may have. A call beyond a limit fails with 403 "Call limit reached".
///
/// @param attempts calls in all: incoming and outgoing, good and failed (VoxEngine: 50)
/// @param unanswered calls placed and not answered, at one time (VoxEngine: 10)
public record CallLimits(int attempts, int unanswered) {

  /// VoxEngine's.
  public static final CallLimits USUAL = new CallLimits(50, 10);
}
