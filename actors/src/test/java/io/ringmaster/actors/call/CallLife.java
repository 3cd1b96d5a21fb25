package io.ringmaster.actors.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.actors.CallView;
import io.ringmaster.actors.Reply;
import io.ringmaster.actors.diagram.TransitionsTaken;
import io.ringmaster.actors.port.CallEffect;
import io.ringmaster.actors.port.Media;
import io.ringmaster.actors.port.MediaEffect;
import io.ringmaster.actors.port.RtpAddress;
import io.ringmaster.actors.port.Signalling;
import io.ringmaster.actors.port.SipEffect;
import io.ringmaster.actors.world.RecordingDirectory;
import io.ringmaster.actors.world.VirtualTime;
import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.SessionId;
import io.ringmaster.protocol.command.CallCommand;
import io.ringmaster.protocol.command.CommandRef;
import io.ringmaster.protocol.event.AppEvent.CallAlerting;
import io.ringmaster.protocol.event.CallEvent;
import io.ringmaster.protocol.event.NumberedCallEvent;
import io.ringmaster.protocol.session.ScenarioCommand.CommandCall;
import io.ringmaster.protocol.session.ScenarioCommand.PlaceCall;
import io.ringmaster.protocol.signal.CallSignal;
import io.ringmaster.protocol.signal.Route;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.jspecify.annotations.Nullable;

/// One call's entity on one node after another, with everything around it in memory.
final class CallLife implements Signalling, Media, SessionLine {

  static final Duration LINGER = Duration.ofSeconds(32);
  static final Duration RESEND = Duration.ofSeconds(1);

  private static final AtomicLong SESSIONS = new AtomicLong(8_796_093_100_000L);

  /// An effect, and how many facts were in the journal when it was carried out.
  record Performed(CallEffect effect, int written) {}

  /// A command's settlement; `refusal` is null when it was accepted.
  record Settled(CommandRef ref, @Nullable String refusal) {}

  final CallId id = new SessionId(Long.toString(SESSIONS.incrementAndGet())).call(1);
  final List<Performed> performed = new CopyOnWriteArrayList<>();
  final List<CallAlerting> arrivals = new CopyOnWriteArrayList<>();
  final List<List<NumberedCallEvent>> told = new CopyOnWriteArrayList<>();
  final List<Settled> settled = new CopyOnWriteArrayList<>();
  final List<CallId> over = new CopyOnWriteArrayList<>();
  final RecordingDirectory directory = new RecordingDirectory();
  final TestProbe<ClusterSharding.ShardCommand> shard;

  private final VirtualTime time;
  private final TestProbe<CallMessage.Viewed> viewer;
  private final TestProbe<Reply> asker;
  private CallsHere here = new CallsHere();
  private ActorRef<CallMessage> underTest;

  CallLife(VirtualTime time) {
    this.time = time;
    shard = time.kit().createTestProbe();
    viewer = time.kit().createTestProbe();
    asker = time.kit().createTestProbe();
    underTest = spawn();
  }

  private ActorRef<CallMessage> spawn() {
    var settings =
        new CallSettings(CallFixture.ANSWER_TIMEOUT, RESEND, LINGER, CallFixture.RECORDINGS);
    var world = new CallWorld("node-a", time, this, this, this, directory, settings);
    return time.kit().spawn(CallEntity.create(id, world, here, shard.ref()));
  }

  CallLife hears(CallSignal... signals) {
    for (var signal : signals) underTest.tell(new CallMessage.Signal(signal));
    idle();
    return this;
  }

  /// The INVITE of [Said], for this call's id.
  io.ringmaster.protocol.signal.SipSignal.InviteReceived invite() {
    var invite = Said.invite();
    var d = invite.dialog();
    return new io.ringmaster.protocol.signal.SipSignal.InviteReceived(
        invite.transaction(),
        new io.ringmaster.protocol.sip.Dialog(
            d.sipCallId(),
            id.value(),
            d.remoteTag(),
            d.local(),
            d.remote(),
            d.remoteTarget(),
            d.routeSet(),
            d.localCSeq(),
            d.remoteCSeq(),
            d.transport(),
            d.destination()),
        invite.destination(),
        invite.requestUri(),
        invite.requestIp(),
        invite.headers(),
        invite.sdp(),
        invite.route());
  }

  CallLife ordered(Order... orders) {
    underTest.tell(new CallMessage.Orders(List.of(orders)));
    idleIfItCan();
    return this;
  }

