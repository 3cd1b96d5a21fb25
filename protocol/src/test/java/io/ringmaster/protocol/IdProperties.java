package io.ringmaster.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class IdProperties {

  private static final long LAST = (1L << 53) - 1;

  @Provide
  Arbitrary<Integer> tags() {
    return Arbitraries.integers().between(1, SessionId.LAST_TAG);
  }

  @Property
  void anIdIsInRangeAndCarriesItsTag(@ForAll("tags") int tag, @ForAll long number) {
    var underTest = SessionId.of(tag, number);
    assertThat(underTest.asNumber()).isBetween(1L, LAST);
    assertThat(underTest.asNumber() >>> 43).isEqualTo(tag);
    assertThat(underTest.group()).isBetween(4 * tag, 4 * tag + 3);
  }

  @Property
  void numbersInARowAreDifferentIdsSpreadOverTheGroupsOfTheirTag(
      @ForAll("tags") int tag, @ForAll @LongRange(min = 0, max = 1L << 40) long first) {
    var ids = LongStream.range(first, first + 40).mapToObj(n -> SessionId.of(tag, n)).toList();
    assertThat(ids).doesNotHaveDuplicates();
    assertThat(ids.stream().map(SessionId::group).distinct()).hasSize(4);
  }

  /// Which is what makes writing them cheap.
  @Property
  void laterNumbersOfAGroupAreGreaterIds(
      @ForAll("tags") int tag, @ForAll @LongRange(min = 0, max = 1L << 40) long number) {
    assertThat(SessionId.of(tag, number + 4)).isGreaterThan(SessionId.of(tag, number));
  }

  /// A JavaScript number is a double.
  @Property
  void aSessionIdIsExactlyAJavaScriptNumber(@ForAll @LongRange(min = 1, max = LAST) long number) {
    var underTest = new SessionId(Long.toString(number));
    assertThat((long) (double) underTest.asNumber()).isEqualTo(number);
    assertThat(underTest.asNumber()).isEqualTo(number);
    assertThat(underTest).hasToString(Long.toString(number));
    assertThat(underTest.group()).isBetween(0, 4095);
  }

  @Property
  void sessionsAreOrderedByNumber(
      @ForAll @LongRange(min = 1, max = LAST) long one,
      @ForAll @LongRange(min = 1, max = LAST) long other) {
    var compared = new SessionId("" + one).compareTo(new SessionId("" + other));
    assertThat(Integer.signum(compared)).isEqualTo(Long.compare(one, other));
  }

  @Property
  void aCallKnowsItsSessionAndItsNumber(
      @ForAll @LongRange(min = 1, max = LAST) long session,
      @ForAll @IntRange(min = 1, max = 999_999) int number) {
    var id = new SessionId(Long.toString(session));
    var underTest = id.call(number);
    assertThat(underTest.session()).isEqualTo(id);
    assertThat(underTest.number()).isEqualTo(number);
    assertThat(underTest).hasToString(session + "-" + number);
    assertThat(CallId.isValid(underTest.value())).isTrue();
  }

  @Property
  void callsOfASessionAreOrderedByNumber(
      @ForAll @IntRange(min = 1, max = 999_999) int one,
      @ForAll @IntRange(min = 1, max = 999_999) int other) {
    var session = new SessionId("4711");
    assertThat(Integer.signum(session.call(one).compareTo(session.call(other))))
        .isEqualTo(Integer.compare(one, other));
  }

  @Property
  void callsOfDifferentSessionsAreOrderedLikeTheirSessions(
      @ForAll @LongRange(min = 1, max = LAST) long one,
      @ForAll @LongRange(min = 1, max = LAST) long other,
      @ForAll @IntRange(min = 1, max = 999_999) int number) {
    var compared = new CallId(one + "-" + number).compareTo(new CallId(other + "-7"));
    assertThat(Integer.signum(compared))
        .isEqualTo(one == other ? Integer.compare(number, 7) : Long.compare(one, other));
  }

  @Property
  void anyTextIsEitherRefusedOrReadBackAsItIs(@ForAll String text) {
    if (SessionId.isValid(text)) assertThat(new SessionId(text).value()).isEqualTo(text);
    if (CallId.isValid(text)) assertThat(new CallId(text).value()).isEqualTo(text);
  }
}
