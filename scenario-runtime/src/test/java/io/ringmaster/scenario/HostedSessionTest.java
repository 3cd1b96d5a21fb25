package io.ringmaster.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.protocol.SessionId;
import io.ringmaster.protocol.event.CallEvent;
import io.ringmaster.protocol.event.NumberedCallEvent;
import io.ringmaster.protocol.session.Turn;
import io.ringmaster.protocol.session.TurnInput;
import io.ringmaster.protocol.session.TurnOutcome;
import io.ringmaster.scenario.engine.Moment;
import io.ringmaster.scenario.engine.ScriptContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Which turns reach JavaScript at all. The context only writes down what it is given, and listens to the digits of one call.
class HostedSessionTest {

  private static final SessionId ID = new SessionId("1001");
  private static final String LISTENING =
      "{\"commands\":[],\"wakeAt\":null,\"listens\":{\"1001-1\":[\"Call.ToneReceived\"]}}";

  private final List<String> turns = new ArrayList<>();
  private final HostedSession underTest = new HostedSession(Runnable::run, Runnable::run);

  private TurnOutcome load() throws Exception {
    var loaded =
        underTest.load(Noting::new, List.of(), "", turn(0, new TurnInput.ScenarioLoaded()));
    turns.clear();
    return now(loaded);
  }

  private static Turn turn(long number, TurnInput input) {
    return new Turn(ID, number, Stage.NOON, 7, 2, input);
  }

  private TurnOutcome takes(long number, CallEvent event) throws Exception {
    var numbered = new NumberedCallEvent(ID.call(1), number, Stage.NOON, event);
    return now(underTest.take(turn(number, new TurnInput.CallEventRaised(numbered))));
  }

  private static TurnOutcome now(CompletionStage<TurnOutcome> stage) throws Exception {
    return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  @Test
  void eventThatNobodyHearsIsNoTurnOfJavaScript() throws Exception {
    load();

    assertThat(takes(1, new CallEvent.RtpStopped()))
        .isEqualTo(new TurnOutcome(List.of(), null, null));
    assertThat(turns).isEmpty();
  }

  @Test
  void nextTurnBringsWhatWasMissedInOrderWithItsNumbers() throws Exception {
    load();
    takes(1, new CallEvent.StateChanged("ALERTING", "CONNECTED"));
    takes(2, new CallEvent.RtpStopped());
    takes(3, new CallEvent.StateChanged("CONNECTED", "DISCONNECTED"));
    assertThat(turns).isEmpty();

    takes(4, new CallEvent.ToneReceived("1", "1"));

    assertThat(turns).hasSize(1);
    var told = turns.getFirst();
    assertThat(told.substring(told.indexOf("\"missed\"")))
        .containsSubsequence("\"seq\":1", "ALERTING", "\"seq\":3", "DISCONNECTED")
        .doesNotContain("RtpStopped");
    takes(5, new CallEvent.ToneReceived("2", "1"));
    assertThat(turns).hasSize(2);
    assertThat(turns.getLast()).doesNotContain("missed");
  }

  private final class Noting implements ScriptContext {

    @Override
    public String turn(String inputJson, Moment moment) {
      turns.add(inputJson);
      return LISTENING;
    }

    @Override
    public void evaluate(String file, String source, Moment moment) {
      throw new AssertionError("no file was given");
    }

    @Override
    public void parse(String file, String source) {
      throw new AssertionError("no file was given");
    }

    @Override
    public byte[] snapshot() {
      throw new AssertionError("nobody asks for a snapshot");
    }

    @Override
    public Checkpoint checkpoint() {
      throw new AssertionError("nobody asks for a checkpoint");
    }

    @Override
    public void rollback(Checkpoint checkpoint) {
      throw new AssertionError("there is no checkpoint");
    }

    @Override
    public void park() {
      throw new AssertionError("nobody parks");
    }

    @Override
    public boolean parked() {
      return false;
    }

    @Override
    public void close() {}
  }
}
