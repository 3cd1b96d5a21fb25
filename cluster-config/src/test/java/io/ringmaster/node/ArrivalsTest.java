package io.ringmaster.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.actors.port.SipEffect;
import io.ringmaster.actors.port.SipEffect.Respond;
import io.ringmaster.actors.port.SipEffect.StopAnswering;
import io.ringmaster.protocol.Headers;
import io.ringmaster.protocol.SessionId;
import io.ringmaster.protocol.sip.Dialog;
import io.ringmaster.protocol.sip.NameAddress;
import io.ringmaster.protocol.sip.ServerTransaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ArrivalsTest {

  private final List<SipEffect> passedOn = new ArrayList<>();
  private long nanos = -5;
  private int drawn = 1000;
  private final Arrivals underTest = new Arrivals(() -> nanos);
  private final Supplier<SessionId> ids =
      underTest.noted(() -> new SessionId(String.valueOf(++drawn)));

  private SessionId arrives() {
    return ids.get();
  }

  private void says(SessionId session, SipEffect effect) {
    underTest.heard((_, passed) -> passedOn.add(passed)).perform(session.call(1), effect);
  }

  private static Respond response(SessionId session, int status) {
    var us = new NameAddress(null, "sip:7001@127.0.0.1");
    var caller = new NameAddress(null, "sip:carol@127.0.0.9");
    var dialog =
        new Dialog(
            "abc",
            session.call(1).value(),
            "tag",
            us,
            caller,
            caller.uri(),
            List.of(),
            0,
            1,
            "UDP",
            null);
    return new Respond(
        new ServerTransaction("node", "key"), dialog, status, null, Headers.NONE, null);
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
  }

  @Test
  void firstThatHasNotBegunSaysHowLongCallersWait() {
    assertThat(underTest.longestWait()).isZero();
    var first = arrives();
    pass(Duration.ofSeconds(2));
    var second = arrives();
    pass(Duration.ofSeconds(1));
    assertThat(underTest.longestWait()).isEqualTo(Duration.ofSeconds(3));
    underTest.begun(first);
    assertThat(underTest.longestWait()).isEqualTo(Duration.ofSeconds(1));
    underTest.begun(second);
    assertThat(underTest.longestWait()).isZero();
  }

  @Test
  void callThatIsRefusedWithoutSessionWaitsNoLonger() {
    var session = arrives();
    pass(Duration.ofSeconds(1));
    says(session, response(session, 488));
    assertThat(underTest.longestWait()).isZero();
    assertThat(passedOn).hasSize(1);
  }

  @Test
  void everyEffectIsPassedOnAndOnlyAResponseTellsOfTheCall() {
    var session = arrives();
    pass(Duration.ofSeconds(1));
    says(session, new StopAnswering(1));
    assertThat(underTest.longestWait()).isEqualTo(Duration.ofSeconds(1));
    assertThat(passedOn).containsExactly(new StopAnswering(1));
  }

  @Test
  void sessionsThatWereNeverWaitedForChangeNothing() {
    arrives();
    pass(Duration.ofSeconds(1));
    underTest.begun(new SessionId("77"));
    assertThat(underTest.longestWait()).isEqualTo(Duration.ofSeconds(1));
  }

  /// Whatever happened to it must not close the node to everybody else.
  @Test
  void callThatLaterOnesHaveOvertakenIsNoSignOfLoad() {
    arrives();
    pass(Duration.ofSeconds(1));
    var second = arrives();
    pass(Duration.ofSeconds(1));
    arrives();
    pass(Duration.ofSeconds(20));
    underTest.begun(second);
    assertThat(underTest.longestWait()).isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void callThatNothingWasEverHeardOfIsForgotten() {
    arrives();
    pass(Duration.ofSeconds(59));
    arrives();
    pass(Duration.ofSeconds(1));
    assertThat(underTest.longestWait()).isEqualTo(Duration.ofSeconds(1));
  }
}
