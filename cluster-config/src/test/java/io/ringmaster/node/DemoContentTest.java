package io.ringmaster.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.actors.port.Rule;
import io.ringmaster.node.settings.DatabaseSettings;
import io.ringmaster.node.storage.JdbcCatalogue;
import io.ringmaster.node.storage.Storage;
import io.ringmaster.protocol.signal.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoContentTest {

  @TempDir Path data;

  private Storage storage;
  private JdbcCatalogue catalogue;
  private DemoContent underTest;

  @BeforeEach
  void open() {
    storage = Storage.open(DatabaseSettings.of("", "", "", data));
    catalogue = new JdbcCatalogue(storage, Duration.ofDays(1), InstantSource.system());
    underTest = new DemoContent(catalogue, data.resolve("sounds"));
  }

  @AfterEach
  void close() {
    catalogue.close();
    storage.close();
  }

  @Test
  void emptyNodeHasFourNumbersToCall() {
    underTest.load();

    for (String number : List.of("7000", "7001", "7002", "7003")) {
      var scenarios = catalogue.route(number).map(Route::scenarios).orElseThrow();
      assertThat(catalogue.current(scenarios).toCompletableFuture().join()).hasSize(1);
    }
    assertThat(catalogue.route("7004")).isEmpty();
  }

  @Test
  void whatTheOperatorChangedStays() {
    underTest.load();
    catalogue.putScenario("demo-echo", "// mine").toCompletableFuture().join();
    catalogue.deleteRule("demo-bridge").toCompletableFuture().join();

    underTest.load();

    assertThat(catalogue.scenario("demo-echo").toCompletableFuture().join().orElseThrow().source())
        .isEqualTo("// mine");
    assertThat(catalogue.rules()).extracting(Rule::name).doesNotContain("demo-bridge");
  }

  @Test
  void soundsOfTheDemosAreCopiedWhereMissing() throws IOException {
    Files.createDirectories(data.resolve("sounds"));
    Files.writeString(data.resolve("sounds").resolve("beep.wav"), "mine");

    underTest.load();

    assertThat(data.resolve("sounds").resolve("beep.wav")).hasContent("mine");
    assertThat(data.resolve("sounds").resolve("greeting.wav")).isNotEmptyFile();
  }

  /// Every `file:NAME` that a demo plays is among the sounds.
  @Test
  void demosPlayNothingThatIsNotThere() throws IOException {
    underTest.load();

    for (var scenario : catalogue.scenarios().toCompletableFuture().join()) {
      var played = Pattern.compile("file:([\\w-]+\\.wav)").matcher(scenario.source());
      while (played.find()) assertThat(data.resolve("sounds").resolve(played.group(1))).exists();
    }
  }
}
