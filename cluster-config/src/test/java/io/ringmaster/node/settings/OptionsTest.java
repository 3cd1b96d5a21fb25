package io.ringmaster.node.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class OptionsTest {

  @TempDir Path directory;

  static Stream<Arguments> options() {
    return Stream.of(
        option("--host", "127.0.0.2", NodeSettings::host),
        option("--http-port", "8081", s -> s.http().port()),
        option("--sip-port", "5070", s -> s.sip().port()),
        option("--rtp-ports", "20000-20099", s -> s.rtp().lowPort() + "-" + s.rtp().highPort()),
        option("--data", "elsewhere", NodeSettings::data),
        option("--db-url", "jdbc:postgresql://db/x", s -> s.database().url()),
        option("--db-user", "ring", s -> s.database().user()),
        option("--db-password", "secret", s -> s.database().password()),
        option("--cluster-port", "0", s -> s.cluster().port()),
        option("--seed", "10.0.0.1:7355", s -> String.join(",", s.cluster().seeds())),
        option("--node", "left", NodeSettings::node));
  }

  private static Arguments option(String name, String value, Function<NodeSettings, Object> read) {
    return Arguments.of(name, value, read);
  }

  @ParameterizedTest
  @MethodSource("options")
  void everyOptionSetsItsSetting(String name, String value, Function<NodeSettings, Object> read) {
    assertThat(read.apply(load(name, value))).hasToString(value);
    assertThat(read.apply(load(name + "=" + value))).hasToString(value);
  }

  @Test
  void nodeWithoutOptionsIsWhatTheLauncherPromises() {
    var settings = load();

    assertThat(settings.host()).isEqualTo("127.0.0.1");
    assertThat(settings.http().port()).isEqualTo(8080);
    assertThat(settings.sip().port()).isEqualTo(5060);
    assertThat(settings.data()).isEqualTo(Path.of("data"));
    assertThat(settings.call().answerTimeout()).isEqualTo(Duration.ofSeconds(60));
    assertThat(settings.session().idleTimeout()).isEqualTo(Duration.ofSeconds(60));
    assertThat(settings.session().idleTimeoutWithQueue()).isEqualTo(Duration.ofHours(2));
    assertThat(settings.session().httpDrainTimeout()).isEqualTo(Duration.ofSeconds(90));
    assertThat(settings.scenario().turnTimeout()).isEqualTo(Duration.ofSeconds(1));
    assertThat(settings.scenario().memoryLimit()).isEqualTo(16 << 20);
    assertThat(settings.cluster().seeds()).isEmpty();
    assertThat(settings.node()).isEqualTo("node-127-0-0-1");
  }

  @Test
  void seedsGather() {
    assertThat(load("--seed", "10.0.0.1:7355", "--seed=10.0.0.2:7355").cluster().seeds())
        .containsExactly("10.0.0.1:7355", "10.0.0.2:7355");
  }

  @Test
  void commandLineWinsOverEnvironmentAndThatOverTheFile() throws IOException {
    String file = file("ringmaster { http.port = 1, sip.port = 1, call.linger = 1s }");
    var environment = Map.of("RINGMASTER_HTTP_PORT", "2", "RINGMASTER_SIP_PORT", "2");

    var settings = load(environment, "--config", file, "-Dringmaster.http.port=3");

    assertThat(settings.http().port()).isEqualTo(3);
    assertThat(settings.sip().port()).isEqualTo(2);
    assertThat(settings.call().linger()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void listsInTheEnvironmentAreSeparatedByCommas() {
    var settings = load(Map.of("RINGMASTER_CLUSTER_SEEDS", "a:1, b:2"));

    assertThat(settings.cluster().seeds()).containsExactly("a:1", "b:2");
  }

  /// The value under each wrong one is what a person has to read to put it right.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --port=1                              | there is no option '--port'
          --http-port                           | the option --http-port needs a value
          --http-port=70000                     | ringmaster.http.port is '70000' (from the command line), but must be a port from 0 to 65535
          --sip-port=sip                        | ringmaster.sip.port is 'sip'
          --rtp-ports=20000                     | LOW-HIGH with at least two ports
          --rtp-ports=200-100                   | LOW-HIGH with at least two ports
          --host=localhost                      | must be a numeric IP address
          --seed=10.0.0.1                       | HOST:PORT each
          --node=a/b                            | letters, digits, dots and dashes
          --config=/no/such/file                | the configuration file '/no/such/file' cannot be read
          -Dringmaster.call.answer-timeout=soon | a duration with a unit, such as 500ms, 60s or 2h
          -Dringmaster.call.linger=0s           | a duration with a unit
          -Dringmaster.scenario.memory-limit=1k | a size with a unit, such as 16MiB, from 2MiB to 128MiB
          -Dringmaster.answer-timeout=1s        | there is no such setting (is it 'ringmaster.call.answer-timeout'?)
          -Dringmaster.log.level=LOUD           | one of ERROR, WARN, INFO, DEBUG, TRACE
          -Dnothing                             | sets nothing; write -Dkey=value
          """)
  void mistakeIsOnePlainSentence(String argument, String sentence) {
    assertThatThrownBy(() -> load(argument))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining(sentence)
        .message()
        .hasLineCount(1);
  }

  @Test
  void mistakeInTheFileNamesItsPlace() throws IOException {
    String file = file("ringmaster {\n  http.port = many\n}");

    assertThatThrownBy(() -> load("--config", file))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining(file + ": 2");
    assertThatThrownBy(() -> load("--config", file("ringmaster {")))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("is not HOCON");
  }

  @Test
  void secretsAreNotSaid() {
    var settings =
        load(
            "--db-password=tea",
            "-Dringmaster.http.api-key=coffee",
            "--db-url=jdbc:postgresql://u:milk@h/x?a=b");

    assertThat(settings.database().toString() + settings.http())
        .doesNotContain("tea", "coffee", "milk");
  }

  @Test
  void everySettingHasItsEnvironmentVariableAndAComment() {
    String reference = reference();
    var known = ConfigFactory.parseResources("reference.conf");

    assertThat(Layers.names(known)).hasSizeGreaterThan(40);
    for (String name : Layers.names(known)) {
      String leaf = name.substring(name.lastIndexOf('.') + 1);
      assertThat(reference)
          .as(name)
          .containsPattern(
              "# .*\\n *%s = .*\\n *%s = \\$\\{\\?%s}"
                  .formatted(leaf, leaf, Layers.variable(name)));
    }
  }

  @Test
  void pekkoHearsOfHostPortAndAnythingSaidToItDirectly() {
    var pekko = load("--host=127.0.0.3", "--cluster-port=7400", "-Dpekko.loglevel=ERROR").pekko();

    assertThat(pekko.getString("pekko.remote.artery.canonical.hostname")).isEqualTo("127.0.0.3");
    assertThat(pekko.getInt("pekko.remote.artery.canonical.port")).isEqualTo(7400);
    assertThat(pekko.getString("pekko.loglevel")).isEqualTo("ERROR");
    assertThat(pekko.getStringList("pekko.serialization.jackson.jackson-cbor.jackson-modules"))
        .contains(
            "io.ringmaster.protocol.json.SealedTypes",
            "com.fasterxml.jackson.module.paramnames.ParameterNamesModule");
    assertThat(pekko.hasPath("ringmaster")).isFalse();
  }

  private String file(String text) throws IOException {
    return Files.writeString(directory.resolve("node.conf"), text).toString();
  }

  private static NodeSettings load(String... arguments) {
    return load(Map.of(), arguments);
  }

  private static NodeSettings load(Map<String, String> environment, String... arguments) {
    return NodeSettings.load(Options.parse(List.of(arguments)), environment);
  }

  private static String reference() {
    try (var text = OptionsTest.class.getResourceAsStream("/reference.conf")) {
      if (text == null) throw new IllegalStateException("reference.conf is missing");
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void scenariosAtWorkMayFillAQuarterOfTheHeap() {
    assertThat(NodeSettingsReader.liveContexts(6L << 30)).isEqualTo(1024);
    assertThat(NodeSettingsReader.liveContexts(64L << 20)).isEqualTo(64);
  }
}
