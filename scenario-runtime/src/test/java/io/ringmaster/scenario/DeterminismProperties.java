package io.ringmaster.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.Headers;
import io.ringmaster.protocol.event.CallEvent;
import io.ringmaster.protocol.session.TurnInput;
import io.ringmaster.protocol.session.TurnOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;

/// A session can be rebuilt by running its turns again: the same turns give the same commands, in another context, on another host.
class DeterminismProperties {

  /// Uses all that could differ: time, chance, timers, promises, call numbers, HTTP.
  private static final String SCENARIO =
      """
      const seen = new Map();
      VoxEngine.addEventListener(AppEvents.CallAlerting, ({ call }) => {
        call.answer({ 'X-Id': uuidgen() });
        for (const name of Object.values(CallEvents)) call.addEventListener(name, async (e) => {
          seen.set(name, (seen.get(name) ?? 0) + 1);
          Logger.write([Date.now(), Math.random(), uuidgen(), new Date().getSeconds(), ...seen].join());
          if (e.tone === '1') setTimeout(() => call.startPlayback(`file:${Math.floor(Math.random() * 9)}.wav`), Math.random() * 500);
          if (e.tone === '2') Logger.write((await Net.httpRequestAsync('http://a/' + Math.random())).text + Math.random());
          if (e.tone === '3') VoxEngine.easyProcess(call, VoxEngine.callSIP(`sip:${uuidgen()}@b`));
          if (e.tone === '4') Object.keys({ b: 1, a: 2, 1: 3 }).concat([3, 1, 2].sort(() => Math.random() - 0.5)).forEach(Logger.write);
        });
      });
      """;

  private static final VoxScenarioHost FIRST = new VoxScenarioHost(OnOneHost.PATIENT);

  /// Parks after every turn or so: being bytes in between must not show either.
  private static final VoxScenarioHost SECOND =
      new VoxScenarioHost(
          new ScenarioSettings(
              Duration.ofSeconds(10), 16 << 20, 192 << 10, 1, 1, Duration.ofMillis(5)));

  @AfterContainer
  static void stop() {
    FIRST.close();
    SECOND.close();
  }

  /// What may happen in a session, one thing after the other.
  enum Happening {
    ONE,
    TWO,
    THREE,
    FOUR,
    TIME,
    HOLD,
    RESULT,
    RING
  }

  @Provide
  Arbitrary<List<Happening>> happenings() {
    return Arbitraries.of(Happening.class).list().ofMinSize(1).ofMaxSize(25);
  }

  @Property(tries = 25)
  void theSameTurnsGiveTheSameCommandsAnywhere(@ForAll("happenings") List<Happening> happenings)
      throws Exception {
    var original = new Stage(FIRST).load(SCENARIO).alert(Headers.NONE);
    happenings.forEach(happening -> play(original, happening));
    assertThat(replay(original)).isEqualTo(original.outcomes);
    assertThat(original.outcomes).allMatch(outcome -> outcome.failure() == null);
  }

  private static void play(Stage stage, Happening happening) {
    CallId out = stage.session.call(2);
    var _ =
        switch (happening) {
          case ONE -> stage.tone("1");
          case TWO -> stage.tone("2");
          case THREE -> stage.tone("3");
          case FOUR -> stage.tone("4");
          case TIME -> stage.after(Duration.ofMillis(137));
          case HOLD -> stage.on(new CallEvent.OnHold());
          case RESULT -> stage.answered(1, 200, "text");
          case RING -> stage.on(out, new CallEvent.Ringing(Headers.NONE));
        };
  }

  private static List<TurnOutcome> replay(Stage original) throws Exception {
    var outcomes = new ArrayList<TurnOutcome>();
    for (var turn : original.turns) {
      var stage =
          turn.input() instanceof TurnInput.ScenarioLoaded
              ? SECOND.load(original.session, List.of(Stage.file("main.js", SCENARIO)), "", turn)
              : SECOND.take(turn);
      outcomes.add(stage.toCompletableFuture().get(20, TimeUnit.SECONDS));
    }
    SECOND.close(original.session);
    return outcomes;
  }
}
