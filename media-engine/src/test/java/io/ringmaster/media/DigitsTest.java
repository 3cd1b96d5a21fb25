package io.ringmaster.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.actors.port.MediaEffect.HandleTones;
import io.ringmaster.actors.port.MediaEffect.OpenLeg;
import io.ringmaster.actors.port.MediaEffect.SendDigits;
import io.ringmaster.actors.port.MediaEffect.SendMediaTo;
import io.ringmaster.actors.port.MediaEffect.StartPlayback;
import io.ringmaster.media.EngineFixture.Party;
import io.ringmaster.media.RtpPeer.Packet;
import io.ringmaster.protocol.signal.MediaSignal.FirstAudioPacket;
import io.ringmaster.protocol.signal.MediaSignal.PlaybackReady;
import io.ringmaster.protocol.signal.MediaSignal.ToneHeard;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class DigitsTest {

  private final VirtualTime time = new VirtualTime();
  private final EngineFixture underTest = new EngineFixture(time, UnaryOperator.identity());
  private final Party party = underTest.open("PCMU");

  @AfterEach
  void close() {
    underTest.close();
  }

  private void handleTones(boolean on, int type) {
    underTest.perform(party, new HandleTones(on, type));
    underTest.settle();
  }

  /// What the far end gets while so many ms go by.
  private List<Packet> over(Party listener, int millis) {
    underTest.pass(time, Duration.ofMillis(millis));
    return listener.peer().receive(1000, 50);
  }

  private String heard() {
    return underTest.signals.of(party.call(), ToneHeard.class).stream()
        .map(tone -> String.valueOf(tone.digit()))
        .collect(Collectors.joining());
  }

  /// A digit of three packets and three ends.
  private void press(int event, int timestamp) {
    for (int i = 1; i <= 3; i++) party.peer().sendEvent(event, false, i * 160, timestamp);
    for (int i = 0; i < 3; i++) party.peer().sendEvent(event, true, 640, timestamp);
  }

  @Test
  void everyKeyIsToldOnceAndByItsName() {
    handleTones(true, 0);
    for (int event = 0; event < 16; event++) press(event, 1000 + 1600 * event);
    underTest.untilArrived(party, 16 * 6);
    assertThat(heard()).isEqualTo("0123456789*#ABCD");
    assertThat(underTest.signals.of(party.call()).getFirst()).isEqualTo(new ToneHeard('0', 1));
  }

  @Test
  void theSameKeyTwiceIsTwoDigits() {
    handleTones(true, 1);
    press(5, 1000);
    press(5, 3000);
    underTest.untilArrived(party, 12);
    assertThat(heard()).isEqualTo("55");
  }

  @Test
  void digitsAreToldOnlyWhileAskedForAndOfTheKindAskedFor() {
    press(1, 1000);
    underTest.untilArrived(party, 6);
    handleTones(true, 2);
    press(2, 3000);
    underTest.untilArrived(party, 12);
    handleTones(true, 3);
    press(3, 5000);
    underTest.untilArrived(party, 18);
    handleTones(true, 1);
    press(4, 7000);
    underTest.untilArrived(party, 24);
    handleTones(false, 0);
    press(5, 9000);
    underTest.untilArrived(party, 30);
    assertThat(heard()).isEqualTo("4");
  }

  @Test
  void aDigitIsNoFirstAudio() {
    press(1, 1000);
    underTest.untilArrived(party, 6);
    assertThat(underTest.signals.of(party.call())).isEmpty();
    party.send(new byte[160]);
    party.send(new byte[160]);
    underTest.untilArrived(party, 8);
    assertThat(underTest.signals.of(party.call())).containsExactly(new FirstAudioPacket());
  }

  private record Event(int timestamp, int event, boolean end, int duration) {

    static Event of(Packet packet) {
      ByteBuffer payload = ByteBuffer.wrap(packet.payload());
      assertThat(packet.payload()).hasSize(4);
      int event = payload.get();
      int flags = payload.get() & 0xFF;
      return new Event(packet.timestamp(), event, (flags & 0x80) != 0, payload.getShort() & 0xFFFF);
    }
  }

  @Test
  void sentDigitsFollowTheRules() {
    underTest.perform(party, new SendDigits("7*"));
    List<Packet> packets = over(party, 500);
    assertThat(packets).hasSize(14);
    List<Event> first = packets.subList(0, 7).stream().map(Event::of).toList();
    List<Event> second = packets.subList(7, 14).stream().map(Event::of).toList();
    for (List<Event> digit : List.of(first, second)) {
      assertThat(digit.stream().map(Event::timestamp).distinct()).hasSize(1);
      assertThat(digit.stream().map(Event::duration))
          .containsExactly(160, 320, 480, 640, 800, 800, 800);
      assertThat(digit.stream().map(Event::end))
          .containsExactly(false, false, false, false, true, true, true);
    }
    assertThat(first.stream().map(Event::event)).containsOnly(7);
    assertThat(second.stream().map(Event::event)).containsOnly(10);
    assertThat(packets.stream().map(Packet::marker).toList())
        .isEqualTo(
            List.of(
                true, false, false, false, false, false, false, true, false, false, false, false,
                false, false));
    // 140 ms of packets and 100 ms between digits
    assertThat(second.getFirst().timestamp() - first.getFirst().timestamp()).isBetween(1600, 2400);
    for (int i = 1; i < packets.size(); i++) {
      assertThat(packets.get(i).sequence()).isEqualTo((packets.get(i - 1).sequence() + 1) & 0xFFFF);
    }
  }

  @Test
  void aPauseIsHalfASecond() {
    underTest.perform(party, new SendDigits("1p2"));
    List<Packet> packets = over(party, 1200);
    assertThat(packets).hasSize(14);
    int first = packets.getFirst().timestamp();
    int second = packets.getLast().timestamp();
    assertThat((second - first) / 8).isBetween(700, 800);
  }

  @Test
  void digitsWaitForTheLegAndComeInTheOrderAskedFor() {
    Party late = underTest.reserved("PCMU");
    underTest.perform(late, new SendDigits("1"));
    underTest.perform(late, new SendDigits("2"));
    assertThat(late.peer().receive(50)).isNull();
    underTest.perform(late, new OpenLeg(late.peer().media("PCMU")));
    List<Integer> events =
        over(late, 500).stream().map(p -> (int) p.payload()[0]).distinct().toList();
    assertThat(events).containsExactly(1, 2);
  }

  @Test
  void soundGivesWayToADigitAndTheStreamStaysWhole() {
    short[] tone = new short[16_000];
    Arrays.fill(tone, (short) 1000);
    underTest.sound("tone.wav", PlaybackTest.wav(tone));
    underTest.perform(party, new StartPlayback(1, "file:tone.wav", false));
    underTest.untilTold(party, new PlaybackReady(1));
    List<Packet> packets = new ArrayList<>(over(party, 100));
    underTest.perform(party, new SendDigits("9"));
    packets.addAll(over(party, 400));
    int digitAt = packets.indexOf(firstEvent(packets));
    List<Packet> digit = packets.subList(digitAt, digitAt + 7);
    assertThat(digit).allMatch(packet -> packet.payloadType() == RtpPeer.EVENT_TYPE);
    Packet before = packets.get(digitAt - 1);
    Packet after = packets.get(digitAt + 7);
    assertThat(after.payloadType()).isZero();
    assertThat((after.timestamp() - before.timestamp()) / 160).isBetween(7, 9);
    for (int i = 1; i < packets.size(); i++) {
      assertThat(packets.get(i).sequence()).isEqualTo((packets.get(i - 1).sequence() + 1) & 0xFFFF);
    }
  }

  private static Packet firstEvent(List<Packet> packets) {
    return packets.stream()
        .filter(packet -> packet.payloadType() == RtpPeer.EVENT_TYPE)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aRelayedStreamGivesWayToADigitWithoutAGapInItsNumbers() {
    Party bob = underTest.open("PCMU");
    underTest.perform(bob, new SendMediaTo(party.call()));
    underTest.settle();
    bob.send(new byte[160]);
    List<Packet> packets = new ArrayList<>(party.peer().receive(1, 500));
    underTest.perform(party, new SendDigits("9"));
    underTest.settle();
    packets.addAll(over(party, 30));
    bob.send(new byte[160]);
    bob.send(new byte[160]);
    underTest.untilArrived(bob, 3);
    packets.addAll(over(party, 200));
    bob.send(new byte[160]);
    packets.addAll(party.peer().receive(1, 500));
    assertThat(packets).hasSize(9);
    assertThat(packets.stream().map(Packet::payloadType))
        .containsExactly(0, 101, 101, 101, 101, 101, 101, 101, 0);
    for (int i = 1; i < packets.size(); i++) {
      assertThat(packets.get(i).sequence()).isEqualTo((packets.get(i - 1).sequence() + 1) & 0xFFFF);
    }
  }
}
