package io.ringmaster.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.protocol.json.WireJson;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Logger, texts and bytes, local time, and what else is global.
@ExtendWith(OnOneHost.class)
class GlobalsTest {

  private final Stage underTest;

  GlobalsTest(Stage stage) {
    underTest = stage;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "base64_encode('Hallo, Wörld')         | SGFsbG8sIFfDtnJsZA==",
        "base64_encode([255, 0, 127])           | /wB/",
        "base64_encode('')                      | ``",
        "JSON.stringify(base64_decode('/wB/'))  | [255,0,127]",
        "bytes2str(base64_decode('SGFsbG8sIFfDtnJsZA==')) | Hallo, Wörld",
        "bytes2hex([0, 171, 255])               | 00abff",
        "bytes2hex([0, 171, 255], true)         | 00ABFF",
        "JSON.stringify(hex2bytes('00aBff'))    | [0,171,255]",
        "JSON.stringify(str2bytes('é€😀'))      | [195,169,226,130,172,240,159,152,128]",
        "bytes2str([195,169,226,130,172,240,159,152,128]) | é€😀",
        "bytes2str([104,255,105])               | h\uFFFDi",
        "bytes2str([233], 'iso-8859-1')         | é",
        "levenshtein_distance('kitten', 'sitting') | 3",
        "levenshtein_distance('', 'abc')        | 3",
        "Array.isArray(hex2bytes('00')) && hex2bytes('0102').map((b) => b * 2).join() | 2,4",
        "typeof require(Modules.ASR)            | undefined",
        "Modules.IVR + Modules.CallList         | ivrcalllist",
        "String(VoiceList.Amazon.en_US_Joanna) + Language.US_ENGLISH_FEMALE | Amazon.en_US_JoannaUS_ENGLISH_FEMALE",
        "(async () => {})() instanceof Promise  | true"
      })
  void functionsGiveWhatVoxEngineGives(String expression, String expected) {
    underTest.load("Logger.write(String(" + expression + "));");
    assertThat(underTest.log()).last().isEqualTo(expected);
  }

  @Test
  void requireIsHarmlessAndLogged() {
    underTest.load("require(Modules.Recorder); require('conference'); require(undefined);");
    assertThat(underTest.log())
        .containsExactly("Module loaded: recorder", "Module loaded: conference");
  }

  @Test
  void uuidsAreOfVersionFourAndDiffer() {
    underTest.load("Logger.write(uuidgen()); Logger.write(uuidgen());", "Logger.write(uuidgen());");
    assertThat(underTest.log())
        .doesNotHaveDuplicates()
        .hasSize(3)
        .allMatch(id ->
            id.matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Europe/Berlin",
        "Europe/London",
        "America/New_York",
        "America/Los_Angeles",
        "Australia/Sydney",
        "Asia/Kolkata",
        "Asia/Tokyo",
        "Pacific/Auckland",
        "UTC",
        "America/Santiago"
      })
  void localTimeFollowsTheZonesOfJava(String zone) {
    var start = Instant.parse("2026-01-01T00:30:00Z");
    underTest.load(
        "for (let hour = 0; hour < 365 * 24; hour += 137)"
            + " Logger.write(getLocalTime('%s', new Date(%d + hour * 3600000)).toISOString());"
                .formatted(zone, start.toEpochMilli()));
    var expected =
        IntStream.iterate(0, hour -> hour < 365 * 24, hour -> hour + 137)
            .mapToObj(
                hour -> start.plusSeconds(hour * 3600L).atZone(ZoneId.of(zone)).toLocalDateTime())
            .map(time -> WireJson.time(time.toInstant(ZoneOffset.UTC)))
            .toList();
    assertThat(underTest.log()).isEqualTo(expected);
  }

  @Test
  void anUnknownZoneIsAnErrorThatNamesIt() {
    underTest.load("try { getLocalTime('Mars/Olympus') } catch (e) { Logger.write(e.message) }");
    assertThat(underTest.log())
        .containsExactly(
            "getLocalTime: there is no time zone 'Mars/Olympus'; use a name such as 'Europe/Paris'");
  }

  @Test
  void loggerWritesAnythingAndCutsLongLines() {
    underTest.load(
        "const loop = {}; loop.self = loop; for (const v of ['text', 5, undefined, null, {a: 1}, [1], loop, Symbol('s'),"
            + " new Error('e'), Object.create(null, {toJSON: {get() { throw 1; }}}), 'x'.repeat(20000)]) Logger.write(v);");
    assertThat(underTest.log())
        .startsWith(
            "text",
            "5",
            "undefined",
            "null",
            "{\"a\":1}",
            "[1]",
            "(a value that cannot be shown)",
            "Symbol(s)",
            "Error: e",
            "(a value that cannot be shown)");
    assertThat(underTest.log()).last().asString().hasSize(15000);
  }

  @Test
  void traceIsTheOldNameOfLoggerWrite() {
    underTest.load("trace('old'); Logger.hideTones(true);");
    assertThat(underTest.log())
        .containsExactly("old", "Executing JS command: HideTones with params [true]");
  }

  @Test
  void scenariosMayDeclareTheNamesOfGlobalsAnew() {
    underTest.load(
        "let trace = 1; function require() { return 'mine'; } const Net = 2; Logger.write(trace + require() + Net);");
    assertThat(underTest.log()).containsExactly("1mine2");
  }
}
