package io.ringmaster.actors.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.actors.Reply;
import io.ringmaster.actors.SessionView;
import io.ringmaster.actors.Sessions.Answer;
import io.ringmaster.actors.Sessions.Placed;
import io.ringmaster.actors.Sessions.Started;
import io.ringmaster.actors.call.Order;
import io.ringmaster.actors.diagram.Transition;
import io.ringmaster.actors.diagram.TransitionsTaken;
import io.ringmaster.actors.port.Catalogue;
import io.ringmaster.actors.port.OutsideRequests;
import io.ringmaster.actors.port.ScenarioSource;
import io.ringmaster.actors.session.SessionFact.TurnTaken;
import io.ringmaster.actors.world.RecordingDirectory;
import io.ringmaster.actors.world.VirtualTime;
import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.SessionId;
import io.ringmaster.protocol.command.CommandRef;
import io.ringmaster.protocol.command.OutgoingCall;
import io.ringmaster.protocol.event.AppEvent;
import io.ringmaster.protocol.event.CallEvent;
import io.ringmaster.protocol.event.NumberedCallEvent;
import io.ringmaster.protocol.session.HttpResult;
import io.ringmaster.protocol.session.ScenarioCommand.SendHttpRequest;
import io.ringmaster.protocol.session.TurnInput;
import io.ringmaster.protocol.signal.LifeSignal;
import io.ringmaster.protocol.signal.Route;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;

/// One session's entity on one node after another, with everything around it in memory.
final class SessionLife implements CallLine, Catalogue, OutsideRequests {

  static final Route HTTP = new Route("remote", Route.Control.HTTP, List.of());

  static final Route WITH_WEBHOOK =
      new Route("remote", Route.Control.HTTP, List.of(), "http://127.0.0.1:9/hook");

  private static final AtomicLong SESSIONS = new AtomicLong(8_796_093_200_000L);

  /// What a call was told; exactly one of the three is not null.
  record Told(
      CallId call,
      @Nullable List<Order> orders,
      @Nullable Long taken,
      @Nullable LifeSignal signal) {}

  final SessionId id = new SessionId(Long.toString(SESSIONS.incrementAndGet()));
  final CallId call = id.call(1);
  final ScriptedHost host = new ScriptedHost();
  final List<Told> told = new CopyOnWriteArrayList<>();
  final List<Long> courierTold = new CopyOnWriteArrayList<>();
  final List<SendHttpRequest> sent = new CopyOnWriteArrayList<>();
  final RecordingDirectory directory = new RecordingDirectory();
  final TestProbe<ClusterSharding.ShardCommand> shard;
  final TestProbe<SessionMessage.AnswerReply> client;

  private final Map<Integer, CompletableFuture<HttpResult>> inFlight = new ConcurrentHashMap<>();
  private final VirtualTime time;
  private ActorRef<SessionMessage> underTest;

  SessionLife(VirtualTime time) {
    this.time = time;
    shard = time.kit().createTestProbe();
    client = time.kit().createTestProbe();
    underTest = spawn();
  }

  private ActorRef<SessionMessage> spawn() {
    var world =
        new SessionWorld(
            time,
            new Random(7),
            this,
            host,
            this,
            this,
            (_, row) -> courierTold.add(row),
            directory,
            SessionFixture.SETTINGS);
    return time.kit().spawn(SessionEntity.create(id, world, shard.ref()));
  }

  // Towards the session

  SessionLife tell(SessionMessage message) {
    underTest.tell(message);
    return this;
  }

  SessionLife arrives() {
    return arrives(call).awaitTurns(3);
  }

  SessionLife arrives(CallId newCall) {
    return tell(
        new SessionMessage.CallArrived(SessionFixture.alerting(newCall), SessionFixture.ROUTE));
  }

  SessionLife happened(CallId of, long from, CallEvent... events) {
    var numbered = new ArrayList<NumberedCallEvent>();
    for (var event : events) {
      numbered.add(SessionFixture.numbered(of, from + numbered.size(), event));
    }
    return tell(new SessionMessage.CallHappened(of, numbered));
  }

  SessionLife settles(CallId by, long turn, int index, @Nullable String refusal) {
    return tell(new SessionMessage.CommandSettled(by, new CommandRef(turn, index), refusal));
  }

  Started starts(Route route) {
    TestProbe<SessionMessage.StartedReply> starter = time.kit().createTestProbe();
    tell(new SessionMessage.Start(route, "data", starter.ref()));
    return starter.receiveMessage().started();
  }

  Placed places(OutgoingCall details) {
    TestProbe<SessionMessage.PlacedReply> placer = time.kit().createTestProbe();
    tell(new SessionMessage.PlaceCall(details, placer.ref()));
    return placer.receiveMessage().placed();
  }

  Reply ends() {
    return startsToEnd().receiveMessage();
  }

  TestProbe<Reply> startsToEnd() {
    TestProbe<Reply> ender = time.kit().createTestProbe();
    tell(new SessionMessage.End(ender.ref()));
    return ender;
  }

  SessionLife asks(String token) {
    var request = new AppEvent.HttpRequest("GET", "/request/x", "", List.of());
    return tell(new SessionMessage.Ask(token, request, client.ref()));
  }

  Answer answer() {
    return client.receiveMessage().answer();
  }

  String token() {
    var url = view().orElseThrow().accessUrl();
    return url.substring(url.lastIndexOf('/') + 1);
  }

  void answersRequest(int request, HttpResult result) {
    soon().until(() -> inFlight.containsKey(request));
    var waiting = inFlight.remove(request);
    if (waiting != null) waiting.complete(result);
  }

  Optional<SessionView> view() {
    TestProbe<SessionMessage.Viewed> viewer = time.kit().createTestProbe();
    tell(new SessionMessage.View(viewer.ref()));
    return viewer.receiveMessage().view();
  }

