package io.ringmaster.scenario;

import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.Headers;
import io.ringmaster.protocol.SessionId;
import io.ringmaster.protocol.event.AppEvent;
import io.ringmaster.protocol.event.CallEvent;
import io.ringmaster.protocol.event.NumberedAppEvent;
import io.ringmaster.protocol.event.NumberedCallEvent;
import io.ringmaster.protocol.session.Turn;
import io.ringmaster.protocol.session.TurnInput;
import io.ringmaster.scenario.engine.ScriptEngine.Rehearsal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What is run while nobody calls yet: a small voice menu, one call from its arrival to its end.
final class WarmUp {

  private static final SessionId SESSION = new SessionId("1");
  private static final CallId CALL = SESSION.call(1);

  private static final String SCENARIO =
      """
      VoxEngine.addEventListener(AppEvents.CallAlerting, ({ call }) => {
        const timers = [];
        call.addEventListener(CallEvents.Connected, () => call.startPlayback('file:greeting.wav'));
        call.addEventListener(CallEvents.PlaybackFinished, () => timers.push(setTimeout(() => call.hangup(), 5000)));
        call.addEventListener(CallEvents.ToneReceived, (e) => {
          timers.splice(0).forEach(clearTimeout);
          Logger.write(`digit ${e.tone} of ${JSON.stringify({ id: e.id, headers: e.headers })}`);
          call.startPlayback(`file:${e.tone}.wav`, { loop: false });
        });
        call.addEventListener(CallEvents.Disconnected, VoxEngine.terminate);
        call.answer({ 'X-Menu': 'main' });
        call.handleTones(true, DTMFType.ALL);
      });
      """;

  static final Rehearsal REHEARSAL = new Rehearsal(SCENARIO, inputs());

  private WarmUp() {}

  private static List<String> inputs() {
    var inputs = new ArrayList<String>();
    inputs.add(
        json(
            new TurnInput.AppEventRaised(
                new NumberedAppEvent(
                    SESSION,
                    1,
                    Instant.EPOCH,
                    new AppEvent.CallAlerting(
                        CALL,
                        "alice",
                        "7000",
                        "sip:7000@example.com",
                        "sip:alice@example.com",
                        "Alice",
                        Headers.of("X-Account", "42"),
                        null,
                        null,
                        null,
                        null)))));
    inputs.add(call(new CallEvent.StateChanged("ALERTING", "CONNECTED")));
    inputs.add(call(new CallEvent.Connected(null, Headers.NONE, null, null, "UDP", null, null)));
    for (int tone = 0; tone < 10; tone++) {
      inputs.add(call(new CallEvent.PlaybackStarted(2000)));
      inputs.add(call(new CallEvent.PlaybackFinished(null)));
      inputs.add(call(new CallEvent.ToneReceived(Integer.toString(tone), "1")));
    }
    inputs.add(call(new CallEvent.Disconnected(Headers.NONE, 16, "", 20, 0, "SIP Call")));
    return List.copyOf(inputs);
  }

  private static String call(CallEvent event) {
    return json(
        new TurnInput.CallEventRaised(new NumberedCallEvent(CALL, 1, Instant.EPOCH, event)));
  }

  private static String json(TurnInput input) {
    return TurnJson.of(new Turn(SESSION, 1, Instant.EPOCH, 1, 2, input));
  }
}
