package io.ringmaster.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiscreetEncoderTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization: Digest username=\"7000\", response=\"SECRET\"",
        "PROXY-AUTHORIZATION: Digest response=\"SECRET\", nonce=\"SECRET\"",
        "cannot reach jdbc:postgresql://db/x?user=a&password=SECRET&ssl=true",
        "jdbc:postgresql://ring:SECRET@db:5432/x refused",
        "{\"password\":\"SECRET words\",\"name\":\"7000\"}",
        "api-key=SECRET, host=x",
        "Settings[apiKey=SECRET]",
      })
  void secretIsNotWritten(String line) {
    assertThat(DiscreetEncoder.withoutSecrets(line)).doesNotContain("SECRET").contains("***");
  }

  @Test
  void restOfTheMessageIsKept() {
    assertThat(
            DiscreetEncoder.withoutSecrets(
                "INVITE sip:7000@x\r\nAuthorization: Digest a=\"b\"\r\nTo: <sip:7000@x>"))
        .isEqualTo("INVITE sip:7000@x\r\nAuthorization: ***\r\nTo: <sip:7000@x>");
  }
}
