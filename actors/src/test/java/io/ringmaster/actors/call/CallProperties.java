package io.ringmaster.actors.call;

import static io.ringmaster.actors.call.CallFixture.*;
import static io.ringmaster.actors.call.Said.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.protocol.Headers;
import io.ringmaster.protocol.command.CallCommand;
import io.ringmaster.protocol.command.CommandRef;
import io.ringmaster.protocol.command.MediaCommand.*;
import io.ringmaster.protocol.command.OutgoingCall;
import io.ringmaster.protocol.command.SignallingCommand.*;
import io.ringmaster.protocol.event.CallEvent;
import io.ringmaster.protocol.event.NumberedCallEvent;
import io.ringmaster.protocol.session.ScenarioCommand.CommandCall;
import io.ringmaster.protocol.session.ScenarioCommand.PlaceCall;
import io.ringmaster.protocol.signal.CallSignal;
import io.ringmaster.protocol.signal.LifeSignal.*;
import io.ringmaster.protocol.signal.MediaSignal.*;
import io.ringmaster.protocol.signal.SipSignal.*;
import io.ringmaster.protocol.sip.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/// Whatever is said to a call, in whatever order: some things always hold.
class CallProperties {

  private static final OutgoingCall WITH_PASSWORD =
      new OutgoingCall("sip:bob@127.0.0.9", "alice", null, "secret", null, null, null);

  private static final List<CallCommand> COMMANDS =
      List.of(
          ANSWER,
          RING,
          EARLY_MEDIA,
          HANG_UP,
          new RejectCall(486, null),
          new RejectCall(200, null),
          new SendInfo("text/plain", "hi", null),
          new SetCustomData("x"),
          new SendMessage("x"),
          new StartPlayback("file:a.wav", false, false),
          new PlayProgressTone("US"),
          new StopPlayback(),
          new RecordCall(false, null, null, null),
          new SendMediaTo(OTHER),
          new StopMediaTo(OTHER),
          new HandleTones(true, null),
          new SendDigits("1p#"),
          new Say("x", null));

  private static final List<CallSignal> SIGNALS =
      List.of(
          invite(),
          invite(null),
          ACK,
          new AckReceived(1, Sdps.PHONE),
          new AckMissing(1),
          new CancelReceived(Headers.NONE, null),
          progress(180, null),
          progress(183, Sdps.PHONE),
          progress(181, null),
          answered(Sdps.PHONE),
          answered(null),
          answered(2, PEER, Sdps.PHONE),
          answered(1, FORK, Sdps.PHONE),
          rejected(486, "Busy Here"),
          new ChallengeReceived(1, 401, "Unauthorized", List.of("Digest realm=\"x\"")),
          bye(new Reason("Q.850", 16, null)),
          reInvite(Sdps.HOLD),
          reInvite(Sdps.PHONE),
          reInvite(null),
          info("application/dtmf", "5"),
          info("text/plain", "5"),
          new RequestFailed("INFO", 2, 481, ""),
          new DeadlinePassed(),
          new Revived("node-b"),
          new SessionEnded(),
          new SessionRefused(480, "x"),
          new FirstAudioPacket(),
          new ToneHeard('5', 1),
          new PlaybackReady(1),
          new PlaybackStarted(1, 100),
          new PlaybackFinished(1, null),
          new PlaybackFinished(2, "x"),
          new RecordingStarted(1),
          new RecordingStopped(1, 2),
          new RecordingFailed(1, "x"),
          new RtpStopped(),
          new RtpResumed());

  @Provide
  Arbitrary<List<Object>> incomingStory() {
    return story().map(rest -> begunWith(invite(), rest));
  }

  @Provide
  Arbitrary<List<Object>> outgoingStory() {
    return story().map(rest -> begunWith(WITH_PASSWORD, rest));
  }

  @Provide
  Arbitrary<List<Object>> story() {
    var all = new ArrayList<Object>(COMMANDS);
    all.addAll(SIGNALS);
    all.add(Duration.ofSeconds(7));
    return Arbitraries.of(all).list().ofMaxSize(40);
  }

  private static List<Object> begunWith(Object first, List<Object> rest) {
    var all = new ArrayList<>(rest);
    all.addFirst(first);
    return all;
  }

  private static CallFixture told(List<Object> story) {
    var underTest = given();
    for (var each : story) {
      switch (each) {
        case CallSignal signal -> underTest.when(signal);
        case CallCommand command -> underTest.when(command);
        case OutgoingCall details -> underTest.whenPlaced(details);
        case Duration passed -> underTest.after(passed);
        default -> throw new IllegalArgumentException(each.toString());
      }
    }
    return underTest;
  }

  @Property(tries = 1500)
  void incomingCallKeepsItsPromises(@ForAll("incomingStory") List<Object> story) {
    check(told(story));
  }

  @Property(tries = 1500)
  void outgoingCallKeepsItsPromises(@ForAll("outgoingStory") List<Object> story) {
    check(told(story));
  }

