package io.ringmaster.actors.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.actors.port.LegMedia;
import io.ringmaster.actors.port.RtpAddress;
import io.ringmaster.protocol.CallId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OfferAnswerTest {

  private static final CallId CALL = new CallId("8796093022209-12");
  private static final RtpAddress RTP = new RtpAddress("127.0.0.1", 20000);

  private static String theirs(String... media) {
    return "v=0\r\no=- 1 1 IN IP4 127.0.0.9\r\ns=-\r\nc=IN IP4 127.0.0.9\r\nt=0 0\r\n"
        + String.join("\r\n", media)
        + "\r\n";
  }

  private static OfferAnswer.Agreement answer(String... media) {
    return OfferAnswer.answer(CALL, RTP, 0, theirs(media)).orElseThrow();
  }

  @Test
  void offerHasBothCodecsAndDigits() {
    assertThat(OfferAnswer.offer(CALL, RTP, 0))
        .isEqualTo(
            """
            v=0
            o=ringmaster 8796093022209012 1 IN IP4 127.0.0.1
            s=-
            c=IN IP4 127.0.0.1
            t=0 0
            m=audio 20000 RTP/AVP 0 8 101
            a=rtpmap:0 PCMU/8000
            a=rtpmap:8 PCMA/8000
            a=rtpmap:101 telephone-event/8000
            a=fmtp:101 0-15
            a=ptime:20
            a=sendrecv
            """
                .replace("\n", "\r\n"));
  }

  @Test
  void offerOfAnIpV6AddressSaysSo() {
    assertThat(OfferAnswer.offer(CALL, new RtpAddress("::1", 20000), 3))
        .contains("o=ringmaster 8796093022209012 4 IN IP6 ::1", "c=IN IP6 ::1");
  }

  @Test
  void ourOwnOfferCanBeAnsweredByUs() {
    var offer = OfferAnswer.offer(CALL, RTP, 0);
    var agreed =
        OfferAnswer.answer(CALL, new RtpAddress("127.0.0.2", 30000), 0, offer).orElseThrow();
    assertThat(OfferAnswer.accepted(agreed.sdp()))
        .contains(new LegMedia("127.0.0.2", 30000, "PCMU", 0, 101, 20, true, true));
  }

  @Test
  void theirFirstCodecThatWeSpeakIsChosen() {
    var agreed = answer("m=audio 4000 RTP/AVP 9 8 0");
    assertThat(agreed.media())
        .isEqualTo(new LegMedia("127.0.0.9", 4000, "PCMA", 8, null, 20, true, true));
    assertThat(agreed.sdp())
        .contains("m=audio 20000 RTP/AVP 8\r\n")
        .doesNotContain("telephone-event");
  }

  @Test
  void theirPayloadTypesAreUsed() {
    var agreed =
        answer(
            "m=audio 4000 RTP/AVP 110 96",
            "a=rtpmap:110 pcma/8000",
            "a=rtpmap:96 Telephone-Event/8000");
    assertThat(agreed.media().payloadType()).isEqualTo(110);
    assertThat(agreed.media().telephoneEventType()).isEqualTo(96);
    assertThat(agreed.sdp())
        .contains("m=audio 20000 RTP/AVP 110 96", "a=rtpmap:110 PCMA/8000", "a=fmtp:96 0-15");
  }

  @Test
  void wideBandTelephoneEventsAreNoneOfOurs() {
    var agreed = answer("m=audio 4000 RTP/AVP 0 101", "a=rtpmap:101 telephone-event/48000");
    assertThat(agreed.media().telephoneEventType()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "sendrecv, sendrecv, true, true",
    "sendonly, recvonly, false, true",
    "recvonly, sendonly, true, false",
    "inactive, inactive, false, false"
  })
  void directionIsMirrored(String theirs, String ours, boolean sending, boolean receiving) {
    var agreed = answer("m=audio 4000 RTP/AVP 0", "a=" + theirs);
    assertThat(agreed.sdp()).endsWith("a=" + ours + "\r\n");
    assertThat(agreed.media().sending()).isEqualTo(sending);
    assertThat(agreed.media().receiving()).isEqualTo(receiving);
  }

  @Test
  void holdByAnAddressOfZerosIsAnsweredInactive() {
    var agreed = answer("m=audio 4000 RTP/AVP 0", "c=IN IP4 0.0.0.0");
    assertThat(agreed.sdp()).endsWith("a=inactive\r\n");
    assertThat(agreed.media().sending()).isFalse();
  }

  @Test
  void everyOtherStreamIsRefusedInItsPlace() {
    var agreed =
        answer(
            "m=video 4002 RTP/AVP 96",
            "a=rtpmap:96 VP8/90000",
            "m=audio 4000 RTP/AVP 0",
            "m=application 9 UDP/DTLS/SCTP webrtc-datachannel");
    assertThat(agreed.sdp().lines().filter(line -> line.startsWith("m=")))
        .containsExactly(
            "m=video 0 RTP/AVP 96",
            "m=audio 20000 RTP/AVP 0",
            "m=application 0 UDP/DTLS/SCTP webrtc-datachannel");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "m=audio 0 RTP/AVP 0",
        "m=audio 4000 RTP/SAVP 0",
        "m=audio 4000 UDP/TLS/RTP/SAVPF 0",
        "m=audio 4000 RTP/AVP 18",
        "m=audio 4000 RTP/AVP 101\r\na=rtpmap:101 telephone-event/8000",
        "m=video 4000 RTP/AVP 0"
      })
  void whatWeCannotSpeakIsNotAcceptable(String media) {
    assertThat(OfferAnswer.isAcceptable(theirs(media))).isFalse();
    assertThat(OfferAnswer.answer(CALL, RTP, 0, theirs(media))).isEmpty();
    assertThat(OfferAnswer.accepted(theirs(media))).isEmpty();
  }

  @Test
  void feedbackProfileIsAnsweredInKind() {
    assertThat(answer("m=audio 4000 RTP/AVPF 0").sdp()).contains("m=audio 20000 RTP/AVPF 0");
  }
}
