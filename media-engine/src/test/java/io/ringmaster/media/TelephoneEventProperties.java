package io.ringmaster.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class TelephoneEventProperties {

  private record Sent(int timestamp, int event) {}

  /// 7 packets for each digit, three of them its end. Of each digit at least one packet arrives, some twice, and any may change places
  /// with others up to six places away.
  @Property(tries = 1000)
  void everyDigitIsHeardOnceHoweverItsPacketsAreLostRepeatedAndReordered(
      @ForAll @Size(min = 1, max = 40) List<@IntRange(max = 15) Integer> digits,
      @ForAll int start,
      @ForAll long seed) {
    Random random = new Random(seed);
    List<Sent> packets = new ArrayList<>();
    int timestamp = start;
    for (int digit : digits) {
      int survivor = random.nextInt(7);
      for (int i = 0; i < 7; i++) {
        if (i != survivor && random.nextInt(100) < 40) continue;
        packets.add(new Sent(timestamp, digit));
        if (random.nextInt(100) < 20) packets.add(new Sent(timestamp, digit));
      }
      timestamp += 800 + random.nextInt(4000);
    }
    List<Sent> arriving = shuffled(packets, random);
    TelephoneEvents underTest = new TelephoneEvents();
    List<Integer> heard = new ArrayList<>();
    for (Sent packet : arriving) {
      int event = underTest.hear(packet.timestamp(), packet.event());
      if (event != TelephoneEvents.NONE) heard.add(event);
    }
    assertThat(heard).containsExactlyInAnyOrderElementsOf(digits);
  }

  private static List<Sent> shuffled(List<Sent> packets, Random random) {
    int[] places = new int[packets.size()];
    for (int i = 0; i < places.length; i++) places[i] = 10 * i + random.nextInt(70);
    return IntStream.range(0, places.length)
        .boxed()
        .sorted(Comparator.comparingInt(i -> places[i]))
        .map(packets::get)
        .toList();
  }

  @Test
  void aDigitHeldBeyondItsSixteenBitsIsStillOneDigit() {
    TelephoneEvents underTest = new TelephoneEvents();
    assertThat(underTest.hear(1000, 5)).isEqualTo(5);
    assertThat(underTest.hear(1000 + 0xFFFF, 5)).isEqualTo(TelephoneEvents.NONE);
    assertThat(underTest.hear(1000 + 2 * 0xFFFF, 5)).isEqualTo(TelephoneEvents.NONE);
    assertThat(underTest.hear(1000 + 2 * 0xFFFF + 4000, 5)).isEqualTo(5);
  }

  @Test
  void signalsThatAreNoDigitsAreNone() {
    assertThat(new TelephoneEvents().hear(1, 16)).isEqualTo(TelephoneEvents.NONE);
    assertThat(new TelephoneEvents().hear(1, 255)).isEqualTo(TelephoneEvents.NONE);
  }
}
