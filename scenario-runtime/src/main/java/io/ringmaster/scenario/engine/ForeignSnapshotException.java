package io.ringmaster.scenario.engine;

/// The bytes are not a snapshot of this engine. The session can still be rebuilt from its turns, which depend on no engine version.
public final class ForeignSnapshotException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ForeignSnapshotException(String reason) {
    super(reason + "; rebuild the session from its turns");
  }
}
