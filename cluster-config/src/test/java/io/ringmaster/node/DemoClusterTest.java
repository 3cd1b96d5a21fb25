package io.ringmaster.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringmaster.node.settings.NodeSettings;
import io.ringmaster.node.settings.Options;
import io.ringmaster.node.settings.StartFailure;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoClusterTest {

  @TempDir Path data;

  @Test
  void everyNodeHasItsOwnAddressAndTheSameSeeds() {
    var underTest =
        DemoCluster.parse(
            List.of(
                "3",
                "--http-port",
                "8090",
                "--cluster-port=7400",
                "--data=/d",
                "-Dringmaster.demo=off"));

    var second = settings(underTest.arguments(2, "jdbc:postgresql://127.0.0.1:1/x"));

    assertThat(second.host()).isEqualTo("127.0.0.2");
    assertThat(second.node()).isEqualTo("node-2");
    assertThat(second.http().port()).isEqualTo(8090);
    assertThat(second.sip().port()).isEqualTo(5060);
    assertThat(second.cluster().port()).isEqualTo(7400);
    assertThat(second.cluster().seeds())
        .containsExactly("127.0.0.1:7400", "127.0.0.2:7400", "127.0.0.3:7400");
    assertThat(second.data()).isEqualTo(Path.of("/d/node-2"));
    assertThat(second.database().url()).isEqualTo("jdbc:postgresql://127.0.0.1:1/x");
    assertThat(second.demo()).isFalse();
    assertThat(settings(underTest.arguments(3, "jdbc:postgresql://h/x")).cluster().seeds())
        .isEqualTo(second.cluster().seeds());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "10", "three", "--help-me"})
  void sizeThatMakesNoClusterIsRefused(String size) {
    assertThatThrownBy(() -> DemoCluster.parse(List.of(size)))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("try ./ringmaster cluster 3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--seed=a:1", "--http-port"})
  void optionThatIsNotForAClusterIsRefused(String option) {
    assertThatThrownBy(() -> DemoCluster.parse(List.of("3", option)))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("--help lists them");
  }

  @Test
  void databaseOfTheClusterIsThereAgainTheNextTime() throws Exception {
    Path directory = data.resolve("postgresql");
    try (var underTest = DemoDatabase.start(directory);
        var connection = DriverManager.getConnection(underTest.url());
        var statement = connection.createStatement()) {
      statement.execute("CREATE TABLE kept (x INT)");
    }

    try (var underTest = DemoDatabase.start(directory);
        var connection = DriverManager.getConnection(underTest.url());
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT COUNT(*) FROM kept")) {
      assertThat(rows.next()).isTrue();
    }
  }

  private static NodeSettings settings(List<String> arguments) {
    assertThat(arguments.getFirst()).isEqualTo("start");
    return NodeSettings.load(Options.parse(arguments.subList(1, arguments.size())), Map.of());
  }
}
