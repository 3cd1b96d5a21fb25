package io.ringmaster.node;

import io.ringmaster.actors.call.CallWorld;
import io.ringmaster.actors.cluster.ClusterCalls;
import io.ringmaster.actors.cluster.ClusterLines;
import io.ringmaster.actors.cluster.ClusterSessions;
import io.ringmaster.actors.cluster.Entities;
import io.ringmaster.actors.cluster.JournalHistory;
import io.ringmaster.actors.cluster.SessionPortions;
import io.ringmaster.actors.courier.CourierWorld;
import io.ringmaster.actors.session.SessionWorld;
import io.ringmaster.http.CannotServe;
import io.ringmaster.http.HttpApi;
import io.ringmaster.http.HttpPorts;
import io.ringmaster.http.HttpServer;
import io.ringmaster.http.ReadinessCheck;
import io.ringmaster.http.RecordingDirectory;
import io.ringmaster.http.ScriptCheck;
import io.ringmaster.media.MediaEngine;
import io.ringmaster.node.cluster.ClusterRecordings;
import io.ringmaster.node.cluster.EdgeNetwork;
import io.ringmaster.node.cluster.JournalOfAll;
import io.ringmaster.node.cluster.LocalSessionIds;
import io.ringmaster.node.cluster.RememberedInJournal;
import io.ringmaster.node.cluster.SameDatabase;
import io.ringmaster.node.settings.NodeSettings;
import io.ringmaster.node.settings.StartFailure;
import io.ringmaster.node.storage.JdbcCatalogue;
import io.ringmaster.node.storage.JdbcDirectory;
import io.ringmaster.node.storage.JdbcWebhookBook;
import io.ringmaster.node.storage.RememberedEntities;
import io.ringmaster.node.storage.Storage;
import io.ringmaster.node.webhook.HttpWebhookReceivers;
import io.ringmaster.scenario.VoxScenarioHost;
import io.ringmaster.sip.SipEdge;
import io.ringmaster.sip.Surroundings;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.pekko.Done;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.persistence.jdbc.query.javadsl.JdbcReadJournal;
import org.apache.pekko.persistence.query.PersistenceQuery;

/// A running node: every room opened and joined to the others. The rooms are opened in the order in which they need one another and
/// closed in the opposite one; a room that cannot be opened closes the ones before it.
public final class Node implements AutoCloseable {

  /// How long an entity may take to answer somebody outside.
  private static final Duration ASK_TIMEOUT = Duration.ofSeconds(10);

  /// How long another node may take to say whether it has a recording. One that is healthy looks into its directory and answers.
  private static final Duration INQUIRY_TIMEOUT = Duration.ofSeconds(3);

  private final NodeSettings settings;
  private final OpenRooms rooms = new OpenRooms();
  private final Intake intake;
  private final Departure departure;
  private final CompletableFuture<Void> gone = new CompletableFuture<>();
  private final CoordinatedShutdown shutdown;
  private final int httpPort;
  private final int sipPort;

  /// Starts a node; returns when it takes calls.
  ///
  /// @throws StartFailure with one sentence for the operator
  public static Node start(NodeSettings settings) throws InterruptedException {
    return new Node(settings);
  }

  private Node(NodeSettings settings) throws InterruptedException {
    this.settings = settings;
    try {
      var random = new SecureRandom();
      var storage = rooms.open(Storage.open(settings.database()));
      var catalogue =
          rooms.open(new JdbcCatalogue(storage, settings.cataloguePoll(), InstantSource.system()));
      var arrivals = new Arrivals(System::nanoTime);
      intake = new Intake(storage::trouble, arrivals::longestWait, settings.call().longestWait());
      var work = new LiveWork(rooms.open(new JdbcDirectory(storage)), arrivals);
      var scenarios = rooms.open(new VoxScenarioHost(Rooms.scenario(settings)));
      var requests = rooms.open(new HttpOutsideRequests(settings.outsideHttp()));
      var receivers = rooms.open(new HttpWebhookReceivers(settings.webhook()));

      var system = openSystem(storage);
      shutdown = CoordinatedShutdown.get(system);
      var sharding = ClusterSharding.get(system);
      var lines = new ClusterLines(sharding);
      var network = new EdgeNetwork(system);
      var ids = new LocalSessionIds(random, InstantSource.system());
      var media = rooms.open(openMedia(lines));
      var edge =
          rooms.open(
              openEdge(
                  new Surroundings(
                      lines, catalogue, arrivals.noted(ids), intake::refusal, network, random)));
      sipPort = edge.port();
      httpPort =
          settings.http().port() == 0
              ? FreePort.tcp(settings.http().host())
              : settings.http().port();
      String url = settings.accessUrl(httpPort);

      var membership = new Membership(system);
      membership.join(settings.cluster(), settings.database().shown());
      network.announce(settings.node(), edge);
      var callSettings = Rooms.call(settings, url);
      var sessionSettings = Rooms.session(settings, url);
      var clock = InstantSource.system();
      var journal =
          PersistenceQuery.get(system)
              .getReadJournalFor(JdbcReadJournal.class, JdbcReadJournal.Identifier());
      Entities.host(
          sharding,
          RememberedInJournal.settings(system),
          new CallWorld(
              settings.node(), clock, arrivals.heard(edge), media, lines, work, callSettings),
          new SessionWorld(
              clock, random, catalogue, scenarios, requests, lines, lines, work, sessionSettings),
          new CourierWorld(
              clock,
              new SessionPortions(system, journal),
              new JdbcWebhookBook(storage, clock),
              receivers,
              Rooms.couriers(settings)));

      var history =
          new JournalHistory(
              system,
              journal,
              new JournalOfAll(storage, system.classicSystem()),
              callSettings,
              sessionSettings);
      var sessions =
          new ClusterSessions(
              sharding, history, ids, ASK_TIMEOUT, settings.http().requestTimeout());
      var recordings =
          new ClusterRecordings(
              system,
              new RecordingDirectory(settings.recordings())::look,
              history,
              INQUIRY_TIMEOUT);
      var ports =
          new HttpPorts(
              new ClusterCalls(sharding, history, ASK_TIMEOUT),
              sessions,
              history,
              work,
              catalogue,
              catalogue,
              checkedBy(scenarios),
              recordings,
              () -> readiness(storage, membership),
              Metrics.registry(work, arrivals, edge, media, scenarios, receivers));
      var http = openHttp(new HttpApi(Rooms.http(settings, httpPort), ports), system);
      rooms.open(() -> http.stop(Duration.ofSeconds(5)).toCompletableFuture().join());
      departure = new Departure(intake, work, sessions, settings.drainTimeout());
      if (settings.demo()) new DemoContent(catalogue, settings.soundsDirectory()).load();
      Rehearsals.begin(scenarios);
      intake.open();
    } catch (RuntimeException | InterruptedException failure) {
      rooms.close();
      throw failure;
    }
  }

