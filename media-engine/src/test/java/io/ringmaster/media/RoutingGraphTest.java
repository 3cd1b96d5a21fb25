package io.ringmaster.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.actors.port.LegMedia;
import io.ringmaster.actors.port.MediaEffect.CloseLeg;
import io.ringmaster.actors.port.MediaEffect.HandleTones;
import io.ringmaster.actors.port.MediaEffect.OpenLeg;
import io.ringmaster.actors.port.MediaEffect.SendMediaTo;
import io.ringmaster.actors.port.MediaEffect.StopMediaTo;
import io.ringmaster.media.EngineFixture.Party;
import io.ringmaster.media.RtpPeer.Packet;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RoutingGraphTest {

  private final EngineFixture underTest = new EngineFixture();
  private final Party alice = underTest.open("PCMU");
  private final Party bob = underTest.open("PCMU");
  private final Party carol = underTest.open("PCMU");

  @AfterEach
  void close() {
    underTest.close();
  }

  private static byte[] sound(int seed) {
    byte[] payload = new byte[160];
    Arrays.fill(payload, (byte) seed);
    return payload;
  }

  private void connect(Party from, Party to) {
    underTest.perform(from, new SendMediaTo(to.call()));
    underTest.settle();
  }

  @Test
  void nobodyHearsAnybodyWithoutAnEdge() {
    alice.send(sound(1));
    underTest.untilArrived(alice, 1);
    assertThat(bob.peer().receive(50)).isNull();
    assertThat(alice.peer().receive(1)).isNull();
  }

  @Test
  void anEdgeCarriesOneDirection() {
    connect(alice, bob);
    alice.send(sound(1));
    bob.send(sound(2));
    assertThat(bob.peer().receive().payload()).isEqualTo(sound(1));
    assertThat(alice.peer().receive(50)).isNull();
  }

  @Test
  void aSelfEdgeIsAnEcho() {
    connect(alice, alice);
    alice.send(sound(7));
    Packet echo = alice.peer().receive();
    assertThat(echo.payload()).isEqualTo(sound(7));
    assertThat(echo.ssrc()).isNotEqualTo(alice.peer().ssrc);
  }

  @Test
  void oneSourceFeedsMany() {
    connect(alice, bob);
    connect(alice, carol);
    alice.send(sound(3));
    assertThat(bob.peer().receive().payload()).isEqualTo(sound(3));
    assertThat(carol.peer().receive().payload()).isEqualTo(sound(3));
  }

  @Test
  void aNewSourceSilentlyReplacesTheOld() {
    connect(alice, carol);
    connect(bob, carol);
    alice.send(sound(1));
    underTest.untilArrived(alice, 1);
    bob.send(sound(2));
    assertThat(carol.peer().receive().payload()).isEqualTo(sound(2));
    assertThat(carol.peer().receive(50)).isNull();
  }

  @Test
  void aReplacedSourceIsNotRestored() {
    connect(alice, carol);
    connect(bob, carol);
    underTest.perform(bob, new StopMediaTo(carol.call()));
    underTest.settle();
    alice.send(sound(1));
    underTest.untilArrived(alice, 1);
    assertThat(carol.peer().receive(50)).isNull();
  }

  @Test
  void stoppingAnEdgeThatWasReplacedLeavesTheNewOne() {
    connect(alice, carol);
    connect(bob, carol);
    underTest.perform(alice, new StopMediaTo(carol.call()));
    underTest.settle();
    bob.send(sound(2));
    assertThat(carol.peer().receive().payload()).isEqualTo(sound(2));
  }

  @Test
  void edgesMayBeDeclaredBeforeEitherLegIsUp() {
    Party dave = underTest.reserved("PCMU");
    var erin = underTest.newCall();
    underTest.engine.perform(erin, new SendMediaTo(dave.call()));
    underTest.perform(dave, new SendMediaTo(erin));
    underTest.perform(dave, new OpenLeg(dave.peer().media("PCMU")));
    try (RtpPeer late = new RtpPeer()) {
      late.talkTo(underTest.address(erin));
      underTest.engine.perform(erin, new OpenLeg(late.media("PCMU")));
      underTest.settle();
      late.send(0, sound(4));
      assertThat(dave.peer().receive().payload()).isEqualTo(sound(4));
      dave.send(sound(5));
      assertThat(late.receive().payload()).isEqualTo(sound(5));
    }
  }

  @Test
  void edgesDieWithEitherUnit() {
    connect(alice, bob);
    connect(alice, carol);
    underTest.perform(bob, new CloseLeg());
    underTest.settle();
    alice.send(sound(1));
    assertThat(carol.peer().receive().payload()).isEqualTo(sound(1));
    underTest.perform(alice, new CloseLeg());
    underTest.settle();
    connect(carol, carol);
    carol.send(sound(2));
    assertThat(carol.peer().receive().payload()).isEqualTo(sound(2));
    assertThat(underTest.engine.statistics().faults()).isZero();
  }

  @Test
  void aHeldLegHearsNothingAndGoesOnAfterwards() {
    connect(alice, bob);
    alice.send(sound(1));
    Packet before = bob.peer().receive();
    underTest.perform(bob, new OpenLeg(bob.peer().media("PCMU", false, true)));
    underTest.settle();
    alice.send(sound(2));
    underTest.untilArrived(alice, 2);
    assertThat(bob.peer().receive(50)).isNull();
    underTest.perform(bob, new OpenLeg(bob.peer().media("PCMU")));
    underTest.settle();
    alice.send(sound(3));
    Packet after = bob.peer().receive();
    assertThat(after.payload()).isEqualTo(sound(3));
    assertThat(after.marker()).isTrue();
    assertThat(after.sequence()).isEqualTo((before.sequence() + 1) & 0xFFFF);
    assertThat(after.timestamp() - before.timestamp()).isPositive();
  }

  @Test
  void aLegThatIsNotToBeHeardIsNotHeard() {
    connect(alice, bob);
    underTest.perform(alice, new OpenLeg(alice.peer().media("PCMU", true, false)));
    underTest.settle();
    alice.send(sound(1));
    underTest.untilArrived(alice, 1);
    assertThat(bob.peer().receive(50)).isNull();
  }

  @Test
  void digitsCrossWhileNobodyHandlesThemAndLeaveNoGapWhenTheyDoNot() {
    connect(alice, bob);
    alice.send(sound(1));
    Packet first = bob.peer().receive();
    alice.peer().sendEvent(5, false, 160, alice.peer().timestamp);
    Packet event = bob.peer().receive();
    assertThat(event.payloadType()).isEqualTo(RtpPeer.EVENT_TYPE);
    assertThat(event.payload()).startsWith(5, 0x0A);
    assertThat(event.sequence()).isEqualTo((first.sequence() + 1) & 0xFFFF);

    underTest.perform(alice, new HandleTones(true, 0));
    underTest.settle();
    alice.peer().sendEvent(6, false, 160, alice.peer().timestamp + 1600);
    alice.peer().timestamp += 160;
    alice.send(sound(2));
    Packet next = bob.peer().receive();
    assertThat(next.payload()).isEqualTo(sound(2));
    assertThat(next.sequence()).isEqualTo((event.sequence() + 1) & 0xFFFF);
  }

  @Test
  void digitsBearTheTypeThatTheReceiverAgreedTo() {
    var media = bob.peer().media("PCMU");
    underTest.perform(
        bob,
        new OpenLeg(
            new LegMedia(media.remoteHost(), media.remotePort(), "PCMU", 0, 96, 20, true, true)));
    connect(alice, bob);
    alice.peer().sendEvent(9, true, 800, 77);
    assertThat(bob.peer().receive().payloadType()).isEqualTo(96);
  }

  @Test
  void theLawsAreTranslatedBothWays() {
    Party dave = underTest.open("PCMA");
    connect(alice, dave);
    connect(dave, alice);
    byte[] all = new byte[256];
    for (int i = 0; i < 256; i++) all[i] = (byte) i;
    alice.send(all);
    Packet toDave = dave.peer().receive();
    assertThat(toDave.payloadType()).isEqualTo(8);
    for (int i = 0; i < 256; i++) {
      short said = Codec.PCMU.decode((byte) i);
      assertThat(toDave.payload()[i]).isEqualTo(Codec.PCMA.encode(said));
    }
    dave.send(all);
    Packet toAlice = alice.peer().receive();
    assertThat(toAlice.payloadType()).isZero();
    for (int i = 0; i < 256; i++) {
      short said = Codec.PCMA.decode((byte) i);
      assertThat(toAlice.payload()[i]).isEqualTo(Codec.PCMU.encode(said));
    }
  }

  @Test
  void theReceiverSeesOneStreamWhateverFeedsIt() {
    bob.peer().ssrc = 99;
    bob.peer().sequence = 65_534;
    bob.peer().timestamp = -100;
    connect(alice, carol);
    for (int i = 0; i < 3; i++) alice.send(sound(i));
    List<Packet> seen = carol.peer().receive(3, 500);
    connect(bob, carol);
    for (int i = 0; i < 3; i++) bob.send(sound(10 + i));
    seen.addAll(carol.peer().receive(3, 500));
    connect(alice, carol);
    alice.send(sound(20));
    seen.addAll(carol.peer().receive(1, 500));

    assertThat(seen).hasSize(7);
    assertThat(seen.stream().map(Packet::ssrc).distinct()).hasSize(1);
    assertThat(seen.stream().map(Packet::marker))
        .containsExactly(true, false, false, true, false, false, true);
    for (int i = 1; i < seen.size(); i++) {
      Packet before = seen.get(i - 1);
      Packet after = seen.get(i);
      assertThat(after.sequence()).isEqualTo((before.sequence() + 1) & 0xFFFF);
      assertThat(after.timestamp() - before.timestamp()).isGreaterThanOrEqualTo(160);
    }
  }

  @Test
  void aPacketLostBeforeUsIsAGapAfterUs() {
    connect(alice, bob);
    alice.send(sound(1));
    alice.peer().sequence++;
    alice.peer().timestamp += 160;
    alice.send(sound(3));
    Packet first = bob.peer().receive();
    Packet third = bob.peer().receive();
    assertThat(third.sequence()).isEqualTo((first.sequence() + 2) & 0xFFFF);
    assertThat(third.timestamp()).isEqualTo(first.timestamp() + 320);
  }
}
