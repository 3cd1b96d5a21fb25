package io.ringmaster.scenario.engine;

import static io.ringmaster.scenario.engine.Engines.NOON;
import static io.ringmaster.scenario.engine.Engines.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QuickJsEngineTest {
  private QuickJsEngine underTest;

  @BeforeAll
  void start() {
    underTest = Engines.start();
  }

  @AfterAll
  void stop() {
    underTest.close();
  }

  private String evaluate(String expression) throws ScriptException {
    return evaluate(expression, NOON);
  }

  private String evaluate(String expression, Moment moment) throws ScriptException {
    try (var context = underTest.create(Limits.DEFAULT)) {
      return context.turn(run("send(" + expression + ")"), moment);
    }
  }

  @Test
  void clockIsTheTurnsMoment() throws ScriptException {
    assertThat(evaluate("[Date.now(), new Date().toISOString(), Date.now() === +new Date()]"))
        .isEqualTo("[[1767268800000,\"2026-01-01T12:00:00.000Z\",true]]");
  }

  @Test
  void clockStandsStillDuringATurnAndMovesBetweenTurns() throws ScriptException {
    try (var context = underTest.create(Limits.DEFAULT)) {
      var first =
          context.turn(
              run("var a = Date.now(); for (var i = 0; i < 1e5; i++); send(Date.now() - a)"), NOON);
      var second =
          context.turn(run("send(Date.now() - a)"), new Moment(NOON.epochMillis() + 1234, 0));
      assertThat(first + second).isEqualTo("[0][1234]");
    }
  }

  @Test
  void timezoneIsUtc() throws ScriptException {
    assertThat(
            evaluate(
                "[new Date().getTimezoneOffset(), new Date(2026, 6, 1).getTimezoneOffset(), new Date().getHours()]"))
        .isEqualTo("[[0,0,12]]");
  }

  @Test
  void randomDependsOnTheSeedAlone() throws ScriptException {
    var script = "[Math.random(), Math.random()]";
    var other = new Moment(NOON.epochMillis(), 8);
    assertThat(evaluate(script)).isEqualTo(evaluate(script));
    assertThat(evaluate(script)).isEqualTo(evaluate(script, new Moment(0, NOON.seed())));
    assertThat(evaluate(script)).isNotEqualTo(evaluate(script, other));
  }

  @Test
  void neighbouringSeedsGiveUnrelatedNumbers() throws ScriptException {
    var seen = new LinkedHashSet<Long>();
    for (int seed = 0; seed < 50; seed++) {
      var text = evaluate("Math.random()", new Moment(0, seed));
      double number = Double.parseDouble(text.substring(1, text.length() - 1));
      assertThat(number).isBetween(0.0, 1.0);
      seen.add(Math.round(number * 1000));
    }
    assertThat(seen).hasSizeGreaterThan(40);
  }

  @Test
  void equalTurnsGiveEqualBytes() throws ScriptException {
    assertThat(afterSomeTurns(underTest)).isEqualTo(afterSomeTurns(underTest));
  }

  private static byte[] afterSomeTurns(ScriptEngine engine) throws ScriptException {
    try (var context = engine.create(Limits.DEFAULT)) {
      context.evaluate(
          "a.js",
          "var seen = []; on('tick', e => seen.push(Math.random() + Date.now() + e.n));",
          NOON);
      for (int i = 0; i < 20; i++) {
        context.turn("{\"event\":\"tick\",\"n\":" + i + "}", new Moment(i, i));
      }
      return context.snapshot();
    }
  }

  @Test
  void filesShareGlobalsInSloppyMode() throws ScriptException {
    try (var context = underTest.create(Limits.DEFAULT)) {
      context.evaluate(
          "one.js",
          "counter = 1; function increment() { counter++; return this === globalThis; }",
          NOON);
      context.evaluate(
          "two.js",
          "var sloppy = increment(); let block = 5; with ({ x: 1 }) { var inWith = x; }",
          NOON);
      assertThat(context.turn(run("send([counter, sloppy, block, inWith, 010])"), NOON))
          .isEqualTo("[[2,true,5,1,8]]");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          class A { #x = 4; static { A.y = 5; } get x() { return this.#x; } }; send(new A().x + A.y) | [9]
          send([1, 2, 3].at(-1))                                      | [3]
          send({ a: { b: null } }.a?.b ?? 'none')                     | ["none"]
          send(Object.hasOwn({ k: 1 }, 'k'))                          | [true]
          send('a-b-c'.replaceAll('-', '+'))                          | ["a+b+c"]
          let z = null; z ??= 3; send(z)                              | [3]
          send([...'x1y2'.matchAll(/\\d/g)].map(m => m[0]).join(''))  | ["12"]
          send(/(?<year>\\d{4})/.exec('in 2026').groups.year)         | ["2026"]
          send(String(2n ** 70n))                                     | ["1180591620717411303424"]
          function* g() { yield* [1, 2]; }; send([...g()])            | [[1,2]]
          send(1_000)                                                 | [1000]
          try { throw new Error('a', { cause: 'b' }) } catch (e) { send(e.cause) } | ["b"]
          Promise.any([Promise.reject(1), 2]).then(send)              | [2]
          (async () => { for await (const v of [1, 2]) send(v); })()  | [1,2]
          send(typeof structuredClone + typeof Intl)                  | ["undefinedundefined"]
          """)
  void speaksModernJavaScript(String script, String expected) throws ScriptException {
    try (var context = underTest.create(Limits.DEFAULT)) {
      assertThat(context.turn(run(script), NOON)).isEqualTo(expected);
    }
  }

  @Test
  void textPassesUnchanged() throws ScriptException {
    try (var context = underTest.create(Limits.DEFAULT)) {
      assertThat(context.turn("{\"event\":\"x\",\"n\":\"Привет 😀 \\u0000\"}", NOON))
          .isEqualTo("[]");
      context.evaluate("echo.js", "on('x', e => send(e.n + 'é'))", NOON);
      assertThat(context.turn("{\"event\":\"x\",\"n\":\"Привет 😀 \\u0000\"}", NOON))
          .isEqualTo("[\"Привет 😀 \\u0000é\"]");
    }
  }

  @Test
  void nothingOfTheHostIsInReach() throws ScriptException {
    assertThat(
            evaluate(
                "['console','print','performance','navigator','std','os','require','process','__turn','__flush',"
                    + "'setTimeout','scriptArgs','Java','WebAssembly','fetch'].filter(n => n in globalThis)"))
        .isEqualTo("[[]]");
  }

  @Test
  void modulesCannotBeLoaded() throws ScriptException {
    assertThat(evaluate("1); import('x').catch(e => send(e.name)); void (0"))
        .isEqualTo("[1,\"ReferenceError\"]");
  }

  @Test
  void promiseJobsRunWithinTheTurn() throws ScriptException {
    assertThat(evaluate("1); Promise.resolve(2).then(v => send(v)).then(() => send(3)); send(4"))
        .isEqualTo("[1,4,2,3]");
  }

  @Test
  void turnsOfOneContextDoNotReachAnother() throws ScriptException {
    try (var one = underTest.create(Limits.DEFAULT)) {
      one.turn(run("secret = 1; Array.prototype.map = null; Math.random = () => 0"), NOON);
    }
    assertThat(evaluate("[typeof secret, typeof [].map, Math.random() > 0]"))
        .isEqualTo("[[\"undefined\",\"function\",true]]");
  }

  @Test
  void preludeWithoutTheTwoFunctionsIsRefused() {
    assertThatThrownBy(
            () -> QuickJsEngine.start("globalThis.__turn = () => 1", EngineSettings.DEFAULT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("__flush is not a function");
    assertThatThrownBy(() ->
            QuickJsEngine.start(
                "function __turn() {} function __flush() {}", EngineSettings.DEFAULT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must assign");
  }

  @Test
  void fingerprintNamesThePrelude() {
    try (var same = Engines.start();
        var other = QuickJsEngine.start(Engines.prelude() + ";", EngineSettings.DEFAULT)) {
      assertThat(underTest.fingerprint())
          .hasSize(64)
          .isEqualTo(same.fingerprint())
          .isNotEqualTo(other.fingerprint());
    }
  }
}
