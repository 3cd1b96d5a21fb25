package io.ringmaster.scenario.engine;

import static io.ringmaster.scenario.engine.Engines.NOON;
import static io.ringmaster.scenario.engine.Engines.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScriptSnapshotTest {
  private static final String DIALOGUE =
      """
      var heard = [];
      on('begin', async function () {
        const greeting = 'Hello';
        const name = await answerOf('name');
        heard.push(name);
        const city = await answerOf('city');
        heard.push(city);
        send(greeting + ' ' + heard.join(' from ') + ' at ' + Date.now());
      });
      """;

  private QuickJsEngine underTest;

  @BeforeAll
  void start() {
    underTest = Engines.start();
  }

  @AfterAll
  void stop() {
    underTest.close();
  }

  private ScriptContext suspended(ScriptEngine engine) throws ScriptException {
    var context = engine.create(Limits.DEFAULT);
    context.evaluate("dialogue.js", DIALOGUE, NOON);
    assertThat(context.turn("{\"event\":\"begin\"}", NOON))
        .isEqualTo("[{\"ask\":\"name\",\"id\":1}]");
    assertThat(context.turn("{\"answer\":\"Ann\",\"id\":1}", NOON))
        .isEqualTo("[{\"ask\":\"city\",\"id\":2}]");
    return context;
  }

  private static void assertContinues(ScriptContext context) throws ScriptException {
    assertThat(context.turn("{\"answer\":\"Riga\",\"id\":2}", new Moment(99, 1)))
        .isEqualTo("[\"Hello Ann from Riga at 99\"]");
  }

  @Test
  void sessionSuspendedInAwaitContinuesInAnotherEngine() throws ScriptException {
    try (var original = suspended(underTest);
        var elsewhere = Engines.start()) {
      var snapshot = original.snapshot();
      try (var moved = elsewhere.restore(snapshot)) {
        assertContinues(moved);
      }
      assertContinues(original);
    }
  }

  @Test
  void twoCopiesGoTheirOwnWays() throws ScriptException {
    try (var one = suspended(underTest);
        var two = underTest.restore(one.snapshot())) {
      one.turn(run("heard.push('x'); send(heard)"), NOON);
      assertContinues(two);
    }
  }

  @Test
  void restoredContextKeepsItsLimits() throws ScriptException {
    var limits = new Limits(4 << 20, Duration.ofMillis(200), 128 * 1024);
    try (var small = underTest.create(limits);
        var copy = underTest.restore(small.snapshot())) {
      assertThatThrownBy(() -> copy.turn(run("keep = new ArrayBuffer(5 << 20)"), NOON))
          .isInstanceOf(ScriptException.class);
      assertThatThrownBy(() -> copy.turn(run("for (;;) {}"), NOON))
          .isInstanceOfSatisfying(
              ScriptException.class,
              e -> assertThat(e.kind()).isEqualTo(ScriptException.Kind.TIMEOUT));
    }
  }

  @Test
  void foreignAndDamagedSnapshotsAreRefused() throws ScriptException {
    try (var context = suspended(underTest);
        var other = QuickJsEngine.start(Engines.prelude() + "var more;", EngineSettings.DEFAULT)) {
      var snapshot = context.snapshot();
      assertThatThrownBy(() -> other.restore(snapshot))
          .isInstanceOf(ForeignSnapshotException.class)
          .hasMessageContaining(underTest.fingerprint())
          .hasMessageContaining(other.fingerprint());
      assertThatThrownBy(() -> underTest.restore(new byte[] {1, 2, 3}))
          .isInstanceOf(ForeignSnapshotException.class);
      assertThatThrownBy(() ->
              underTest.restore(
                  "<html> this is something else"
                      .getBytes(java.nio.charset.StandardCharsets.UTF_8)))
          .isInstanceOf(ForeignSnapshotException.class)
          .hasMessageContaining("no script snapshot");
      var newer = snapshot.clone();
      newer[4] = 2;
      assertThatThrownBy(() -> underTest.restore(newer)).hasMessageContaining("format 2");
      for (int at = 60; at < snapshot.length; at += snapshot.length / 20) {
        var damaged = snapshot.clone();
        damaged[at] ^= 0x10;
        assertThat(refusedOrEqual(damaged, snapshot)).as("bit flipped in byte " + at).isTrue();
      }
      var cut = java.util.Arrays.copyOf(snapshot, snapshot.length - 10);
      assertThatThrownBy(() -> underTest.restore(cut)).isInstanceOf(ForeignSnapshotException.class);
    }
  }

  /// A flipped bit may do no harm: a back reference of the compression then points to equal bytes elsewhere.
  private boolean refusedOrEqual(byte[] damaged, byte[] original) {
    try (var restored = underTest.restore(damaged)) {
      return java.util.Arrays.equals(restored.snapshot(), original);
    } catch (ForeignSnapshotException e) {
      return true;
    }
  }

  @Test
  void parkedContextGoesOnByItself() throws ScriptException {
    try (var context = suspended(underTest)) {
      var before = context.snapshot();
      context.park();
      assertThat(context.parked()).isTrue();
      assertThat(context.snapshot()).isEqualTo(before);
      assertContinues(context);
      assertThat(context.parked()).isFalse();
    }
  }

  @Test
  void parkedSessionIsSmall() throws ScriptException {
    try (var context = suspended(underTest)) {
      assertThat(context.snapshot()).hasSizeLessThan(64 * 1024);
    }
  }

  @Test
  void idleContextsAreParkedAndTheirInstancesUsedAgain() throws ScriptException {
    try (var engine = Engines.start(new EngineSettings(16 << 20, 8, Duration.ofMillis(200)))) {
      try (var context = suspended(engine)) {
        await().atMost(Duration.ofSeconds(10)).until(context::parked);
        assertThat(engine.census().live()).isZero();
        assertThat(engine.census().parked()).isEqualTo(1);
        assertThat(engine.census().parkedBytes()).isPositive();
        assertThat(engine.census().pooled()).isEqualTo(1);
        assertContinues(context);
        assertThat(engine.census().parked()).isZero();
      }
    }
  }

  @Test
  void neverMoreContextsAreLiveThanAllowed() throws ScriptException {
    try (var engine = Engines.start(new EngineSettings(16 << 20, 4, Duration.ofMinutes(5)))) {
      var all = new ArrayList<ScriptContext>();
      for (int i = 0; i < 20; i++) {
        var context = engine.create(Limits.DEFAULT);
        context.evaluate("n.js", "var mine = " + i, NOON);
        all.add(context);
        assertThat(engine.census().live()).isLessThanOrEqualTo(4);
      }
      for (int round = 0; round < 3; round++) {
        for (int i = 0; i < all.size(); i++) {
          assertThat(all.get(i).turn(run("send(mine++ - " + round + ")"), NOON))
              .isEqualTo("[" + i + "]");
        }
      }
      assertThat(engine.census().live()).isEqualTo(4);
      assertThat(engine.census().parked()).isEqualTo(16);
      all.forEach(ScriptContext::close);
      assertThat(engine.census().live() + engine.census().parked()).isZero();
      assertThat(engine.census().parkedBytes()).isZero();
    }
  }

  @Test
  void instanceOfALargeContextLeavesNothingToTheNext() throws ScriptException {
    try (var engine = Engines.start()) {
      var fresh = engine.create(Limits.DEFAULT);
      var expected = fresh.snapshot();
      fresh.turn(run("secret = 'swordfish'.repeat(20000)"), NOON);
      fresh.close();
      try (var next = engine.create(Limits.DEFAULT)) {
        assertThat(engine.census().pooled()).isBetween(0, 1);
        assertThat(next.snapshot()).isEqualTo(expected);
      }
    }
  }

  @Test
  void failedTurnCanBeRolledBack() throws ScriptException {
    try (var context = underTest.create(Limits.DEFAULT)) {
      context.evaluate("t.js", "var total = 1;", NOON);
      var before = context.checkpoint();
      assertThatThrownBy(() -> context.turn(run("total = 100; throw new Error('half done')"), NOON))
          .isInstanceOf(ScriptException.class);
      context.rollback(before);
      assertThat(context.turn(run("send(total)"), NOON)).isEqualTo("[1]");
    }
  }

  @Test
  void checkpointOfAnotherContextIsRefused() {
    try (var one = underTest.create(Limits.DEFAULT);
        var two = underTest.create(Limits.DEFAULT)) {
      var checkpoint = one.checkpoint();
      assertThatThrownBy(() -> two.rollback(checkpoint))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void warmUpRunsInTheBackground() {
    var rehearsal =
        new ScriptEngine.Rehearsal(
            DIALOGUE, java.util.List.of("{\"event\":\"begin\"}", "{\"answer\":\"A\",\"id\":1}"));
    assertThat(underTest.warmUp(rehearsal, Duration.ofMillis(300), () -> false))
        .succeedsWithin(Duration.ofSeconds(5));
  }

  @Test
  void warmUpStandsBackWhileThereIsWork() {
    var failsWhenRun = new ScriptEngine.Rehearsal("throw 'rehearsed'", java.util.List.of());
    assertThat(underTest.warmUp(failsWhenRun, Duration.ofMillis(10), () -> true))
        .succeedsWithin(Duration.ofSeconds(5));
    assertThat(underTest.warmUp(failsWhenRun, Duration.ofMillis(10), () -> false))
        .failsWithin(Duration.ofSeconds(5));
  }
}
