package io.ringmaster.actors.session;

import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.signal.LifeSignal;
import java.util.HashSet;
import java.util.Set;

/// The calls that were open when their session ended. They are told until they say that they have ended too.
final class OpenEnds {

  private final Set<CallId> open = new HashSet<>();
  private final CallLine calls;

  OpenEnds(CallLine calls) {
    this.calls = calls;
  }

  void of(SessionDetails session) {
    session
        .calls()
        .forEach((call, standing) -> {
          if (standing.open()) open.add(call);
        });
    tellAgain();
  }

  void tellAgain() {
    open.forEach(call -> calls.signal(call, new LifeSignal.SessionEnded()));
  }

  void closed(CallId call) {
    open.remove(call);
  }

  boolean isEmpty() {
    return open.isEmpty();
  }
}
