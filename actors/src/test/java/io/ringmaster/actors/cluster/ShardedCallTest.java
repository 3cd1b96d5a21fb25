package io.ringmaster.actors.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.ringmaster.actors.History.Positioned;
import io.ringmaster.actors.Reply;
import io.ringmaster.actors.Sessions.Placed;
import io.ringmaster.actors.Sessions.Started;
import io.ringmaster.actors.call.CallSettings;
import io.ringmaster.actors.call.CallWorld;
import io.ringmaster.actors.courier.CourierSettings;
import io.ringmaster.actors.courier.CourierWorld;
import io.ringmaster.actors.port.CallEffect;
import io.ringmaster.actors.port.Catalogue;
import io.ringmaster.actors.port.Media;
import io.ringmaster.actors.port.MediaEffect;
import io.ringmaster.actors.port.RtpAddress;
import io.ringmaster.actors.port.ScenarioHost;
import io.ringmaster.actors.port.ScenarioSource;
import io.ringmaster.actors.port.SipEffect;
import io.ringmaster.actors.port.WebhookProgress;
import io.ringmaster.actors.session.CallLimits;
import io.ringmaster.actors.session.SessionSettings;
import io.ringmaster.actors.session.SessionWorld;
import io.ringmaster.actors.world.ReceiversInMemory;
import io.ringmaster.actors.world.RecordingDirectory;
import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.Headers;
import io.ringmaster.protocol.SessionId;
import io.ringmaster.protocol.command.OutgoingCall;
import io.ringmaster.protocol.command.SignallingCommand.AnswerCall;
import io.ringmaster.protocol.command.SignallingCommand.HangUpCall;
import io.ringmaster.protocol.event.AppEvent.CallAlerting;
import io.ringmaster.protocol.session.HttpResult;
import io.ringmaster.protocol.session.ScenarioCommand.CommandCall;
import io.ringmaster.protocol.session.ScenarioCommand.TerminateSession;
import io.ringmaster.protocol.session.Turn;
import io.ringmaster.protocol.session.TurnInput;
import io.ringmaster.protocol.session.TurnOutcome;
import io.ringmaster.protocol.signal.Route;
import io.ringmaster.protocol.signal.SipSignal.AckReceived;
import io.ringmaster.protocol.signal.SipSignal.ByeReceived;
import io.ringmaster.protocol.signal.SipSignal.InviteReceived;
import io.ringmaster.protocol.signal.SipSignal.RejectionReceived;
import io.ringmaster.protocol.sip.Dialog;
import io.ringmaster.protocol.sip.NameAddress;
import io.ringmaster.protocol.sip.ServerTransaction;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.cluster.sharding.typed.ClusterShardingSettings;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.persistence.query.PersistenceQuery;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.query.javadsl.PersistenceTestKitReadJournal;
import org.apache.pekko.stream.javadsl.Sink;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Calls and sessions in real shards of a cluster of one node; everything said between them is serialized.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ShardedCallTest implements Media, ScenarioHost, Catalogue {

  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final Route ROUTE = new Route("demo", Route.Control.SCENARIO, List.of("greeting"));
  private static final ServerTransaction INVITE = new ServerTransaction("pekko://a", "1");
  private static final String PHONE = "v=0\r\nc=IN IP4 127.0.0.9\r\nm=audio 4000 RTP/AVP 0\r\n";

  private final ActorTestKit kit =
      ActorTestKit.create(
          "sharded",
          ConfigFactory.parseString(
                  """
                  pekko.actor.provider = cluster
                  pekko.actor.serialize-messages = on
                  # What an entity says to itself and its shard to it never leaves the node.
                  pekko.actor.no-serialization-verification-needed-class-prefix =
                    ["org.apache.pekko.", "io.ringmaster.actors.session.SessionMessage$Tick", "io.ringmaster.actors.courier.CourierMessage$Tick"]
                  pekko.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
                  pekko.cluster.jmx.enabled = off
                  pekko.cluster.sharding { number-of-shards = 4096, passivation.strategy = none }
                  """)
              .withFallback(PersistenceTestKitPlugin.config())
              .withFallback(ConfigFactory.load()));
  private final Random random = new Random(42);
  private final Map<CallId, List<CallEffect>> effects = new ConcurrentHashMap<>();
  private final RecordingDirectory directory = new RecordingDirectory();
  private final CallSettings callSettings =
      new CallSettings(
          Duration.ofSeconds(60),
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          "http://127.0.0.1:8080/v1/recordings/");
  private final SessionSettings sessionSettings =
      new SessionSettings(
          Duration.ofSeconds(60),
          Duration.ofHours(2),
          Duration.ofSeconds(90),
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          CallLimits.USUAL,
          "http://127.0.0.1:8080");
  private final ClusterSharding sharding = ClusterSharding.get(kit.system());
  private final ClusterLines lines = new ClusterLines(sharding);
  private final ReceiversInMemory receivers = new ReceiversInMemory();
  private final PersistenceTestKitReadJournal journal =
      PersistenceQuery.get(kit.system())
          .getReadJournalFor(
              PersistenceTestKitReadJournal.class, PersistenceTestKitReadJournal.Identifier());
  private final JournalHistory history =
      new JournalHistory(
          kit.system(),
          journal,
          (from, live) -> {
            throw new UnsupportedOperationException(
                "the whole journal is a matter of its database");
          },
          callSettings,
          sessionSettings);
  private final ClusterCalls calls = new ClusterCalls(sharding, history, ANSWER);
  private final ClusterSessions sessions =
      new ClusterSessions(sharding, history, this::draw, ANSWER, ANSWER);

  @BeforeAll
  void join() {
    var cluster = Cluster.get(kit.system());
    cluster.manager().tell(Join.create(cluster.selfMember().address()));
    Entities.host(
        sharding,
        ClusterShardingSettings.create(kit.system()),
        new CallWorld(
            "node-a", InstantSource.system(), this::note, this, lines, directory, callSettings),
        new SessionWorld(
            InstantSource.system(),
            random,
            this,
            this,
            _ -> CompletableFuture.completedFuture(new HttpResult(200, "", List.of(), null)),
            lines,
            lines,
            directory,
            sessionSettings),
        new CourierWorld(
            InstantSource.system(),
            new SessionPortions(kit.system(), journal),
            receivers,
            receivers,
            new CourierSettings(
                Duration.ofMillis(500),
                Duration.ofMinutes(5),
                Duration.ofHours(24),
                3,
                Duration.ofSeconds(30),
                Duration.ofSeconds(1))));
  }

  @AfterAll
  void shutDown() {
    kit.shutdownTestKit();
  }

  private SessionId draw() {
    return SessionId.of(1 + random.nextInt(SessionId.LAST_TAG), random.nextLong());
  }

  private InviteReceived invite(CallId call) {
    var dialog =
        new Dialog(
            "x@127.0.0.9",
            call.value(),
            "caller",
            new NameAddress(null, "sip:7001@127.0.0.1"),
            new NameAddress("Carol", "sip:carol@127.0.0.9"),
            "sip:carol@127.0.0.9:5070",
            List.of(),
            0,
            1,
            "UDP",
            null);
    return new InviteReceived(
        INVITE, dialog, "7001", "sip:7001@127.0.0.1", "127.0.0.9", Headers.NONE, PHONE, ROUTE);
  }

  private static <T> T now(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(20, java.util.concurrent.TimeUnit.SECONDS).join();
  }

  private void awaitState(CallId call, String state) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> assertThat(now(calls.view(call)).orElseThrow().state()).isEqualTo(state));
  }

  private boolean hasResponded(CallId call, int status) {
    return effects.getOrDefault(call, List.of()).stream()
        .anyMatch(effect -> effect instanceof SipEffect.Respond r && r.status() == status);
  }

  @Test
  void incomingCallIsAnsweredByItsScenarioAndItsHistoryCanBeRead() {
    var call = draw().call(1);
    lines.tell(call, invite(call));
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> hasResponded(call, 200));
    lines.tell(call, new AckReceived(1, null));
    awaitState(call, "CONNECTED");
    lines.tell(call, new ByeReceived(INVITE, 2, Headers.NONE, List.of()));
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() ->
            assertThat(now(sessions.view(call.session())).orElseThrow().state())
                .isEqualTo("TERMINATED"));

    var events = now(history.ofCall(call, 1, false).runWith(Sink.seq(), kit.system()));
    assertThat(events).extracting(Positioned::position).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(events)
        .extracting(each -> each.event().name())
        .containsExactly(
            "Call.StateChanged",
            "Call.Connected",
            "Call.AudioQualityDetected",
            "Call.StateChanged",
            "Call.Disconnected");
    assertThat(now(history.ofCall(call, 4, true).runWith(Sink.seq(), kit.system()))).hasSize(2);
    var ofSession =
        now(history.ofSession(call.session(), 1, true).runWith(Sink.seq(), kit.system()));
    assertThat(ofSession)
        .extracting(each -> each.event().name())
        .startsWith("Application.Started", "Application.CallAlerting", "Call.StateChanged")
        .endsWith("Call.Disconnected", "Application.Terminating", "Application.Terminated");
    assertThat(now(history.log(call.session())).orElseThrow().getFirst())
        .endsWith("Loading scenario greeting");
    assertThat(now(calls.viewAt(call, 1)).orElseThrow().phase()).isEqualTo("IncomingAlerting");
    assertThat(now(calls.viewAt(call, 99))).isEmpty();
  }

  @Test
  void callIsPlacedAndEndedFromOutside() {
    var started = now(sessions.start(new Route(null, Route.Control.HTTP, List.of()), ""));
    var session = ((Started.Running) started).session();
    var details = new OutgoingCall("sip:bob@127.0.0.9", "alice", null, null, null, null, null);
    var call = ((Placed.Placing) now(sessions.placeCall(session, details))).call();
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() ->
            effects.getOrDefault(call, List.of()).stream()
                .anyMatch(SipEffect.SendInvite.class::isInstance));
    assertThat(now(calls.command(call, new AnswerCall(null, null))))
        .isInstanceOf(Reply.Refused.class);
    assertThat(now(calls.command(call, new HangUpCall(null)))).isEqualTo(new Reply.Accepted());
    lines.tell(call, new RejectionReceived(1, 487, "Request Terminated", Headers.NONE));
    awaitState(call, "TERMINATED");
    assertThat(now(sessions.terminate(session))).isEqualTo(new Reply.Accepted());
  }

  @Test
  void whatNeverWasIsUnknownEverywhere() {
    var session = draw();
    assertThat(now(calls.view(session.call(1)))).isEmpty();
    assertThat(now(sessions.view(session))).isEmpty();
    assertThat(now(history.log(session))).isEmpty();
    assertThat(now(calls.command(session.call(1), new HangUpCall(null))))
        .isEqualTo(new Reply.Unknown());
    assertThat(now(sessions.terminate(session))).isEqualTo(new Reply.Unknown());
  }

  @Test
  void everyEventOfASessionWithAWebhookArrivesThere() {
    var route = new Route("remote", Route.Control.HTTP, List.of(), "http://127.0.0.1:9/hook");
    var session = ((Started.Running) now(sessions.start(route, ""))).session();
    var details = new OutgoingCall("sip:bob@127.0.0.9", "alice", null, null, null, null, null);
    var call = ((Placed.Placing) now(sessions.placeCall(session, details))).call();
    assertThat(now(calls.command(call, new HangUpCall(null)))).isEqualTo(new Reply.Accepted());
    lines.tell(call, new RejectionReceived(1, 487, "Request Terminated", Headers.NONE));
    awaitState(call, "TERMINATED");
    assertThat(now(sessions.terminate(session))).isEqualTo(new Reply.Accepted());

    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> receivers.progress(session).ended());
    var events =
        now(history.ofSession(session, 1, false).runWith(Sink.seq(), kit.system())).stream()
            .map(Positioned::event)
            .toList();
    assertThat(receivers.posts(session).stream().flatMap(post -> post.events().stream()))
        .containsExactlyElementsOf(events);
    assertThat(events).extracting(each -> each.name()).endsWith("Application.Terminated");
    assertThat(receivers.progress(session).position()).isEqualTo(events.size());
  }

  @Test
  void noCourierIsAskedForASessionWithoutWebhook() {
    var session =
        ((Started.Running) now(sessions.start(new Route(null, Route.Control.HTTP, List.of()), "")))
            .session();
    assertThat(now(sessions.terminate(session))).isEqualTo(new Reply.Accepted());
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() ->
            assertThat(now(sessions.view(session)).orElseThrow().state()).isEqualTo("TERMINATED"));

    assertThat(receivers.posts(session)).isEmpty();
    assertThat(receivers.progress(session)).isEqualTo(WebhookProgress.NONE);
  }

  private void note(CallId call, CallEffect effect) {
    effects.computeIfAbsent(call, _ -> new CopyOnWriteArrayList<>()).add(effect);
  }

  @Override
  public void perform(CallId call, MediaEffect effect) {
    note(call, effect);
  }

  @Override
  public Optional<RtpAddress> reserve(CallId call) {
    return Optional.of(new RtpAddress("127.0.0.1", 20000));
  }

  /// Answers every call, and ends with it.
  @Override
  public CompletionStage<TurnOutcome> take(Turn turn) {
    List<io.ringmaster.protocol.session.ScenarioCommand> said =
        switch (turn.input()) {
          case TurnInput.AppEventRaised(var numbered)
              when numbered.event() instanceof CallAlerting alerting ->
              List.of(new CommandCall(alerting.id(), new AnswerCall(null, null)));
          case TurnInput.CallEventRaised(var numbered)
              when numbered.name().equals("Call.Disconnected") ->
              List.of(new TerminateSession());
          case TurnInput.AppEventRaised _,
              TurnInput.CallEventRaised _,
              TurnInput.ScenarioLoaded _,
              TurnInput.HttpRequestRaised _,
              TurnInput.HttpRequestDone _,
              TurnInput.TimersDue _ ->
              List.of();
        };
    return CompletableFuture.completedFuture(new TurnOutcome(said, null, null));
  }

  @Override
  public CompletionStage<TurnOutcome> load(
      SessionId session, List<ScenarioSource> files, String customData, Turn turn) {
    return take(turn);
  }

  @Override
  public void close(SessionId session) {
    // Nothing is kept for a session.
  }

  @Override
  public Optional<Route> route(String destination) {
    return Optional.of(ROUTE);
  }

  @Override
  public Optional<Route> rule(String name) {
    return Optional.of(ROUTE);
  }

  @Override
  public CompletionStage<List<ScenarioSource>> current(List<String> names) {
    return CompletableFuture.completedFuture(
        names.stream().map(name -> new ScenarioSource(name, "abc", "//")).toList());
  }

  @Override
  public CompletionStage<ScenarioSource> pinned(String name, String hash) {
    return CompletableFuture.completedFuture(new ScenarioSource(name, hash, "//"));
  }
}
