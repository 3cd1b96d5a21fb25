package io.ringmaster.actors.session;

import io.ringmaster.actors.session.SessionFact.SessionStarted;
import io.ringmaster.protocol.SessionId;
import java.time.Instant;

/// A session that has its scenarios and nothing in its journal yet.
record Beginning(Instant at, SessionStarted fact) {

  SessionDetails details(SessionId id) {
    return SessionDetails.of(id, fact, at);
  }
}
