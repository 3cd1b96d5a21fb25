package io.ringmaster.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.ringmaster.protocol.command.MediaCommand;
import io.ringmaster.protocol.session.ScenarioCommand;
import io.ringmaster.protocol.session.ScriptFailure.Kind;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever a scenario does to its world, it only ends its own session.
class HostileScenarioTest {

  /// Two threads, so that a hog leaves one.
  private static final VoxScenarioHost HOST =
      new VoxScenarioHost(
          new ScenarioSettings(
              Duration.ofSeconds(2), 16 << 20, 192 << 10, 2, 256, Duration.ofSeconds(5)));

  private final Stage underTest = new Stage(HOST);
  private final Stage bystander = new Stage(HOST);

  @AfterAll
  static void stop() {
    HOST.close();
  }

  /// None of these may keep an ordinary command of the same scenario from reaching the host.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "JSON.stringify = JSON.parse = () => { throw 'no' };",
        "JSON = undefined; Object = Array = String = Promise = Error = undefined;",
        "const oops = () => { throw new Error('no') }; for (const p of [Array, String, Object, Function, Number, Promise, Map, RegExp, Date].map((c) => c.prototype))"
            + " for (const n of Object.getOwnPropertyNames(p)) try { p[n] = oops } catch {}",
        "Object.prototype.toJSON = Array.prototype.toJSON = String.prototype.toJSON = () => 'mine';",
        "for (let i = 0; i < 9; i++) { const d = { set() { throw 'no' }, get() { throw 'no' } };"
            + " Object.defineProperty(Array.prototype, i, d); Object.defineProperty(Object.prototype, i, d); }",
        "for (const n of ['type', 'call', 'command', 'url', 'loop', 'id', 'text', 'headers', 'request', 'value', 'get', 'set', 'writable'])"
            + " Object.defineProperty(Object.prototype, n, { __proto__: null, set() { throw 'no' }, get() { return undefined }, configurable: true });",
        "Array.prototype[Symbol.iterator] = function* () { yield 'mine' }; Object.prototype[Symbol.toPrimitive] = () => { throw 'no' };",
        "Math.random = Date.now = () => { throw 'no' }; Date.prototype.getTime = null; Reflect.apply = null;",
        "Function.prototype.call = Function.prototype.apply = Function.prototype.bind = null;",
        "globalThis.__turn = globalThis.__flush = () => 'mine';",
        "Object.freeze(Object.prototype); Object.freeze(Array.prototype); Object.freeze(globalThis);",
        "Object.setPrototypeOf(Object.prototype.constructor, null); Symbol = null; Proxy = null; Reflect = undefined; globalThis.Date = 5;",
        "Object.getPrototypeOf(call).state = () => { throw 'no' }; Logger = VoxEngine = CallEvents = undefined;"
      })
  void overwrittenBuiltInsDoNotBreakTheHostProtocol(String attack) {
    underTest.withCall(
        "call.addEventListener('Call.ToneReceived', (e) => { call.startPlayback('file:' + e.tone, { loop: true });"
            + " call.sendInfo('text/plain', 'ä', { 'X-A': 'b' }); }); setTimeout(call.hangup, 100);\n"
            + attack);
    underTest.sound();
    assertThat(underTest.last().wakeAt()).isEqualTo(Stage.NOON.plusMillis(100));
    underTest.tone("1");
    assertThat(underTest.sound().told())
        .hasSize(2)
        .first()
        .isEqualTo(new MediaCommand.StartPlayback("file:1", true, false));
    underTest.after(Duration.ofMillis(100));
    assertThat(underTest.sound().told()).hasSize(1);
    othersGoOn();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "for (;;) {}",
        "const f = () => f() + 1; f();",
        "const f = (s) => JSON.stringify({ toJSON: () => f(s) }); f('');",
        "let s = 'x'; for (;;) s += s;",
        "const a = []; for (;;) a.push(new Array(1000).fill(a.length));",
        "const spin = () => Promise.resolve().then(spin); spin();",
        "for (;;) Logger.write('x'.repeat(10000));",
        "throw { toString() { throw 1 }, get message() { throw 2 }, get stack() { throw 3 } };",
        "throw new Proxy(new Error('e'), { get() { throw 1 }, getPrototypeOf() { throw 2 } });",
        "throw null;",
        "Promise.reject(new Proxy({}, { get() { throw 1 } }));",
        "Object.defineProperty(Error.prototype, 'message', { get() { for (;;) {} } }); undefinedName();",
        "/(a+)+$/.test('a'.repeat(5000) + 'b');",
        "call.startPlayback('a', { get loop() { throw new Error('trap') } });",
        "call.answer(new Proxy({}, { ownKeys() { throw new Error('trap') } }));",
        "call.answer({ 'X-A': { toString() { throw new Error('trap') } } });",
        "call.sendMediaTo(new Proxy(call, {}));",
        "new (Object.getPrototypeOf(call).constructor)().hangup();",
        "Object.getOwnPropertyDescriptor(Object.getPrototypeOf(call), 'hangup').get.call({ id: '9-9' });"
      })
  void aFailingHandlerEndsOnlyItsOwnSession(String crime) {
    underTest.withCall("call.addEventListener('Call.ToneReceived', () => { " + crime + " });");
    var outcome = underTest.sound().tone("1");
    assertThat(outcome.failure()).as(crime).isNotNull();
    assertThat(Objects.requireNonNull(outcome.failure()).message()).isNotBlank();
    othersGoOn();
  }

  @Test
  void commandsGivenBeforeAnEndlessLoopStand() {
    underTest.withCall(
        "call.addEventListener('Call.ToneReceived', () => { call.hangup(); for (;;) {} });");
    var outcome = underTest.tone("1");
    assertThat(outcome.failure()).isNotNull();
    assertThat(outcome.failure().kind()).isEqualTo(Kind.TIMEOUT);
    assumeThat(outcome.failure().contextLost()).isFalse();
    assertThat(underTest.told()).hasSize(1);
  }

  @Test
  void aHogDoesNotHoldUpAnotherSession() throws Exception {
    underTest.withCall("call.addEventListener('Call.ToneReceived', () => { for (;;) {} });");
    bystander.withCall("call.addEventListener('Call.ToneReceived', (e) => Logger.write(e.tone));");
    var hog = Thread.ofPlatform().start(() -> underTest.tone("1"));
    for (int i = 0; i < 20; i++) {
      bystander.tone("5");
      assertThat(bystander.sound().log()).containsExactly("5");
    }
    hog.join(Duration.ofSeconds(10));
    assertThat(underTest.last().failure()).isNotNull();
  }

  @Test
  void aSessionWhoseContextIsLostSaysSoInEveryLaterTurn() {
    underTest.withCall(
        "call.addEventListener('Call.ToneReceived', () => { Array(3e6).fill('x').sort().join('y').split('y').sort(); for (;;) {} });");
    underTest.tone("1");
    assumeThat(Objects.requireNonNull(underTest.last().failure()).contextLost()).isTrue();
    assertThat(Objects.requireNonNull(underTest.tone("2").failure()).contextLost()).isTrue();
  }

  @Test
  void stackTracesDoNotHandOutFunctionsOfThePrelude() {
    underTest.withCall(
        "Error.prepareStackTrace = (e, sites) => sites; Logger.write(typeof new Error('x').stack);");
    assertThat(underTest.log()).containsExactly("string");
  }

  @Test
  void theHostsFunctionsAreOutOfReach() {
    underTest.load(
        "Logger.write(typeof __turn + typeof __flush + typeof emit + typeof session + typeof commands);");
    assertThat(underTest.log()).containsExactly("undefinedundefinedundefinedundefinedundefined");
  }

  @Test
  void aCallOfAnotherSessionCannotBeNamed() {
    underTest.load("const c = VoxEngine.callSIP('a@b'); c.id = () => '1-1'; c.hangup();");
    assertThat(underTest.last().commands())
        .filteredOn(ScenarioCommand.CommandCall.class::isInstance)
        .allMatch(command ->
            ((ScenarioCommand.CommandCall) command).call().session().equals(underTest.session))
        .hasSize(1);
  }

  private void othersGoOn() {
    bystander.withCall("Logger.write(JSON.stringify([1].concat(2)))");
    assertThat(bystander.sound().log()).containsExactly("[1,2]");
  }

  /// How deep a recursion goes is a matter of the host's settings.
  @Test
  void stackIsAsDeepAsTheSettingsSay() {
    assertThat(depth(256)).isGreaterThan(2 * depth(64));
  }

  private static int depth(int kibibytes) {
    var settings =
        new ScenarioSettings(
            Duration.ofSeconds(10), 16 << 20, kibibytes << 10, 1, 1, Duration.ofSeconds(5));
    try (var host = new VoxScenarioHost(settings)) {
      var stage =
          new Stage(host)
              .load(
                  "let deep = 0; const dig = () => { deep++; dig() }; try { dig() } catch { Logger.write(`${deep}`) }");
      return Integer.parseInt(stage.log().getFirst());
    }
  }
}
