package io.ringmaster.actors.session;

import static io.ringmaster.actors.session.ScriptedHost.saying;
import static io.ringmaster.actors.session.ScriptedHost.silent;

import io.ringmaster.actors.world.VirtualTime;
import io.ringmaster.protocol.command.SignallingCommand.AnswerCall;
import io.ringmaster.protocol.command.SignallingCommand.RingCall;
import io.ringmaster.protocol.event.AppEvent.CallAlerting;
import io.ringmaster.protocol.session.ScenarioCommand.CommandCall;
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

  /// A call has arrived, and its scenario lets it ring and answers it.
  final SessionLife answering() {
    underTest.host.plays(turn ->
        isAlerting(turn)
            ? saying(
                new CommandCall(underTest.call, new RingCall(null)),
                new CommandCall(underTest.call, new AnswerCall(null, null)))
            : silent());
    return underTest.arrives();
  }
}