  /// The one line on stdout that says that calls can be taken.
  public String readyLine() {
    return "ringmaster ready  http=%s:%d  sip=%s:%d  node=%s"
        .formatted(
            settings.http().host(), httpPort, settings.advertisedHost(), sipPort, settings.node());
  }

  public int httpPort() {
    return httpPort;
  }

  public int sipPort() {
    return sipPort;
  }

  /// Waits until the node is no more: closed, or removed by its cluster, which happens to the smaller side of a split.
  public void awaitEnd() {
    gone.join();
  }

  /// Has this run when the process is told to end, and the node stay among the others meanwhile. Next to a hook of the JVM's own
  /// Pekko's hook would run, and that one cuts the connections to the other nodes: they would take over calls that go on here.
  public void whenToldToEnd(Runnable leaving) {
    // Pekko waits for hooks it knows as long as the phases that have a task may take; this one's
    // time is that of the drain.
    shutdown.addTask(
        CoordinatedShutdown.PhaseBeforeServiceUnbind(),
        "drained",
        () -> CompletableFuture.completedFuture(Done.getInstance()));
    shutdown.addJvmShutdownHook(leaving);
  }

  /// Takes no more calls, lets those that run go on for a while, ends the rest, and leaves the cluster. A node that its cluster has
  /// removed has no calls to wait for: others have them.
  public void drain() throws InterruptedException {
    if (!gone.isDone()) departure.go();
    close();
  }

  /// Leaves at once: what runs here is taken over by other nodes, or ended when this one comes back.
  @Override
  public void close() {
    intake.close();
    rooms.close();
  }

  private ActorSystem<Void> openSystem(Storage storage) {
    var setup =
        ActorSystemSetup.create(
            BootstrapSetup.create(SameDatabase.declared(settings.pekko(), storage.identity())),
            storage.journalSetup(),
            RememberedInJournal.setup(new RememberedEntities(storage)));
    try {
      ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "ringmaster", setup);
      system.getWhenTerminated().thenRun(() -> gone.complete(null));
      rooms.open(() -> {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().join();
      });
      return system;
    } catch (RuntimeException e) {
      throw new StartFailure(
          "the cluster port %d on %s cannot be used (%s); stop what uses it or choose another with --cluster-port"
              .formatted(settings.cluster().port(), settings.host(), e.getMessage()),
          e);
    }
  }

  private MediaEngine openMedia(ClusterLines lines) {
    try {
      return new MediaEngine(Rooms.media(settings), lines);
    } catch (IOException e) {
      throw new StartFailure("the media engine cannot start: %s".formatted(e.getMessage()), e);
    }
  }

  private SipEdge openEdge(Surroundings around) {
    try {
      return SipEdge.open(Rooms.sip(settings), around);
    } catch (IOException e) {
      throw new StartFailure(
          "%s; choose another port with --sip-port".formatted(e.getMessage()), e);
    }
  }

  private static HttpServer openHttp(HttpApi api, ActorSystem<?> system) {
    try {
      return api.start(system).toCompletableFuture().join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof CannotServe cannot)
        throw new StartFailure(String.valueOf(cannot.getMessage()), cannot);
      throw e;
    }
  }

  private static ScriptCheck checkedBy(VoxScenarioHost scenarios) {
    return (name, source) ->
        scenarios
            .syntax()
            .check(name, source)
            .map(problem ->
                new ScriptCheck.Problem(problem.message(), problem.line(), problem.column()));
  }

  private List<ReadinessCheck> readiness(Storage storage, Membership membership) {
    var trouble = storage.trouble();
    return List.of(
        new ReadinessCheck(
            "calls", intake.isOpen(), intake.isOpen() ? "" : "the node is starting or leaving"),
        new ReadinessCheck("journal", trouble.isEmpty(), trouble.orElse("")),
        new ReadinessCheck("cluster", membership.isUp(), membership.summary()));
  }
}
