package io.ringmaster.scenario.engine;

import static io.ringmaster.scenario.engine.Engines.NOON;
import static io.ringmaster.scenario.engine.Engines.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ringmaster.scenario.engine.ScriptException.Kind;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScriptLimitsTest {
  private static final Limits QUICK = Limits.DEFAULT.withTurnTimeout(Duration.ofMillis(300));

  private QuickJsEngine underTest;
  private ScriptThreads threads;

  @BeforeAll
  void start() {
    underTest = Engines.start();
    threads = ScriptThreads.of(2);
  }

  @AfterAll
  void stop() {
    threads.close();
    underTest.close();
  }

  private ScriptException failure(ScriptContext context, String script) {
    var failed =
        catchThrowableOfType(
            CompletionException.class,
            () ->
                threads
                    .run(() -> context.turn(run(script), NOON))
                    .orTimeout(20, TimeUnit.SECONDS)
                    .join());
    assertThat(failed).as("outcome of: " + script).isNotNull();
    assertThat(failed.getCause()).isInstanceOf(ScriptException.class);
    return (ScriptException) failed.getCause();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "for (;;) {}",
        "for (;;) { try { for (;;) {} } catch (e) {} finally { continue; } }",
        "(function again() { Promise.resolve().then(again); })()",
        "(async () => { for (;;) await null; })()",
        "/^(a+)+$/.test('a'.repeat(40) + 'b')",
        "/^(([a-z])+.)+[A-Z]([a-z])+$/.test('a'.repeat(60))",
        "[...Array(1e5).keys()].sort(() => { for (;;) {} })",
        "JSON.stringify({ toJSON() { for (;;) {} } })",
        "throw { get message() { for (;;) {} }, toString() { for (;;) {} } }; for (;;) {}",
        "const a = []; a.length = 4294967295; a.indexOf(1)",
        "const a = []; a.length = 4294967295; a.fill(0)",
        "let a = []; for (let i = 0; i < 1e5; i++) a = [a]; JSON.stringify(a)",
        "new Proxy({}, { get() { for (;;) {} } }).x"
      })
  void runawayScriptIsStoppedInTime(String script) {
    try (var context = underTest.create(QUICK)) {
      long before = System.nanoTime();
      var failure = failure(context, script);
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
      assertThat(failure.kind()).isIn(Kind.TIMEOUT, Kind.OUT_OF_MEMORY, Kind.EXCEPTION);
    }
  }

  @Test
  void endlessLoopIsATimeoutAndLeavesTheContextSound() throws ScriptException {
    try (var context = underTest.create(QUICK)) {
      var failure = failure(context, "send('before'); for (;;) {}");
      assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
      assertThat(failure.contextUsable()).isTrue();
      assertThat(failure.output()).isEqualTo("[\"before\"]");
      assertThat(context.turn(run("send(1)"), NOON)).isEqualTo("[1]");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "const s = 'a'.repeat(4e6); for (;;) s.indexOf('aaaaaaaaaaaaaaab')",
        "const b = 3n ** 200000n; for (;;) b * b"
      })
  void builtInThatRunsLongIsStoppedByTheWatchdogAtThePriceOfTheContext(String script)
      throws ScriptException {
    try (var context = underTest.create(QUICK)) {
      var before = context.checkpoint();
      var failure = failure(context, script);
      assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
      assertThat(failure.contextUsable()).isFalse();
      context.rollback(before);
      assertThat(threads.run(() -> context.turn(run("send(1)"), NOON)).join()).isEqualTo("[1]");
    }
  }

  @Test
  void evaluationHasTheSameLimit() {
    try (var context = underTest.create(QUICK)) {
      assertThatThrownBy(() -> context.evaluate("loop.js", "for (;;) {}", NOON))
          .isInstanceOfSatisfying(
              ScriptException.class, e -> assertThat(e.kind()).isEqualTo(Kind.TIMEOUT));
    }
  }

  @Test
  void memoryHogGetsAnErrorItCanCatch() throws ScriptException {
    try (var context = underTest.create(Limits.DEFAULT)) {
      var script =
          "let hog = []; try { for (;;) hog.push(new Array(1000).fill(0)); } catch (e) { hog = null; send(e.message); }";
      assertThat(context.turn(run(script), NOON)).isEqualTo("[\"out of memory\"]");
      assertThat(context.turn(run("send(2)"), NOON)).isEqualTo("[2]");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "keep = []; for (;;) keep.push(new Array(1000).fill(0))",
        "keep = 'x'; for (;;) keep += keep",
        "keep = new ArrayBuffer(17 << 20)",
        "keep = new Map(); for (let i = 0; ; i++) keep.set(i, {})",
        "keep = []; for (;;) keep.push(Symbol())"
      })
  void memoryBeyondTheLimitIsRefused(String script) {
    try (var context = underTest.create(Limits.DEFAULT.withTurnTimeout(Duration.ofSeconds(10)))) {
      var failure = failure(context, script);
      assertThat(failure.kind()).isIn(Kind.OUT_OF_MEMORY, Kind.EXCEPTION);
      assertThat(failure.contextUsable()).isTrue();
    }
  }

  @Test
  void memoryJustBelowTheLimitIsGranted() throws ScriptException {
    try (var context = underTest.create(Limits.DEFAULT)) {
      assertThat(context.turn(run("keep = new Uint8Array(15 << 20); send(keep.length)"), NOON))
          .isEqualTo("[15728640]");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(function f() { f(); })()",
        "let o = { toString() { return '' + o; } }; '' + o",
        "JSON.parse('['.repeat(1e6))",
        "eval('('.repeat(1e5))",
        "new RegExp('('.repeat(1e5) + ')'.repeat(1e5))",
        "let p = {}; for (let i = 0; i < 1e5; i++) p = new Proxy(p, {}); p.x",
        "class A { constructor() { return new A(); } }; new A()",
        "[1].map(function f() { return [1].map(f); })",
        "let s = (a) => 'x'.replace(/x/, () => s()); s()"
      })
  void deepRecursionIsContained(String script) throws ScriptException {
    try (var context = underTest.create(Limits.DEFAULT.withTurnTimeout(Duration.ofSeconds(10)))) {
      var failure = failure(context, script);
      assertThat(failure.kind()).isIn(Kind.STACK_OVERFLOW, Kind.EXCEPTION, Kind.OUT_OF_MEMORY);
      assertThat(failure.contextUsable()).isTrue();
      assertThat(context.turn(run("send(3)"), NOON)).isEqualTo("[3]");
    }
  }

  @Test
  void uncaughtExceptionSaysWhere() {
    try (var context = underTest.create(Limits.DEFAULT)) {
      assertThatThrownBy(() ->
              context.evaluate(
                  "ivr.js", "function ring() {\n  nobody.answers();\n}\nring();", NOON))
          .isInstanceOfSatisfying(
              ScriptException.class,
              e -> {
                assertThat(e.kind()).isEqualTo(Kind.EXCEPTION);
                assertThat(e).hasMessage("ReferenceError: nobody is not defined");
                assertThat(e.position()).contains(new ScriptException.Position("ivr.js", 2, 3));
                assertThat(e.scriptStack()).contains("ring (ivr.js:2:3)").contains("ivr.js:4:1");
              });
    }
  }

  @Test
  void syntaxErrorSaysWhere() {
    try (var context = underTest.create(Limits.DEFAULT)) {
      assertThatThrownBy(() -> context.evaluate("menu (1).js", "var a = 1;\nvar b = = 2;", NOON))
          .isInstanceOfSatisfying(
              ScriptException.class,
              e -> {
                assertThat(e.kind()).isEqualTo(Kind.SYNTAX);
                assertThat(e.position())
                    .contains(new ScriptException.Position("menu (1).js", 2, 9));
              });
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"JSON.parse('{')", "eval('var = 1')", "new Function('%')"})
  void syntaxErrorWhileRunningIsAnOrdinaryException(String script) {
    try (var context = underTest.create(Limits.DEFAULT)) {
      assertThatThrownBy(() -> context.evaluate("menu.js", script, NOON))
          .isInstanceOfSatisfying(
              ScriptException.class, e -> assertThat(e.kind()).isEqualTo(Kind.EXCEPTION));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "throw null",
        "throw undefined",
        "throw 'text'",
        "throw Symbol('s')",
        "throw { toString() { throw 1 } }",
        "throw new Proxy(new Error(), { get() { throw 2 } })"
      })
  void anythingCanBeThrown(String script) {
    try (var context = underTest.create(Limits.DEFAULT)) {
      assertThat(failure(context, script).kind()).isEqualTo(Kind.EXCEPTION);
    }
  }

  @Test
  void rejectionThatNobodyHandlesFailsTheTurn() throws ScriptException {
    try (var context = underTest.create(Limits.DEFAULT)) {
      var failure =
          failure(context, "send(1); (async () => { throw new TypeError('no such queue'); })()");
      assertThat(failure.kind()).isEqualTo(Kind.UNHANDLED_REJECTION);
      assertThat(failure).hasMessage("TypeError: no such queue");
      assertThat(failure.output()).isEqualTo("[1]");
      assertThat(context.turn(run("send(2)"), NOON)).isEqualTo("[2]");
    }
  }

  @Test
  void rejectionHandledWithinTheTurnIsNoFailure() throws ScriptException {
    try (var context = underTest.create(Limits.DEFAULT)) {
      var script =
          "const p = Promise.reject(new Error('late')); Promise.resolve().then(() => p.catch(e => send(e.message)))";
      assertThat(context.turn(run(script), NOON)).isEqualTo("[\"late\"]");
    }
  }

  @Test
  void hogsDoNotDisturbANeighbour() throws ScriptException {
    try (var loop = underTest.create(Limits.DEFAULT);
        var neighbour = underTest.create(Limits.DEFAULT)) {
      neighbour.evaluate("n.js", "var n = 0; on('tick', () => send(++n));", NOON);
      var hog =
          threads.run(() ->
              loop.turn(
                  run("for (;;) { try { let a = []; for (;;) a.push([a]); } catch (e) {} }"),
                  NOON));
      int turns = 0;
      while (!hog.isDone()) {
        assertThat(neighbour.turn("{\"event\":\"tick\"}", NOON)).isEqualTo("[" + ++turns + "]");
      }
      assertThat(turns).isGreaterThan(20);
      assertThat(hog).isCompletedExceptionally();
    }
  }

  @Test
  void interruptFromOutsideIsATrapAndTheContextCanBeRolledBack() throws Exception {
    try (var context = underTest.create(Limits.DEFAULT.withTurnTimeout(Duration.ofSeconds(20)))) {
      context.evaluate("s.js", "var state = 'good';", NOON);
      var good = context.checkpoint();
      var thread = new Thread[1];
      var turn =
          threads.run(() -> {
            thread[0] = Thread.currentThread();
            return context.turn(run("state = 'bad'; for (;;) {}"), NOON);
          });
      Thread.sleep(200);
      thread[0].interrupt();
      assertThatThrownBy(turn::join)
          .cause()
          .isInstanceOfSatisfying(
              ScriptException.class,
              e -> {
                assertThat(e.kind()).isEqualTo(Kind.TRAP);
                assertThat(e.contextUsable()).isFalse();
              });
      assertThatThrownBy(() -> context.turn(run("send(state)"), NOON))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("roll it back");
      context.rollback(good);
      assertThat(context.turn(run("send(state)"), NOON)).isEqualTo("[\"good\"]");
    }
  }

  @Test
  void moreMemoryThanTheEngineAllowsIsRefused() {
    assertThatThrownBy(
            () -> underTest.create(new Limits(32 << 20, Duration.ofSeconds(1), 192 * 1024)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("raise maxMemoryBytes");
  }
}