  @Property(tries = 500)
  void callThatNeverWasStaysQuietUntilItIsOffered(@ForAll("story") List<Object> story) {
    check(told(story));
  }

  private static void check(CallFixture underTest) {
    var history = underTest.history();
    var events = history.stream().map(NumberedCallEvent::event).toList();
    for (int i = 0; i < history.size(); i++) assertThat(history.get(i).seq()).isEqualTo(i + 1);

    long failed = count(events, CallEvent.Failed.class);
    long disconnected = count(events, CallEvent.Disconnected.class);
    assertThat(failed + disconnected).isLessThanOrEqualTo(1);
    assertThat(count(events, CallEvent.Connected.class)).isLessThanOrEqualTo(1);
    assertThat(count(events, CallEvent.AudioStarted.class)).isLessThanOrEqualTo(1);
    assertThat(count(events, CallEvent.FirstAudioPacketReceived.class)).isLessThanOrEqualTo(1);
    underTest
        .recorded()
        .call()
        .details()
        .ifPresent(call -> {
          if (call.incoming()) assertThat(failed).isZero();
          else if (count(events, CallEvent.Connected.class) == 1) assertThat(failed).isZero();
          else assertThat(disconnected).isZero();
        });
    assertThat(failed + disconnected)
        .isEqualTo(underTest.recorded().call() instanceof Terminated ? 1 : 0);
    nothingButTheRecordingOutlivesTheCall(events);
    statesFollowOneAnother(events, underTest.recorded().call().state());
    holdsAlternate(events);
    foldsToTheSame(underTest);
  }

  private static void nothingButTheRecordingOutlivesTheCall(List<CallEvent> events) {
    boolean over = false;
    for (var event : events) {
      if (over) {
        assertThat(event)
            .isInstanceOfAny(CallEvent.RecordStopped.class, CallEvent.RecordError.class);
      }
      over |= event instanceof CallEvent.Failed || event instanceof CallEvent.Disconnected;
    }
  }

  private static void statesFollowOneAnother(List<CallEvent> events, Call.State last) {
    var state = "ALERTING";
    for (var event : events) {
      if (event instanceof CallEvent.StateChanged(String before, String after)) {
        assertThat(before).isEqualTo(state).isNotEqualTo(after);
        state = after;
      }
    }
    assertThat(state).isEqualTo(last.name());
  }

  private static void holdsAlternate(List<CallEvent> events) {
    boolean held = false;
    for (var event : events) {
      if (event instanceof CallEvent.OnHold) assertThat(held).isFalse();
      if (event instanceof CallEvent.OffHold) assertThat(held).isTrue();
      if (event instanceof CallEvent.OnHold) held = true;
      if (event instanceof CallEvent.OffHold) held = false;
    }
  }

  private static void foldsToTheSame(CallFixture underTest) {
    var fold = RecordedCall.unborn(ID);
    for (var entry : underTest.journal()) fold = fold.on(entry, RECORDINGS);
    assertThat(fold).isEqualTo(underTest.recorded());
    assertThat(fold.facts()).isEqualTo(underTest.journal().size());
    assertThat(fold.events()).isEqualTo(underTest.history().size());
  }

  private static long count(List<CallEvent> events, Class<? extends CallEvent> kind) {
    return events.stream().filter(kind::isInstance).count();
  }

  @Provide
  Arbitrary<List<CallCommand>> commands() {
    return Arbitraries.of(COMMANDS).list().ofMaxSize(15);
  }

  /// A session sends again whatever was not settled: all from some point on, though some or all of it was taken.
  @Property(tries = 1000)
  void ordersThatComeAgainFromAnyPointLeadToWhatTheyLedToAtFirst(
      @ForAll("commands") List<CallCommand> commands,
      @ForAll boolean incoming,
      @ForAll @IntRange(max = 15) int heard,
      @ForAll @IntRange(max = 15) int again) {
    var orders = new ArrayList<Order>();
    orders.add(new Order(new CommandRef(0, 0), new PlaceCall(ID, TO_BOB)));
    for (int i = 0; i < commands.size(); i++) {
      orders.add(new Order(new CommandRef(1 + i / 3, i % 3), new CommandCall(ID, commands.get(i))));
    }
    var start = incoming ? given(invite()).recorded() : RecordedCall.unborn(ID);
    var once = take(start, orders);
    int cut = Math.min(heard, orders.size());
    var first = take(start, orders.subList(0, cut));
    var second = take(first, orders.subList(Math.min(again, cut), orders.size()));
    assertThat(second.call()).isEqualTo(once.call());
    assertThat(second.facts()).isEqualTo(once.facts());
    var third = take(second, orders);
    assertThat(third).isEqualTo(second);
  }

  private static RecordedCall take(RecordedCall call, List<Order> orders) {
    var moment = new Moment(START, () -> Optional.of(RTP));
    for (var entry : OrderBook.take(call, orders, moment, RECORDINGS).entries()) {
      call = call.on(entry, RECORDINGS);
    }
    return call;
  }
}
