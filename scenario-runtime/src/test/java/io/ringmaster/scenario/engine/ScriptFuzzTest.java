package io.ringmaster.scenario.engine;

import static io.ringmaster.scenario.engine.Engines.NOON;
import static io.ringmaster.scenario.engine.Engines.run;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Random programs from a grammar of hostile pieces: whatever they do, it ends as a value or as a [ScriptException], and the thread lives.
class ScriptFuzzTest {
  private static final List<String> EXPRESSIONS =
      List.of(
          "1e308 * 10",
          "-0",
          "'\\u{10FFFF}'",
          "[]",
          "{}.x",
          "x",
          "y",
          "this",
          "globalThis",
          "arguments",
          "null",
          "2n ** 3000n",
          "/(a*)*b/",
          "new Array(1e6)",
          "new ArrayBuffer(1e6)",
          "Symbol.iterator",
          "() => x",
          "function* () { yield x; }",
          "async () => { await x; }",
          "new Proxy(Object(x), {})",
          "JSON.parse('[1,[2]]')",
          "String(x)",
          "new Date(x)",
          "Math.random()",
          "eval('x')",
          "new Function('return y')",
          "Promise.reject(x)",
          "Object.create(null)",
          "new WeakRef({})",
          "x?.y",
          "[...'abc']",
          "Reflect.ownKeys(globalThis)",
          "'a'.repeat(1e5)",
          "new Map([[x, y]])",
          "import('z')",
          "class { static #p = 1; }",
          "new Error(x)");
  private static final List<String> STATEMENTS =
      List.of(
          "x = E;",
          "y = E;",
          "try { E } catch (e) { x = e; }",
          "for (var i = 0; i < 1000; i++) { x = E; }",
          "while (E) { y = E; }",
          "Object.defineProperty(Object.prototype, 'x', { get() { return E; }, configurable: true });",
          "throw E;",
          "delete globalThis.x;",
          "Array.prototype[Symbol.iterator] = E;",
          "Promise.prototype.then = E;",
          "(async () => { for (;;) { await E; } })();",
          "send(E);",
          "label: do { S } while (false);",
          "JSON.stringify = E;",
          "Object.freeze(globalThis);",
          "if (E) { S } else { S }",
          "(function f(n) { return n ? f(n - 1) : E; })(1e4);",
          "on('a', () => { S });",
          "[3, 1, 2].sort(() => E);",
          "x.toString = E;",
          "Function.prototype.call = E;",
          "'abc'.replace(/./g, () => E);",
          "Object.prototype.toJSON = E;",
          "switch (E) { case E: S }");

  @Test
  void randomScriptsNeverKillTheThread() {
    var random = new Random(20261122);
    try (var underTest = Engines.start();
        var threads = ScriptThreads.of(1)) {
      int failed = 0;
      for (int i = 0; i < 200; i++) {
        var script = script(random, 1 + random.nextInt(6));
        if (i % 10 == 9) {
          script = noise(script, random);
        }
        failed += outcome(underTest, threads, script) ? 0 : 1;
      }
      assertThat(failed).as("scripts that failed, of 200").isBetween(20, 190);
      assertThat(outcome(underTest, threads, "send(1)")).as("a sound script afterwards").isTrue();
    }
  }

  /// Whether the script ran to its end.
  private static boolean outcome(ScriptEngine engine, ScriptThreads threads, String script) {
    return threads
        .run(() -> {
          try (var context =
              engine.create(Limits.DEFAULT.withTurnTimeout(Duration.ofMillis(100)))) {
            context.turn(run(script), NOON);
            context.park();
            context.turn(run("1"), NOON);
            return true;
          } catch (ScriptException e) {
            assertThat(e.kind()).as(script).isNotEqualTo(ScriptException.Kind.TRAP);
            return false;
          }
        })
        .orTimeout(30, TimeUnit.SECONDS)
        .join();
  }

  private static String script(Random random, int statements) {
    var text = new StringBuilder();
    for (int i = 0; i < statements; i++) {
      text.append(statement(random, 3));
    }
    return text.toString();
  }

  private static String statement(Random random, int depth) {
    var text = STATEMENTS.get(random.nextInt(STATEMENTS.size()));
    while (text.contains("S }")) {
      text =
          text.replaceFirst(
              "S }",
              java.util.regex.Matcher.quoteReplacement(
                  (depth > 0 ? statement(random, depth - 1) : ";") + " }"));
    }
    while (text.matches("(?s).*\\bE\\b.*")) {
      text =
          text.replaceFirst(
              "\\bE\\b",
              java.util.regex.Matcher.quoteReplacement(
                  "(" + EXPRESSIONS.get(random.nextInt(EXPRESSIONS.size())) + ")"));
    }
    return text;
  }

  /// The script with a few characters changed: mostly food for the parser.
  private static String noise(String script, Random random) {
    var text = new StringBuilder(script);
    for (int i = 0; i < 5; i++) {
      text.setCharAt(random.nextInt(text.length()), (char) (' ' + random.nextInt(95)));
    }
    return text.toString();
  }
}
