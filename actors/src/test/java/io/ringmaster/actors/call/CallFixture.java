package io.ringmaster.actors.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.actors.diagram.TransitionsTaken;
import io.ringmaster.actors.port.CallEffect;
import io.ringmaster.actors.port.RtpAddress;
import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.SessionId;
import io.ringmaster.protocol.command.CallCommand;
import io.ringmaster.protocol.command.OutgoingCall;
import io.ringmaster.protocol.event.CallEvent;
import io.ringmaster.protocol.event.NumberedCallEvent;
import io.ringmaster.protocol.signal.CallSignal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A call without anything around it: given a past, when something is said to it, then facts, effects and events.
final class CallFixture {

  static final SessionId SESSION = new SessionId("8796093022209");
  static final CallId ID = SESSION.call(1);
  static final CallId OTHER = SESSION.call(2);
  static final Instant START = Instant.parse("2026-11-22T06:00:00Z");
  static final RtpAddress RTP = new RtpAddress("127.0.0.1", 20000);
  static final String RECORDINGS = "http://127.0.0.1:8080/v1/recordings/";
  static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);

  private RecordedCall underTest = RecordedCall.unborn(ID);
  private Instant now = START;
  private Optional<RtpAddress> rtp = Optional.of(RTP);
  private final List<CallEntry> journal = new ArrayList<>();
  private final List<NumberedCallEvent> history = new ArrayList<>();
  private List<CallFact> facts = List.of();
  private List<CallEffect> effects = List.of();
  private List<CallEvent> events = List.of();
  private @Nullable String refusal;

  private CallFixture() {}

  /// - `past`: commands and signals that have had their effect already.
  static CallFixture given(Object... past) {
    var fixture = new CallFixture();
    for (Object each : past) fixture.say(each);
    return fixture.forgotten();
  }

  static CallFixture given(List<Object> past) {
    return given(past.toArray());
  }

  private void say(Object each) {
    switch (each) {
      case CallSignal signal -> when(signal);
      case CallCommand command -> when(command);
      case OutgoingCall details -> whenPlaced(details);
      case Duration passed -> after(passed);
      default -> throw new IllegalArgumentException("cannot be said to a call: " + each);
    }
    assertThat(refusal).as("a past has no refusals").isNull();
  }

  private CallFixture forgotten() {
    facts = List.of();
    effects = List.of();
    events = List.of();
    return this;
  }

  CallFixture after(Duration passed) {
    now = now.plus(passed);
    return this;
  }

  CallFixture whileEveryPortIsTaken() {
    rtp = Optional.empty();
    return this;
  }

  CallFixture when(CallSignal signal) {
    return take(underTest.call().hear(signal, moment()));
  }

  CallFixture when(CallCommand command) {
    return take(underTest.call().decide(command, moment()));
  }

  CallFixture whenPlaced(OutgoingCall details) {
    return take(new Unborn(ID).place(details, moment()));
  }

  private CallFixture take(Decision decision) {
    forgotten();
    refusal = null;
    switch (decision) {
      case Decision.Refused(String reason) -> refusal = reason;
      case Decision.Accepted accepted -> {
        facts = accepted.facts();
        effects = accepted.effects();
        events = facts.stream().flatMap(fact -> fold(fact).stream()).toList();
      }
    }
    return this;
  }

  private List<CallEvent> fold(CallFact fact) {
    var entry = new CallEntry(now, null, fact);
    var before = underTest.call();
    underTest = underTest.on(entry, RECORDINGS);
    TransitionsTaken.add(CallTransitions.of(before, fact, underTest.call()));
    journal.add(entry);
    history.addAll(underTest.latest());
    return underTest.latest().stream().map(NumberedCallEvent::event).toList();
  }

  CallFixture thenFacts(CallFact... expected) {
    assertThat(facts).containsExactly(expected);
    return this;
  }

  CallFixture thenEffects(CallEffect... expected) {
    assertThat(effects).containsExactly(expected);
    return this;
  }

  CallFixture thenEvents(CallEvent... expected) {
    assertThat(events).containsExactly(expected);
    return this;
  }

  CallFixture thenPhase(Class<? extends Call> phase) {
    assertThat(underTest.call()).isInstanceOf(phase);
    return this;
  }

  /// Neither refused nor of any consequence.
  CallFixture thenNothing() {
    assertThat(refusal).isNull();
    return thenFacts().thenEffects();
  }

  /// - `words`: part of the sentence for a person.
  CallFixture thenRefused(String words) {
    assertThat(refusal).isNotNull().contains(words);
    return thenFacts().thenEffects();
  }

  private Moment moment() {
    return new Moment(now, () -> rtp);
  }

  RecordedCall recorded() {
    return underTest;
  }

  CallDetails details() {
    return underTest.call().details().orElseThrow();
  }

  /// How long until the call would hear `DeadlinePassed`.
  Optional<Duration> deadline() {
    return underTest.call().deadline(ANSWER_TIMEOUT).map(at -> Duration.between(now, at));
  }

  List<CallEntry> journal() {
    return List.copyOf(journal);
  }

  List<NumberedCallEvent> history() {
    return List.copyOf(history);
  }

  List<CallFact> facts() {
    return facts;
  }

  List<CallEffect> effects() {
    return effects;
  }

  /// The only effect of a kind.
  <E extends CallEffect> E effect(Class<E> kind) {
    var found = effects.stream().filter(kind::isInstance).map(kind::cast).toList();
    assertThat(found).as("%s in %s", kind.getSimpleName(), effects).hasSize(1);
    return found.getFirst();
  }
}