  Order order(long turn, CallCommand command) {
    return new Order(new CommandRef(turn, 0), new CommandCall(id, command));
  }

  Order placed() {
    return new Order(new CommandRef(0, 0), new PlaceCall(id, Said.TO_BOB));
  }

  CallLife acknowledged(long number) {
    underTest.tell(new CallMessage.EventsTaken(number));
    idle();
    return this;
  }

  Reply commanded(CallCommand command) {
    underTest.tell(new CallMessage.CommandFromOutside(command, asker.ref()));
    return asker.receiveMessage();
  }

  Optional<CallView> view() {
    underTest.tell(new CallMessage.View(viewer.ref()));
    return viewer.receiveMessage().view();
  }

  /// Everything told before has been dealt with. Needs a journal that works.
  void idle() {
    view();
  }

  /// The same, unless the journal is failing: then nobody answers before time has passed.
  private void idleIfItCan() {
    TestProbe<CallMessage.Viewed> patient = time.kit().createTestProbe();
    underTest.tell(new CallMessage.View(patient.ref()));
    try {
      patient.receiveMessage(Duration.ofMillis(300));
    } catch (AssertionError unavailable) {
      assertThat(unavailable).hasMessageContaining("Timeout");
    }
  }

  CallLife passes(Duration duration) {
    time.pass(duration, this::idleIfItCan);
    return this;
  }

  /// The journal works again, and the entity has come back.
  CallLife recovers() {
    for (int i = 0; i < 3; i++) passes(Duration.ofSeconds(1));
    idle();
    return this;
  }

  /// The entity comes back on another node.
  CallLife nodeIsLost() {
    here = new CallsHere();
    return shardRestarts();
  }

  /// The same while the journal cannot be read: nobody waits for the entity.
  CallLife nodeIsLostWhileTheJournalFails() {
    here = new CallsHere();
    time.kit().stop(underTest);
    underTest = spawn();
    return this;
  }

  /// The entity comes back in the same process.
  CallLife shardRestarts() {
    time.kit().stop(underTest);
    underTest = spawn();
    idle();
    idle();
    return this;
  }

  CallLife journalFails(int times) {
    for (int i = 0; i < times; i++) time.journal().failNextPersisted(persistenceId());
    return this;
  }

  /// Says something without waiting: the journal is about to fail.
  CallLife hearsWhileTheJournalFails(CallSignal signal) {
    underTest.tell(new CallMessage.Signal(signal));
    return this;
  }

  String persistenceId() {
    return "call|" + id;
  }

  List<CallEntry> journal() {
    return time.journal().persistedInStorage(persistenceId()).stream()
        .map(CallEntry.class::cast)
        .toList();
  }

  List<CallEffect> effects() {
    return performed.stream().map(Performed::effect).toList();
  }

  <E extends CallEffect> List<E> effects(Class<E> kind) {
    return effects().stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /// Every event that the session was ever told, each once, in order of number.
  List<CallEvent> events() {
    var numbers = told.stream().flatMap(List::stream).distinct().toList();
    for (int i = 0; i < numbers.size(); i++) assertThat(numbers.get(i).seq()).isEqualTo(i + 1);
    return numbers.stream().map(NumberedCallEvent::event).toList();
  }

  /// Folds the journal anew: what it leads to is what the entity shows.
  void checkJournal() {
    var fold = RecordedCall.unborn(id);
    for (var entry : journal()) {
      var before = fold.call();
      fold = fold.on(entry, CallFixture.RECORDINGS);
      TransitionsTaken.add(CallTransitions.of(before, entry.fact(), fold.call()));
    }
    assertThat(view()).isEqualTo(fold.view());
  }

  @Override
  public void perform(CallId call, SipEffect effect) {
    performed.add(new Performed(effect, journal().size()));
  }

  @Override
  public void perform(CallId call, MediaEffect effect) {
    performed.add(new Performed(effect, journal().size()));
  }

  @Override
  public Optional<RtpAddress> reserve(CallId call) {
    return Optional.of(CallFixture.RTP);
  }

  @Override
  public void arrived(CallAlerting alerting, Route route) {
    arrivals.add(alerting);
  }

  @Override
  public void happened(CallId call, List<NumberedCallEvent> events) {
    told.add(events);
  }

  @Override
  public void commandSettled(CallId call, CommandRef ref, @Nullable String refusal) {
    settled.add(new Settled(ref, refusal));
  }

  @Override
  public void over(CallId call) {
    over.add(call);
  }
}
