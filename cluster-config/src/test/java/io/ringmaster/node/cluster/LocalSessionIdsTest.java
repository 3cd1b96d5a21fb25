package io.ringmaster.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.protocol.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalSessionIdsTest {

  private static final int TAG_SHIFT = 43;
  private static final long NUMBER = (1L << 41) - 1;

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-22T12:00:00Z"));
  private final LocalSessionIds underTest = new LocalSessionIds(new Random(7), now::get);

  private static long number(SessionId id) {
    return id.asNumber() & NUMBER;
  }

  @Test
  void idsFollowTheClockIn1024ThsOfASecond() {
    long first = number(underTest.get());
    now.updateAndGet(at -> at.plus(Duration.ofSeconds(10)));

    assertThat(number(underTest.get())).isEqualTo(first + 10 * 1024);
  }

  @Test
  void idsOfOneInstantDifferAndRise() {
    var numbers = Stream.generate(underTest).limit(5_000).map(LocalSessionIdsTest::number).toList();

    assertThat(numbers).doesNotHaveDuplicates().isSorted();
  }

  @Test
  void clockThatGoesBackRepeatsNothing() {
    var before = underTest.get();
    now.updateAndGet(at -> at.minus(Duration.ofHours(1)));

    assertThat(number(underTest.get())).isEqualTo(number(before) + 1);
  }

  @Test
  void idsHaveOneTagAndTakeTurnsAmongItsFourGroups() {
    var ids = Stream.generate(underTest).limit(400).toList();

    assertThat(ids.stream().map(id -> id.asNumber() >>> TAG_SHIFT).distinct()).hasSize(1);
    for (int group = 0; group < 4; group++) {
      int bits = group;
      assertThat(ids.stream().filter(id -> (id.group() & 3) == bits)).hasSize(100);
    }
  }

  @Test
  void tagsAreDrawnFromTheirWholeRange() {
    var random = new Random(11);
    var tags =
        Stream.generate(() -> new LocalSessionIds(random, now::get).get().asNumber() >>> TAG_SHIFT)
            .limit(2_000)
            .toList();

    assertThat(tags).allSatisfy(tag -> assertThat(tag).isBetween(1L, (long) SessionId.LAST_TAG));
    assertThat(tags.stream().distinct().count()).isGreaterThan(800);
  }

  /// Before the ids' first instant, near their last, and after it.
  @ParameterizedTest
  @ValueSource(strings = {"1970-01-01T00:00:00Z", "2093-12-31T00:00:00Z", "2200-01-01T00:00:00Z"})
  void oddClocksGiveIdsAllTheSame(String odd) {
    now.set(Instant.parse(odd));

    assertThat(Stream.generate(underTest).limit(100))
        .doesNotHaveDuplicates()
        .allSatisfy(id -> {
          assertThat(SessionId.isValid(id.value())).isTrue();
          assertThat(id.value()).hasSizeLessThanOrEqualTo(16);
          assertThat(id.asNumber()).isPositive();
        });
  }
}
