package io.ringmaster.node.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ringmaster.actors.port.Catalogue.MissingScenario;
import io.ringmaster.actors.port.Rule;
import io.ringmaster.protocol.signal.Route;
import io.ringmaster.protocol.signal.Route.Control;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.PatternSyntaxException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JdbcCatalogueTest {

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00.123456Z");
  private static final Duration NEVER = Duration.ofDays(1);

  @TempDir Path data;

  @ParameterizedTest
  @EnumSource
  void firstRuleByPriorityAndThenByNameGetsTheCall(Databases database) {
    with(
        database,
        underTest -> {
          done(underTest.putRule(rule("last", ".*", 9)));
          done(underTest.putRule(rule("b", "7\\d+", 1)));
          done(underTest.putRule(rule("a", "70\\d+", 1)));

          assertThat(underTest.route("7000")).map(Route::rule).contains("a");
          assertThat(underTest.route("7100")).map(Route::rule).contains("b");
          assertThat(underTest.route("alice")).map(Route::rule).contains("last");
          assertThat(underTest.rules()).extracting(Rule::name).containsExactly("a", "b", "last");
        });
  }

  @ParameterizedTest
  @EnumSource
  void changedRuleIsUsedAtOnce(Databases database) {
    with(
        database,
        underTest -> {
          done(underTest.putRule(rule("menu", "7000", 1)));
          done(
              underTest.putRule(
                  new Rule("menu", "8000", List.of(), 2, Control.HTTP, "http://127.0.0.1/hook")));

          assertThat(underTest.route("7000")).isEmpty();
          assertThat(underTest.route("8000"))
              .contains(new Route("menu", Control.HTTP, List.of(), "http://127.0.0.1/hook"));
          assertThat(underTest.rules().getFirst().webhook()).isEqualTo("http://127.0.0.1/hook");
          assertThat(done(underTest.deleteRule("menu"))).isTrue();
          assertThat(underTest.rule("menu")).isEmpty();
          assertThat(done(underTest.deleteRule("menu"))).isFalse();
        });
  }

  @ParameterizedTest
  @EnumSource
  void patternThatCannotBeMatchedInLinearTimeIsRefusedAndNotKept(Databases database) {
    with(
        database,
        underTest -> {
          assertThatThrownBy(() -> done(underTest.putRule(rule("bad", "(?=7).*", 1))))
              .hasRootCauseInstanceOf(PatternSyntaxException.class);
          assertThat(underTest.rules()).isEmpty();
        });
  }

  @ParameterizedTest
  @EnumSource
  void pinnedVersionOutlivesItsReplacementAndItsName(Databases database) {
    with(
        database,
        underTest -> {
          var first = done(underTest.putScenario("menu", "// ä 1"));
          var second = done(underTest.putScenario("menu", "// ä 2"));

          assertThat(done(underTest.current(List.of("menu"))).getFirst().source())
              .isEqualTo("// ä 2");
          assertThat(done(underTest.pinned("menu", first.hash())).source()).isEqualTo("// ä 1");
          assertThat(done(underTest.deleteScenario("menu"))).isTrue();
          assertThat(done(underTest.pinned("menu", second.hash())).source()).isEqualTo("// ä 2");
          assertThatThrownBy(() -> done(underTest.current(List.of("menu"))))
              .hasRootCauseInstanceOf(MissingScenario.class);
        });
  }

  @ParameterizedTest
  @EnumSource
  void scenariosAreListedByNameAsTheyWereStored(Databases database) {
    with(
        database,
        underTest -> {
          var b = done(underTest.putScenario("b", "2"));
          var a = done(underTest.putScenario("a", "1"));

          assertThat(done(underTest.scenarios())).containsExactly(a, b);
          assertThat(done(underTest.scenario("a"))).contains(a);
          assertThat(a.updatedAt()).isEqualTo(NOON);
          assertThat(a.hash())
              .isEqualTo("6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b");
        });
  }

  @ParameterizedTest
  @EnumSource
  void otherNodeSeesAChangeWithinASecond(Databases database) {
    try (var storage = Storage.open(database.fresh(data));
        var editing = catalogue(storage, NEVER);
        var underTest = catalogue(storage, Duration.ofMillis(50))) {
      done(editing.putScenario("menu", "1"));
      done(editing.putRule(rule("menu", "7000", 1)));
      await().atMost(Duration.ofSeconds(5)).until(() -> underTest.route("7000").isPresent());
      assertThat(done(underTest.current(List.of("menu"))).getFirst().source()).isEqualTo("1");

      done(editing.deleteRule("menu"));
      await().atMost(Duration.ofSeconds(5)).until(() -> underTest.route("7000").isEmpty());
    }
  }

  @ParameterizedTest
  @EnumSource
  void editorsAtTheSameTimeDoNotLoseOneAnothersChanges(Databases database) {
    try (var storage = Storage.open(database.fresh(data));
        var one = catalogue(storage, NEVER);
        var underTest = catalogue(storage, Duration.ofMillis(50))) {
      var puts =
          IntStream.range(0, 40)
              .mapToObj(i -> (i % 2 == 0 ? one : underTest).putRule(rule("r" + i % 10, "7" + i, i)))
              .map(CompletionStage::toCompletableFuture)
              .toArray(CompletableFuture[]::new);
      CompletableFuture.allOf(puts).join();

      assertThat(catalogueRules(storage)).hasSize(10);
      await()
          .atMost(Duration.ofSeconds(5))
          .until(() -> underTest.rules().equals(catalogueRules(storage)));
    }
  }

  private static List<Rule> catalogueRules(Storage storage) {
    return storage.transactions().snapshot(CatalogueTables::read).rules();
  }

  private interface Use {
    void of(JdbcCatalogue underTest);
  }

  private void with(Databases database, Use use) {
    try (var storage = Storage.open(database.fresh(data));
        var underTest = catalogue(storage, NEVER)) {
      use.of(underTest);
    }
  }

  private static JdbcCatalogue catalogue(Storage storage, Duration poll) {
    return new JdbcCatalogue(storage, poll, InstantSource.fixed(NOON));
  }

  private static Rule rule(String name, String pattern, int priority) {
    return new Rule(name, pattern, List.of("menu"), priority, Control.SCENARIO, null);
  }

  private static <T> T done(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
