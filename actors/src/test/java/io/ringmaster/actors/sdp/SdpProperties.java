package io.ringmaster.actors.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.actors.port.RtpAddress;
import io.ringmaster.protocol.CallId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Descriptions as nobody should send them.
class SdpProperties {

  private static final CallId CALL = new CallId("8796093022209-1");
  private static final RtpAddress RTP = new RtpAddress("127.0.0.1", 20000);

  private static final List<String> LINES =
      List.of(
          "v=0",
          "o=- 1 1 IN IP4 127.0.0.9",
          "s=-",
          "c=IN IP4 127.0.0.9",
          "t=0 0",
          "a=sendonly",
          "m=audio 4000 RTP/AVP 0 8 101",
          "a=rtpmap:101 telephone-event/8000",
          "a=ptime:20",
          "m=video 4002 RTP/AVP 96",
          "a=rtpmap:96 VP8/90000",
          "m=audio 0 RTP/AVP 0");

  /// Lines lost, doubled and shuffled, and then characters lost, doubled and replaced.
  @Provide
  Arbitrary<String> damaged() {
    return Combinators.combine(
            Arbitraries.randomValue(Random::nextLong), Arbitraries.integers().between(0, 12))
        .as((seed, wounds) -> damaged(new Random(seed), wounds));
  }

  private static String damaged(Random random, int wounds) {
    var lines = new ArrayList<>(LINES);
    for (int i = 0; i < wounds; i++) {
      int at = random.nextInt(1, lines.size());
      switch (random.nextInt(3)) {
        case 0 -> lines.add(lines.get(at));
        case 1 -> Collections.swap(lines, at, random.nextInt(1, lines.size()));
        default -> {
          if (lines.size() > 2) lines.remove(at);
        }
      }
    }
    var text = new StringBuilder(String.join("\r\n", lines));
    for (int i = 0; i < wounds; i++) {
      int at = random.nextInt(3, text.length());
      switch (random.nextInt(3)) {
        case 0 -> text.deleteCharAt(at);
        case 1 -> text.insert(at, text.charAt(random.nextInt(text.length())));
        default -> text.setCharAt(at, (char) random.nextInt(1, 300));
      }
    }
    return text.toString();
  }

  @Property(tries = 2000)
  void damagedDescriptionIsReadOrNotButNeverThrows(@ForAll("damaged") String sdp) {
    SdpReader.audio(sdp).ifPresent(audio -> assertThat(audio.port()).isBetween(0, 65535));
    OfferAnswer.accepted(sdp);
  }

  @Property(tries = 500)
  void noTextThrows(@ForAll String text) {
    assertThat(SdpReader.audio("v=0\r\n" + text)).isNotNull();
    OfferAnswer.isAcceptable(text);
  }

  @Property(tries = 2000)
  void everyAnswerAnswersEachStreamAndCanBeReadAgain(@ForAll("damaged") String sdp) {
    OfferAnswer.answer(CALL, RTP, 0, sdp)
        .ifPresent(agreed -> {
          var theirs = SdpReader.audio(sdp).orElseThrow();
          var ours = SdpReader.audio(agreed.sdp()).orElseThrow();
          assertThat(ours.media()).hasSameSizeAs(theirs.media());
          assertThat(ours.index()).isEqualTo(theirs.index());
          assertThat(ours.port()).isEqualTo(RTP.port());
        });
  }
}
