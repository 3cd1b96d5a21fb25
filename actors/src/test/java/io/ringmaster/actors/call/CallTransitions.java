package io.ringmaster.actors.call;

import static io.ringmaster.actors.call.CallFixture.OTHER;
import static io.ringmaster.actors.call.CallFixture.START;
import static io.ringmaster.actors.call.CallFixture.given;
import static io.ringmaster.actors.call.Said.*;

import io.ringmaster.actors.call.MediaFact.*;
import io.ringmaster.actors.call.SignallingFact.*;
import io.ringmaster.actors.diagram.Transition;
import io.ringmaster.protocol.Headers;
import io.ringmaster.protocol.command.MediaCommand;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// The steps that the fold of a call accepts, found by trying every fact in every phase.
public final class CallTransitions {

  private CallTransitions() {}

  /// One example of each phase.
  public static List<Call> phases() {
    return List.of(
        phase(),
        phase(invite()),
        phase(invite(), RING),
        phase(invite(), ANSWER),
        phase(TO_BOB),
        phase(TO_BOB, progress(180, null)),
        phase(invite(), ANSWER, ACK),
        phase(
            invite(), ANSWER, ACK, new MediaCommand.RecordCall(false, null, null, null), HANG_UP));
  }

  private static Call phase(Object... past) {
    return given(past).recorded().call();
  }

  /// One example of each fact.
  public static List<CallFact> facts() {
    var offered = given().when(invite()).facts().getFirst();
    var placed = given().whenPlaced(TO_BOB).facts().getFirst();
    return List.of(
        offered,
        placed,
        new RingingSent(Headers.NONE),
        new EarlyMediaStarted(Headers.NONE, "", LEG),
        new AnswerSent(Headers.NONE, "", LEG),
        new AnswerAcknowledged(null, null),
        new ProgressHeard(180, "Ringing", PEER, Headers.NONE, null, null),
        new ChallengeAnswered(401, List.of()),
        new AnswerHeard(PEER, Headers.NONE, null, LEG),
        new OfferRenewed(5, null, "", "", LEG),
        new InfoHeard(3, "text/plain", "", Headers.NONE),
        new InfoSent("text/plain", "", Headers.NONE),
        new CustomDataChanged(""),
        new CallEnded(Side.US, 200, "", Headers.NONE),
        new PlaybackRequested(1, "", false),
        new ToneRequested(1, ""),
        new PlaybackStopped(1),
        new PlaybackReadied(1),
        new PlaybackBegan(1, 1),
        new PlaybackEnded(1, null),
        new RecordingRequested(1, "", false),
        new RecordingBegan(1),
        new RecordingEnded(1, 1),
        new RecordingBroke(1, ""),
        new MediaSent(OTHER),
        new MediaWithdrawn(OTHER),
        new TonesHandled(true, 0),
        new DigitsSent("1"),
        new FirstAudioHeard(),
        new ToneTaken('1', 1, null),
        new RtpSilenced(),
        new RtpReturned());
  }

  public static SortedSet<Transition> declared() {
    var all = new TreeSet<Transition>();
    for (var phase : phases()) {
      for (var fact : facts()) {
        step(phase, fact).ifPresent(all::add);
      }
    }
    return all;
  }

  private static Optional<Transition> step(Call phase, CallFact fact) {
    try {
      return Optional.of(of(phase, fact, phase.on(fact, START)));
    } catch (IllegalStateException cannotFollow) {
      return Optional.empty();
    }
  }

  /// Facts about media mean the same in every living phase, so there they are one.
  static Transition of(Call before, CallFact fact, Call after) {
    var step = Transition.of("Call", before, fact, after);
    return fact instanceof MediaFact && !(before instanceof Terminated)
        ? new Transition("Call", step.from(), "MediaFact", step.to())
        : step;
  }
}
