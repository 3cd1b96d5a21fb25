package io.ringmaster.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.actors.port.LegMedia;
import io.ringmaster.actors.port.MediaEffect.OpenLeg;
import io.ringmaster.actors.port.MediaEffect.SendMediaTo;
import io.ringmaster.media.EngineFixture.Party;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A far end whose packets do not come from where its SDP said.
final class SymmetricRtpTest {

  private final EngineFixture underTest = new EngineFixture();
  private final Party party = underTest.reserved("PCMU");

  @AfterEach
  void close() {
    underTest.close();
  }

  private void openTowards(String host, int port) {
    underTest.perform(party, new OpenLeg(new LegMedia(host, port, "PCMU", 0, 101, 20, true, true)));
    underTest.perform(party, new SendMediaTo(party.call())); // an echo shows where we send
    underTest.settle();
  }

  @Test
  void aPrivateAddressGivesWayToTheOneThatSpeaks() {
    openTowards("192.168.1.20", 4000);
    party.send(new byte[160]);
    underTest.untilArrived(party, 1);
    assertThat(party.peer().receive(30)).isNull(); // one packet is no proof
    party.send(new byte[160]);
    assertThat(party.peer().receive()).isNotNull();
  }

  @Test
  void anotherHostCannotDrawAPublicAddressToItself() {
    openTowards("192.0.2.20", 4000);
    for (int i = 0; i < 4; i++) party.send(new byte[160]);
    underTest.untilArrived(party, 4);
    assertThat(party.peer().receive(30)).isNull();
  }

  @Test
  void theAddressIsLearntOnce() {
    openTowards("10.0.0.1", 4000);
    party.send(new byte[160]);
    party.send(new byte[160]);
    assertThat(party.peer().receive()).isNotNull();
    try (RtpPeer stranger = new RtpPeer("127.0.0.3")) {
      stranger.talkTo(underTest.address(party.call()));
      for (int i = 0; i < 5; i++) stranger.send(0, new byte[160]);
      underTest.untilArrived(party, 7);
      assertThat(stranger.receive(30)).isNull();
      assertThat(underTest.engine.statistics(party.call()).orElseThrow().strangers())
          .isEqualTo(6); // the very first packet of the peer among them
      party.send(new byte[160]);
      assertThat(party.peer().receive()).isNotNull();
    }
  }

  @Test
  void theAddressOfTheSdpTakesBackWhatAStrangerTook() {
    try (RtpPeer stranger = new RtpPeer("127.0.0.3")) {
      stranger.talkTo(underTest.address(party.call()));
      openTowards(party.peer().host(), party.peer().port());
      stranger.send(0, new byte[160]);
      stranger.send(0, new byte[160]);
      assertThat(stranger.receive()).isNotNull();
      party.peer().ssrc++;
      for (int i = 0; i < 3; i++) party.send(new byte[160]);
      assertThat(party.peer().receive()).isNotNull();
      stranger.send(0, new byte[160]);
      underTest.untilArrived(party, 6);
      assertThat(stranger.receive(30)).isNull();
    }
  }

  @Test
  void anotherOfferAndAnswerLearnsAnew() {
    openTowards("10.0.0.1", 4000);
    party.send(new byte[160]);
    party.send(new byte[160]);
    assertThat(party.peer().receive()).isNotNull();
    try (RtpPeer moved = new RtpPeer("127.0.0.3")) {
      moved.talkTo(underTest.address(party.call()));
      moved.ssrc++;
      openTowards("10.0.0.1", 5000);
      for (int i = 0; i < 4; i++) moved.send(0, new byte[160]);
      assertThat(moved.receive()).isNotNull();
    }
  }

  @Test
  void aNewStreamOfTheFarEndIsBelievedAfterTwoPackets() {
    openTowards(party.peer().host(), party.peer().port());
    party.send(new byte[160]);
    var first = party.peer().receive();
    party.peer().ssrc++;
    party.peer().timestamp += 123_456_789;
    party.peer().sequence += 20_000;
    party.send(new byte[160]);
    underTest.untilArrived(party, 2);
    assertThat(party.peer().receive(30)).isNull();
    party.send(new byte[160]);
    var second = party.peer().receive();
    assertThat(second.sequence()).isEqualTo((first.sequence() + 1) & 0xFFFF);
    assertThat(second.timestamp() - first.timestamp()).isBetween(160, 8000);
    assertThat(second.marker()).isTrue();
  }
}
