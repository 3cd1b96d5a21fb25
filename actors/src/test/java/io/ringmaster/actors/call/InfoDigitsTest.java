package io.ringmaster.actors.call;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InfoDigitsTest {

  @ParameterizedTest
  @CsvSource({
    "application/dtmf-relay, 'Signal=5\r\nDuration=160', 5",
    "application/dtmf-relay, 'signal = *\n', *",
    "Application/DTMF-Relay; charset=utf-8, 'Duration=100\r\nSignal=#', #",
    "application/dtmf-relay, 'Signal=d', D",
    "application/dtmf, 7, 7",
    "application/dtmf, ' a\r\n', A"
  })
  void digitIsReadAsPhonesSendIt(String type, String body, char digit) {
    assertThat(InfoDigits.read(type, body)).contains(digit);
  }

  @ParameterizedTest
  @CsvSource({
    "application/dtmf-relay, 'Signal=11'",
    "application/dtmf-relay, 'Signal='",
    "application/dtmf-relay, '5'",
    "application/dtmf, '55'",
    "application/dtmf, 'E'",
    "text/plain, '5'"
  })
  void anythingElseIsNoDigit(String type, String body) {
    assertThat(InfoDigits.read(type, body)).isEmpty();
  }

  @Property(tries = 300)
  void nothingThatAPhoneSendsIsTooMuch(@ForAll String type, @ForAll String body) {
    assertThat(InfoDigits.read(type, body)).isNotNull();
  }
}
