package io.ringmaster.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class CodecTest {

  /// Values from another implementation (CPython's audioop).
  @ParameterizedTest
  @CsvSource({
    "0, FF, D5",
    "8, FE, D5",
    "100, F2, D3",
    "-102, 72, 53",
    "1000, CE, FA",
    "-1000, 4E, 7A",
    "4000, AF, 9A",
    "-4000, 2F, 1A",
    "12345, 97, BD",
    "-12345, 17, 3D",
    "32767, 80, AA",
    "-32768, 00, 2A"
  })
  void samplesBecomeTheCodesOfTheStandard(short sample, String mu, String a) {
    assertThat(Codec.PCMU.encode(sample)).isEqualTo((byte) Integer.parseInt(mu, 16));
    assertThat(Codec.PCMA.encode(sample)).isEqualTo((byte) Integer.parseInt(a, 16));
  }

  @ParameterizedTest
  @EnumSource(Codec.class)
  void everyCodeSurvivesDecodingAndEncoding(Codec underTest) {
    for (int code = 0; code < 256; code++) {
      if (underTest == Codec.PCMU && code == 0x7F) continue; // a second zero
      assertThat(underTest.encode(underTest.decode((byte) code))).isEqualTo((byte) code);
    }
  }

  @ParameterizedTest
  @EnumSource(Codec.class)
  void louderIsNeverEncodedAsQuieter(Codec underTest) {
    short last = Short.MIN_VALUE;
    for (int sample = Short.MIN_VALUE; sample <= Short.MAX_VALUE; sample++) {
      short decoded = underTest.decode(underTest.encode((short) sample));
      assertThat(decoded).isGreaterThanOrEqualTo(last);
      last = decoded;
    }
  }

  @Test
  void silenceIsSilence() {
    assertThat(Codec.PCMU.decode(Codec.PCMU.silence)).isZero();
    assertThat(Codec.PCMA.decode(Codec.PCMA.silence)).isEqualTo((short) 8);
  }
}
