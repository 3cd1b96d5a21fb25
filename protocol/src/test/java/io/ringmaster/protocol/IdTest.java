package io.ringmaster.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ringmaster.protocol.json.WireJson;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "0",
        "-1",
        "+1",
        "01",
        "1.0",
        "1e3",
        "0x10",
        "12a",
        " 12",
        "12 ",
        "12\n",
        "١٢",
        "9007199254740992",
        "9999999999999999",
        "10000000000000000",
        "99999999999999999999"
      })
  void whatIsNoNumberBelow2To53IsNoSessionId(String text) {
    assertThat(SessionId.isValid(text)).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SessionId(text))
        .withMessageContaining("'" + text + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "10", "9007199254740991"})
  void theBoundsAreSessionIds(String text) {
    assertThat(new SessionId(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "4711",
        "4711-",
        "-1",
        "4711-0",
        "4711-01",
        "4711-1000000",
        "4711--1",
        "4711-1-1",
        "4711-a",
        "0-1",
        "9007199254740992-1",
        "4711 -1",
        "4711- 1",
        "4711-1\n",
        "4711-١",
        "x-1"
      })
  void whatIsNoSessionIdAndNumberIsNoCallId(String text) {
    assertThat(CallId.isValid(text)).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CallId(text))
        .withMessageContaining("'" + text + "'");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, SessionId.LAST_TAG + 1, Integer.MAX_VALUE})
  void thereIsNoIdForATagOutOfRange(int tag) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SessionId.of(tag, 1))
        .withMessageContaining(tag + " is not a tag");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1_000_000})
  void aSessionHasNoCallOfANumberOutOfRange(int number) {
    var session = new SessionId("4711");
    assertThatIllegalArgumentException().isThrownBy(() -> session.call(number));
  }

  @Test
  void callsOfDifferentSessionsAreOrderedByTheirSessions() {
    assertThat(new CallId("9-2")).isLessThan(new CallId("10-1"));
  }

  @Test
  void idsAreTextInJson() throws IOException {
    assertThat(WireJson.write(new SessionId("4711"))).isEqualTo("\"4711\"");
    assertThat(WireJson.write(new CallId("4711-2"))).isEqualTo("\"4711-2\"");
    assertThat(WireJson.mapper().readValue("\"4711-2\"", CallId.class))
        .isEqualTo(new CallId("4711-2"));
  }
}
