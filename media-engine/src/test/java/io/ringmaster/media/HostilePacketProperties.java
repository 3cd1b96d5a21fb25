package io.ringmaster.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringmaster.actors.port.MediaEffect.CloseLeg;
import io.ringmaster.actors.port.MediaEffect.HandleTones;
import io.ringmaster.actors.port.MediaEffect.OpenLeg;
import io.ringmaster.actors.port.MediaEffect.SendMediaTo;
import io.ringmaster.actors.port.MediaEffect.StartRecording;
import io.ringmaster.media.EngineFixture.Party;
import io.ringmaster.media.RtpPeer.Packet;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Packets made to break things, sent from the very address of the far end.
final class HostilePacketProperties {

  private @Nullable EngineFixture fixture;
  private @Nullable Party victim;

  @BeforeProperty
  void open() {
    EngineFixture engine = new EngineFixture();
    Party target = engine.open("PCMU");
    Party other = engine.open("PCMA");
    engine.perform(target, new SendMediaTo(other.call()));
    engine.perform(target, new SendMediaTo(target.call()));
    engine.perform(target, new HandleTones(true, 0));
    engine.perform(target, new StartRecording(1, "hostile.wav", true));
    engine.settle();
    fixture = engine;
    victim = target;
  }

  @AfterProperty
  void close() {
    if (fixture != null) fixture.close();
  }

  private static byte[] mutate(byte[] packet, Random random) {
    byte[] mutated = packet.clone();
    for (int i = random.nextInt(4); i >= 0; i--) {
      switch (random.nextInt(6)) {
        case 0 -> mutated = Arrays.copyOf(mutated, random.nextInt(mutated.length + 1));
        case 1 -> mutated = Arrays.copyOf(mutated, mutated.length + random.nextInt(1700));
        case 2 -> flip(mutated, random, Math.min(12, mutated.length));
        case 3 -> flip(mutated, random, mutated.length);
        case 4 -> {
          if (mutated.length > 0) mutated[0] = (byte) random.nextInt(256);
        }
        default -> random.nextBytes(mutated);
      }
      if (mutated.length == 0) return mutated;
    }
    return mutated;
  }

  private static void flip(byte[] octets, Random random, int below) {
    if (below > 0) octets[random.nextInt(below)] ^= (byte) (1 << random.nextInt(8));
  }

  @Property(tries = 10_000)
  void mutatedPacketsNeitherEndTheLoopNorHarmOthers(@ForAll long seed) {
    EngineFixture engine = Objects.requireNonNull(fixture);
    RtpPeer peer = Objects.requireNonNull(victim).peer();
    Random random = new Random(seed);
    boolean event = random.nextInt(4) == 0;
    byte[] good =
        RtpPeer.packet(
            false,
            event ? RtpPeer.EVENT_TYPE : 0,
            peer.sequence++ & 0xFFFF,
            peer.timestamp += 160,
            peer.ssrc,
            new byte[event ? 4 : 160]);
    if (random.nextInt(5) == 0) peer.sendRtcp(mutate(good, random));
    else peer.sendRaw(mutate(good, random));
    if (random.nextInt(200) == 0) {
      assertThat(engine.engine.statistics().faults()).isZero();
      byte[] voice = new byte[160];
      random.nextBytes(voice);
      Party bystander = engine.open("PCMU");
      engine.perform(bystander, new SendMediaTo(bystander.call()));
      engine.settle();
      bystander.send(voice);
      assertThat(bystander.peer().receive().payload()).isEqualTo(voice);
      engine.perform(bystander, new CloseLeg());
      bystander.peer().close();
    }
  }

  @AfterContainer
  static void nothingLeft() {
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().startsWith("media-") && thread.isAlive());
  }

  @Test
  void aLegRecoversFromAStormAndMemoryReturns() {
    try (EngineFixture engine = new EngineFixture()) {
      Random random = new Random(7);
      long before = usedMemory();
      for (int call = 0; call < 50; call++) {
        Party party = engine.open("PCMU");
        engine.perform(party, new SendMediaTo(party.call()));
        engine.settle();
        byte[] good = RtpPeer.packet(false, 0, 1, 160, party.peer().ssrc, new byte[160]);
        for (int i = 0; i < 100; i++) party.peer().sendRaw(mutate(good, random));
        byte[] voice = new byte[160];
        Arrays.fill(voice, (byte) call);
        party.peer().sequence = 30_000;
        // The first ones may be taken for the jump that they are.
        for (int i = 0; i < 5; i++) party.send(voice);
        List<Packet> echo = party.peer().receive(1000, 50);
        assertThat(echo.getLast().payload()).isEqualTo(voice);
        engine.perform(party, new CloseLeg());
        party.peer().close();
      }
      engine.settle();
      assertThat(engine.engine.statistics().legs()).isZero();
      assertThat(engine.engine.statistics().faults()).isZero();
      assertThat(engine.engine.statistics().sum().malformed()).isPositive();
      await().atMost(Duration.ofSeconds(5)).until(() -> usedMemory() - before < 16L << 20);
    }
  }

  private static long usedMemory() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  @Test
  void extensionsContributorsAndPaddingAreReadAndNotPassedOn() {
    try (EngineFixture engine = new EngineFixture()) {
      Party party = engine.open("PCMU");
      engine.perform(party, new SendMediaTo(party.call()));
      engine.settle();
      byte[] voice = new byte[160];
      Arrays.fill(voice, (byte) 0x33);
      ByteBuffer packet = ByteBuffer.allocate(12 + 8 + 8 + 160 + 4);
      packet.put((byte) (0x80 | 0x20 | 0x10 | 2)).put((byte) 0).putShort((short) 1);
      packet.putInt(160).putInt(party.peer().ssrc).putInt(1).putInt(2);
      packet.putInt(0xBEDE_0001).putInt(0);
      packet.put(voice).putInt(4);
      party.peer().sendRaw(packet.array());
      assertThat(party.peer().receive().payload()).isEqualTo(voice);
      engine.perform(party, new OpenLeg(party.peer().media("PCMU")));
    }
  }
}
