package io.ringmaster.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.actors.port.CallSignals;
import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.Headers;
import io.ringmaster.protocol.SessionId;
import io.ringmaster.protocol.signal.CallSignal;
import io.ringmaster.protocol.signal.Route;
import io.ringmaster.protocol.signal.SipSignal.AckReceived;
import io.ringmaster.protocol.signal.SipSignal.InviteReceived;
import io.ringmaster.protocol.sip.Dialog;
import io.ringmaster.protocol.sip.NameAddress;
import io.ringmaster.protocol.sip.ServerTransaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArrivalsTest {

  private static final SessionId FIRST = new SessionId("1001");
  private static final SessionId SECOND = new SessionId("1002");

  private final List<CallSignal> passedOn = new ArrayList<>();
  private long nanos = -5;
  private final Arrivals underTest = new Arrivals(() -> nanos);
  private final CallSignals calls = underTest.noted((_, signal) -> passedOn.add(signal));

  private static InviteReceived inviteTo(CallId call) {
    var us = new NameAddress(null, "sip:7001@127.0.0.1");
    var caller = new NameAddress(null, "sip:carol@127.0.0.9");
    return new InviteReceived(
        new ServerTransaction("node", "key"),
        new Dialog(
            "abc", call.value(), "tag", us, caller, caller.uri(), List.of(), 0, 1, "UDP", null),
        "7001",
        "sip:7001@127.0.0.1",
        "127.0.0.9",
        Headers.NONE,
        null,
        new Route("rule", Route.Control.SCENARIO, List.of("menu"), null));
  }

  private void arrives(SessionId session) {
    calls.tell(session.call(1), inviteTo(session.call(1)));
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
  }

  @Test
  void firstThatHasNotBegunSaysHowLongCallersWait() {
    assertThat(underTest.longestWait()).isZero();
    arrives(FIRST);
    pass(Duration.ofSeconds(2));
    arrives(SECOND);
    pass(Duration.ofSeconds(1));
    assertThat(underTest.longestWait()).isEqualTo(Duration.ofSeconds(3));
    underTest.begun(FIRST);
    assertThat(underTest.longestWait()).isEqualTo(Duration.ofSeconds(1));
    underTest.begun(SECOND);
    assertThat(underTest.longestWait()).isZero();
  }

  @Test
  void everySignalIsPassedOnAndOnlyAnInviteIsAnArrival() {
    arrives(FIRST);
    underTest.begun(FIRST);
    calls.tell(FIRST.call(1), new AckReceived(1, null));
    pass(Duration.ofSeconds(1));
    assertThat(underTest.longestWait()).isZero();
    assertThat(passedOn).hasSize(2);
  }

  /// Nobody will ever say that it has.
  @Test
  void callWhoseSessionBeganOnAnotherNodeIsForgotten() {
    arrives(FIRST);
    pass(Duration.ofSeconds(59));
    arrives(SECOND);
    pass(Duration.ofSeconds(1));
    assertThat(underTest.longestWait()).isEqualTo(Duration.ofSeconds(1));
  }
}