  String state() {
    return view().map(SessionView::state).orElse("UNBORN");
  }

  // Waiting

  /// Looks at once and often: what is waited for takes no time but that of threads.
  static ConditionFactory soon() {
    return Awaitility.await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5));
  }

  SessionLife awaitState(String state) {
    soon().untilAsserted(() -> assertThat(state()).isEqualTo(state));
    return this;
  }

  /// Waits until that many turns are in the journal.
  SessionLife awaitTurns(int count) {
    soon().untilAsserted(() -> assertThat(turns()).hasSizeGreaterThanOrEqualTo(count));
    view();
    return this;
  }

  SessionLife passes(Duration duration) {
    time.pass(duration, this::idleIfItCan);
    return this;
  }

  private void idleIfItCan() {
    TestProbe<SessionMessage.Viewed> patient = time.kit().createTestProbe();
    tell(new SessionMessage.View(patient.ref()));
    try {
      patient.receiveMessage(Duration.ofMillis(300));
    } catch (AssertionError unavailable) {
      assertThat(unavailable).hasMessageContaining("Timeout");
    }
  }

  // The node and its journal

  SessionLife nodeIsLost() {
    host.isLost();
    time.kit().stop(underTest);
    underTest = spawn();
    view();
    return this;
  }

  SessionLife journalFails() {
    time.journal().failNextPersisted(persistenceId());
    return this;
  }

  SessionLife recovers() {
    for (int i = 0; i < 3; i++) passes(Duration.ofSeconds(1));
    view();
    return this;
  }

  private String persistenceId() {
    return "session|" + id;
  }

  List<SessionFact> journal() {
    return time.journal().persistedInStorage(persistenceId()).stream()
        .map(SessionEntry.class::cast)
        .flatMap(entry -> entry.facts().stream())
        .toList();
  }

  /// How many lines the journal has.
  long lines() {
    return time.journal().persistedInStorage(persistenceId()).size();
  }

  /// The turns that are the journal's newest line.
  List<String> inputsOfLastLine() {
    var last = (SessionEntry) time.journal().persistedInStorage(persistenceId()).getLast();
    return last.facts().stream()
        .filter(TurnTaken.class::isInstance)
        .map(fact -> name(((TurnTaken) fact).input()))
        .toList();
  }

  List<TurnTaken> turns() {
    return journal().stream()
        .filter(TurnTaken.class::isInstance)
        .map(TurnTaken.class::cast)
        .toList();
  }

  /// The names of the events that turns were about, and the kinds of the other turns.
  List<String> inputs() {
    return turns().stream().map(turn -> name(turn.input())).toList();
  }

  private static String name(TurnInput input) {
    return switch (input) {
      case TurnInput.AppEventRaised(var event) -> event.name();
      case TurnInput.CallEventRaised(var event) -> event.name();
      case TurnInput.HttpRequestRaised(_, var event) -> event.name();
      case TurnInput.ScenarioLoaded _ -> "loaded";
      case TurnInput.TimersDue _ -> "timers";
      case TurnInput.HttpRequestDone(int request, _) -> "done " + request;
    };
  }

  /// What the journal leads to is what the entity shows, and its turns are numbered without gaps.
  void checkJournal() {
    Session fold = new Session.Unborn(id);
    for (var entry : time.journal().persistedInStorage(persistenceId())) {
      for (var fact : ((SessionEntry) entry).facts()) {
        var before = fold;
        fold = fold.on(fact, ((SessionEntry) entry).at());
        TransitionsTaken.add(Transition.of("Session", before, fact, fold));
      }
    }
    assertThat(view()).isEqualTo(SessionViews.of(fold, SessionFixture.SETTINGS));
    var turns = turns();
    for (int i = 0; i < turns.size(); i++) assertThat(turns.get(i).number()).isEqualTo(i);
  }

  // From the session

  List<Long> taken(CallId by) {
    return told.stream()
        .filter(each -> each.call().equals(by) && each.taken() != null)
        .map(Told::taken)
        .toList();
  }

  List<List<Order>> orders(CallId to) {
    return told.stream()
        .filter(each -> each.call().equals(to) && each.orders() != null)
        .map(Told::orders)
        .toList();
  }

  List<LifeSignal> signals(CallId to) {
    return told.stream()
        .filter(each -> each.call().equals(to) && each.signal() != null)
        .map(Told::signal)
        .toList();
  }

  @Override
  public void order(CallId to, List<Order> orders) {
    told.add(new Told(to, orders, null, null));
  }

  @Override
  public void eventsTaken(CallId of, long number) {
    told.add(new Told(of, null, number, null));
  }

  @Override
  public void signal(CallId to, LifeSignal signal) {
    told.add(new Told(to, null, null, signal));
  }

  @Override
  public CompletionStage<HttpResult> send(SendHttpRequest request) {
    sent.add(request);
    var result = new CompletableFuture<HttpResult>();
    inFlight.put(request.request(), result);
    return result;
  }

  @Override
  public Optional<Route> route(String destination) {
    return Optional.of(SessionFixture.ROUTE);
  }

  @Override
  public Optional<Route> rule(String name) {
    return Optional.of(SessionFixture.ROUTE);
  }

  @Override
  public CompletionStage<List<ScenarioSource>> current(List<String> names) {
    return names.contains("missing")
        ? CompletableFuture.failedFuture(new MissingScenario("missing"))
        : CompletableFuture.completedFuture(
            names.stream().map(name -> new ScenarioSource(name, "abc", "// " + name)).toList());
  }

  @Override
  public CompletionStage<ScenarioSource> pinned(String name, String hash) {
    return CompletableFuture.completedFuture(new ScenarioSource(name, hash, "// " + name));
  }
}
