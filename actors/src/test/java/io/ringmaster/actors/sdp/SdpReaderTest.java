package io.ringmaster.actors.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.actors.sdp.AudioDescription.Direction;
import io.ringmaster.actors.sdp.AudioDescription.Format;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SdpReaderTest {

  private static Optional<AudioDescription> read(String... lines) {
    return SdpReader.audio(String.join("\r\n", lines) + "\r\n");
  }

  private static AudioDescription audio(String... lines) {
    return read(lines).orElseThrow();
  }

  @Test
  void audioStreamIsReadWithItsFormatsInOrder() {
    var audio =
        audio(
            "v=0",
            "o=- 1 1 IN IP4 127.0.0.9",
            "s=-",
            "c=IN IP4 127.0.0.9",
            "t=0 0",
            "m=audio 4000 RTP/AVP 8 0 96 101",
            "a=rtpmap:96 opus/48000/2",
            "a=rtpmap:101 telephone-event/8000",
            "a=ptime:30");
    assertThat(audio.host()).isEqualTo("127.0.0.9");
    assertThat(audio.port()).isEqualTo(4000);
    assertThat(audio.protocol()).isEqualTo("RTP/AVP");
    assertThat(audio.formats())
        .containsExactly(
            new Format(8, "PCMA", 8000),
            new Format(0, "PCMU", 8000),
            new Format(96, "OPUS", 48000),
            new Format(101, "TELEPHONE-EVENT", 8000));
    assertThat(audio.packetTime()).isEqualTo(30);
    assertThat(audio.direction()).isEqualTo(Direction.SENDRECV);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\r\n", "\n", "\r"})
  void anyLineEndWillDo(String end) {
    var sdp = String.join(end, "v=0", "c=IN IP4 127.0.0.9", "m=audio 4000 RTP/AVP 0", "");
    assertThat(SdpReader.audio(sdp)).isPresent();
  }

  @Test
  void connectionOfTheStreamWinsOverThatOfTheSession() {
    assertThat(
            audio("v=0", "c=IN IP4 127.0.0.8", "m=audio 4000 RTP/AVP 0", "c=IN IP4 127.0.0.9")
                .host())
        .isEqualTo("127.0.0.9");
  }

  @Test
  void connectionOfAnotherStreamIsNotOurs() {
    assertThat(
            read("v=0", "m=audio 4000 RTP/AVP 0", "m=video 4002 RTP/AVP 96", "c=IN IP4 127.0.0.9"))
        .isEmpty();
  }

  @Test
  void withoutAConnectionThereIsNowhereToSendTo() {
    assertThat(read("v=0", "m=audio 4000 RTP/AVP 0")).isEmpty();
  }

  @Test
  void firstAudioStreamThatIsNotRefusedCounts() {
    var audio =
        audio(
            "v=0",
            "c=IN IP4 127.0.0.9",
            "m=video 3998 RTP/AVP 96",
            "m=audio 0 RTP/AVP 0",
            "a=sendonly",
            "m=audio 4000 RTP/AVP 8",
            "m=audio 4004 RTP/AVP 0");
    assertThat(audio.port()).isEqualTo(4000);
    assertThat(audio.index()).isEqualTo(2);
    assertThat(audio.media()).hasSize(4);
    assertThat(audio.formats()).containsExactly(new Format(8, "PCMA", 8000));
    assertThat(audio.direction()).isEqualTo(Direction.SENDRECV);
  }

  @Test
  void refusedAudioIsSeenAsSuch() {
    assertThat(audio("v=0", "c=IN IP4 127.0.0.9", "m=audio 0 RTP/AVP 0").port()).isZero();
  }

  @Test
  void directionOfTheSessionHoldsUnlessTheStreamHasItsOwn() {
    assertThat(
            audio("v=0", "c=IN IP4 127.0.0.9", "a=inactive", "m=audio 4000 RTP/AVP 0").direction())
        .isEqualTo(Direction.INACTIVE);
    assertThat(
            audio("v=0", "c=IN IP4 127.0.0.9", "a=inactive", "m=audio 4000 RTP/AVP 0", "a=sendrecv")
                .direction())
        .isEqualTo(Direction.SENDRECV);
  }

  @ParameterizedTest
  @EnumSource
  void whoeverOnlySendsOrDoesNothingHoldsUs(Direction direction) {
    var audio =
        audio("v=0", "c=IN IP4 127.0.0.9", "m=audio 4000 RTP/AVP 0", "a=" + direction.attribute());
    assertThat(audio.wantsMedia())
        .isEqualTo(direction == Direction.SENDRECV || direction == Direction.RECVONLY);
    assertThat(audio.sendsMedia())
        .isEqualTo(direction == Direction.SENDRECV || direction == Direction.SENDONLY);
  }

  @Test
  void addressOfZerosHoldsUsAsOldPhonesDo() {
    assertThat(audio("v=0", "c=IN IP4 0.0.0.0", "m=audio 4000 RTP/AVP 0").wantsMedia()).isFalse();
  }

  @Test
  void multicastSuffixIsNoPartOfTheAddress() {
    assertThat(audio("v=0", "c=IN IP4 224.2.1.1/127/3", "m=audio 4000/2 RTP/AVP 0").host())
        .isEqualTo("224.2.1.1");
  }

  @Test
  void rtpmapWinsOverTheStaticMeaningOfItsNumber() {
    assertThat(
            audio("v=0", "c=IN IP4 127.0.0.9", "m=audio 4000 RTP/AVP 0", "a=rtpmap:0 l16/16000")
                .formats())
        .containsExactly(new Format(0, "L16", 16000));
  }

  @Test
  void payloadTypeWithoutAMeaningIsLeftOut() {
    assertThat(
            audio(
                    "v=0",
                    "c=IN IP4 127.0.0.9",
                    "m=audio 4000 RTP/AVP 0 97",
                    "a=rtpmap:98 opus/48000")
                .formats())
        .containsExactly(new Format(0, "PCMU", 8000));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "m=audio x RTP/AVP 0",
        "m=audio 65536 RTP/AVP 0",
        "m=audio -1 RTP/AVP 0",
        "m=audio 4000 RTP/AVP",
        "m=audio 4000 RTP/AVP 128",
        "m=audio 4000 RTP/AVP PCMU",
        "m=audio 4000 RTP/AVP 0\na=rtpmap:0",
        "m=audio 4000 RTP/AVP 0\na=rtpmap:0 PCMU",
        "m=audio 4000 RTP/AVP 0\na=rtpmap:0 PCMU/fast",
        "m=audio 4000 RTP/AVP 0\na=rtpmap:999 PCMU/8000",
        "m=audio 4000 RTP/AVP 0\na=ptime:soon",
        "m=audio 4000 RTP/AVP 0\nc=127.0.0.9",
        "m=audio 99999999999 RTP/AVP 0"
      })
  void whatCannotBeIsNoDescription(String media) {
    assertThat(SdpReader.audio("v=0\nc=IN IP4 127.0.0.9\n" + media + "\n")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "hello", "v=1\nm=audio 4000 RTP/AVP 0", "m=audio 4000 RTP/AVP 0"})
  void otherTextIsNoDescription(String text) {
    assertThat(SdpReader.audio(text)).isEmpty();
  }

  @Test
  void descriptionWithoutAudioIsNone() {
    assertThat(read("v=0", "c=IN IP4 127.0.0.9", "m=video 4000 RTP/AVP 96")).isEmpty();
  }

  @Test
  void unknownLinesAreSkipped() {
    assertThat(
            audio("v=0", "z=0 0", "x", "", "c=IN IP4 127.0.0.9", "k=clear:x", "m=audio 4 RTP/AVP 0")
                .media())
        .isEqualTo(List.of("audio 4 RTP/AVP 0"));
  }
}
