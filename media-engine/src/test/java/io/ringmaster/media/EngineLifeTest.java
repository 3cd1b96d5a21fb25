package io.ringmaster.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ringmaster.actors.port.MediaEffect.CloseLeg;
import io.ringmaster.actors.port.MediaEffect.SendMediaTo;
import io.ringmaster.actors.port.MediaEffect.StopMediaTo;
import io.ringmaster.actors.port.RtpAddress;
import io.ringmaster.media.EngineFixture.Party;
import io.ringmaster.protocol.CallId;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

final class EngineLifeTest {

  /// A range of six ports that was free a moment ago.
  private static int freeRange() throws Exception {
    for (int low = 20_000; ; low += 10) {
      try (var first =
              new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), low));
          var last =
              new DatagramSocket(
                  new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), low + 5))) {
        if (first.isBound() && last.isBound()) return low;
      } catch (BindException e) {
        // the next ten, then
      }
    }
  }

  @Test
  void anAddressIsEvenKeptAndBoundWithTheNext() {
    try (EngineFixture underTest = new EngineFixture()) {
      CallId call = underTest.newCall();
      RtpAddress address = underTest.address(call);
      assertThat(address.host()).isEqualTo("127.0.0.1");
      assertThat(address.port()).isEven();
      assertThat(underTest.address(call)).isEqualTo(address);
      for (int port : new int[] {address.port(), address.port() + 1}) {
        assertThatThrownBy(() ->
                new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port))
                    .close())
            .isInstanceOf(BindException.class);
      }
    }
  }

  @Test
  void aRangeIsUsedUpAndItsPortsComeBack() throws Exception {
    int low = freeRange();
    try (EngineFixture underTest =
        new EngineFixture(MediaClock.ofSystem(), settings -> settings.withPorts(low, low + 5))) {
      Set<Integer> ports = new HashSet<>();
      CallId first = underTest.newCall();
      ports.add(underTest.address(first).port());
      ports.add(underTest.address(underTest.newCall()).port());
      ports.add(underTest.address(underTest.newCall()).port());
      assertThat(ports).containsExactlyInAnyOrder(low, low + 2, low + 4);
      assertThat(underTest.engine.reserve(underTest.newCall())).isEqualTo(Optional.empty());
      int freed = underTest.address(first).port();
      underTest.engine.perform(first, new CloseLeg());
      CallId next = underTest.newCall();
      await()
          .until(() ->
              underTest.engine.reserve(next).map(RtpAddress::port).equals(Optional.of(freed)));
    }
  }

  @Test
  void effectsForCallsThatAreGoneAreQuietlyIgnored() {
    try (EngineFixture underTest = new EngineFixture()) {
      Party party = underTest.open("PCMU");
      underTest.perform(party, new CloseLeg());
      underTest.perform(party, new CloseLeg());
      underTest.perform(party, new StopMediaTo(party.call()));
      underTest.perform(party, new SendMediaTo(party.call()));
      underTest.settle();
      assertThat(underTest.engine.statistics().legs()).isZero();
      assertThat(underTest.engine.statistics().faults()).isZero();
      assertThat(underTest.engine.statistics(party.call())).isEmpty();
    }
  }

  @Test
  void aReopenedCallGetsAFreshLeg() {
    try (EngineFixture underTest = new EngineFixture()) {
      Party party = underTest.open("PCMU");
      underTest.perform(party, new SendMediaTo(party.call()));
      underTest.perform(party, new CloseLeg());
      RtpAddress again = underTest.address(party.call());
      underTest.settle();
      assertThat(underTest.engine.statistics().legs()).isOne();
      assertThat(underTest.address(party.call())).isEqualTo(again);
    }
  }

  @Test
  void statisticsCountWhatPassed() {
    try (EngineFixture underTest = new EngineFixture()) {
      Party party = underTest.open("PCMU");
      underTest.perform(party, new SendMediaTo(party.call()));
      underTest.settle();
      for (int i = 0; i < 5; i++) party.send(new byte[160]);
      assertThat(party.peer().receive(5, 500)).hasSize(5);
      party.peer().sendRaw(new byte[] {1, 2, 3});
      party.peer().send(18, new byte[20]);
      underTest.untilArrived(party, 7);
      LegStatistics statistics = underTest.engine.statistics(party.call()).orElseThrow();
      assertThat(statistics.packetsIn()).isEqualTo(5);
      assertThat(statistics.packetsOut()).isEqualTo(5);
      assertThat(statistics.octetsIn()).isEqualTo(800);
      assertThat(statistics.octetsOut()).isEqualTo(800);
      assertThat(statistics.malformed()).isOne();
      assertThat(statistics.unexpected()).isOne();
      underTest.perform(party, new CloseLeg());
      underTest.settle();
      assertThat(underTest.engine.statistics().sum().packetsIn()).isEqualTo(5);
    }
  }

  @Test
  void aClosedEngineGivesNothingMore() {
    EngineFixture underTest = new EngineFixture(MediaClock.ofSystem(), UnaryOperator.identity());
    Party party = underTest.open("PCMU");
    underTest.close();
    assertThat(underTest.engine.reserve(underTest.newCall())).isEmpty();
    underTest.perform(party, new CloseLeg());
  }

  @Test
  void settingsThatCannotWorkAreRefusedInWords() {
    var settings = MediaSettings.of("127.0.0.1", Path.of("data"));
    assertThatThrownBy(() -> settings.withPorts(5000, 5000)).hasMessageContaining("5000-5000");
    assertThatThrownBy(() -> settings.withPorts(60_000, 70_000)).hasMessageContaining("65535");
  }
}
