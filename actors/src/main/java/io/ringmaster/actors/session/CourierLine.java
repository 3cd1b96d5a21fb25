package io.ringmaster.actors.session;

import io.ringmaster.protocol.SessionId;

/// The way from a session with a webhook to the courier that takes its events there.
public interface CourierLine {

  /// The session's journal has come to this line.
  void written(SessionId session, long row);
}
