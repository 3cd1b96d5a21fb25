package io.ringmaster.actors.session;

import io.ringmaster.actors.world.VirtualTime;
import io.ringmaster.protocol.event.AppEvent.CallAlerting;
import io.ringmaster.protocol.session.Turn;
import io.ringmaster.protocol.session.TurnInput;
import org.junit.jupiter.api.AfterEach;

/// A session of its own for each test, on a node where all goes well.
abstract class FreshSession {

  final SessionLife underTest;

  FreshSession(VirtualTime time) {
    underTest = new SessionLife(time);
  }

  @AfterEach
  void theJournalTellsTheSameAsTheEntity() {
    underTest.checkJournal();
  }

  static boolean isAlerting(Turn turn) {
    return turn.input() instanceof TurnInput.AppEventRaised(var numbered)
        && numbered.event() instanceof CallAlerting;
  }
}
