package io.ringmaster.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.ringmaster.protocol.Headers;
import io.ringmaster.protocol.command.CallCommand;
import io.ringmaster.protocol.event.CallEvent;
import io.ringmaster.protocol.session.ScenarioCommand;
import io.ringmaster.protocol.session.TurnInput;
import io.ringmaster.protocol.signal.CallSignal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

/// Whatever can be said in the language of the house can be written and read back, as JSON and as CBOR.
class RoundTripProperties {

  private static final List<Class<?>> RECORDS = Language.records();

  private final ObjectMapper json = WireJson.mapper();
  private final ObjectMapper cbor = WireJson.configure(CBORMapper.builder()).build();

  /// One value of any record.
  @Provide
  Arbitrary<Object> values() {
    var any = new AnyValue();
    return Arbitraries.of(RECORDS).flatMap(any::of);
  }

  @Provide
  Arbitrary<Headers> headers() {
    return AnyValue.headers();
  }

  @Property(tries = 4000, edgeCases = EdgeCasesMode.NONE)
  @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
  void everythingSurvivesJsonAndCbor(@ForAll("values") Object value) throws IOException {
    var as = Language.readAs(value.getClass());
    assertThat((Object) json.readValue(json.writeValueAsBytes(value), as)).isEqualTo(value);
    assertThat((Object) json.readValue(WireJson.write(value), as)).isEqualTo(value);
    assertThat((Object) cbor.readValue(cbor.writeValueAsBytes(value), as)).isEqualTo(value);
    Statistics.collect(value.getClass());
    Statistics.coverage(
        coverage -> RECORDS.forEach(type -> coverage.check(type).count(tries -> tries > 0)));
  }

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void propertiesOfALaterReleaseAreIgnored(@ForAll("values") Object value) throws IOException {
    if (value instanceof Headers) return; // there every property is a header
    if (!(json.valueToTree(value) instanceof ObjectNode written)) return;
    written.putObject("ofALaterRelease").put("type", "Unheard");
    written.putNull("alsoOfALaterRelease");
    var as = Language.readAs(value.getClass());
    assertThat((Object) json.treeToValue(written, as)).isEqualTo(value);
    assertThat((Object) cbor.readValue(cbor.writeValueAsBytes(written), as)).isEqualTo(value);
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void headersKeepTheirOrder(@ForAll("headers") Headers headers) throws IOException {
    var read = json.readValue(json.writeValueAsBytes(headers), Headers.class);
    assertThat(new ArrayList<>(read.fields().keySet()))
        .isEqualTo(new ArrayList<>(headers.fields().keySet()));
  }

  /// A surrogate alone is legal in JSON and JavaScript but cannot be journaled.
  @Example
  void aSurrogateAloneIsReplacedWhereItComesIn() throws IOException {
    var line = "{\"type\":\"WriteLog\",\"text\":\"a\\ud800b\\ud83d\\ude00c\\udc00\"}";
    var command = json.readValue(line, ScenarioCommand.class);
    assertThat(command).isEqualTo(new ScenarioCommand.WriteLog("a\ufffdb😀c\ufffd"));
    assertThat(cbor.readValue(cbor.writeValueAsBytes(command), ScenarioCommand.class))
        .isEqualTo(command);
    var fields = "{\"X-A\":\"\\udc00\",\"X-B\":[\"1\",\"\\ud800\"]}";
    var headers = json.readValue(fields, Headers.class);
    assertThat(headers)
        .isEqualTo(Headers.of("X-A", "\ufffd").with("X-B", "1").with("X-B", "\ufffd"));
  }

  @Example
  void aSurrogateAloneInAHeadersNameIsRefused() {
    assertThatThrownBy(() -> json.readValue("{\"X-\\udc00\":\"1\"}", Headers.class))
        .isInstanceOf(JsonProcessingException.class);
  }

  /// The search for records looks into compiled classes; it must not find nothing.
  @Example
  void theWholeLanguageIsTested() {
    assertThat(RECORDS).hasSizeGreaterThan(120);
    assertThat(RECORDS.stream().map(Language::readAs))
        .contains(
            CallEvent.class,
            CallCommand.class,
            CallSignal.class,
            ScenarioCommand.class,
            TurnInput.class);
  }
}
