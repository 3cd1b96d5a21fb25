package io.ringmaster.actors.session;

import io.ringmaster.actors.Reply;
import io.ringmaster.actors.Sessions.Answer;
import io.ringmaster.actors.Sessions.Placed;
import io.ringmaster.actors.Sessions.Started;
import io.ringmaster.actors.session.SessionFact.*;
import io.ringmaster.actors.session.SessionMessage.*;
import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.SessionId;
import io.ringmaster.protocol.command.CommandRef;
import io.ringmaster.protocol.event.AppEvent.CallAlerting;
import io.ringmaster.protocol.session.HttpResult;
import io.ringmaster.protocol.session.ScenarioCommand.SendHttpRequest;
import io.ringmaster.protocol.session.TurnInput;
import io.ringmaster.protocol.signal.LifeSignal;
import io.ringmaster.protocol.signal.Route;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PreRestart;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;
import org.jspecify.annotations.Nullable;

/// Joins the pure [Session] to Pekko: journals its facts, and only then carries out what its scenario said. One batch of turns is
/// under way at a time; everything else waits in the [Inbox].
public final class SessionEntity
    extends EventSourcedBehavior<SessionMessage, SessionEntry, Session> {

  public static final EntityTypeKey<SessionMessage> TYPE =
      EntityTypeKey.create(SessionMessage.class, "session");

  /// Tags the first line of a session that has a webhook.
  public static final String WEBHOOK_TAG = "webhook";

  private static final Set<String> WITH_WEBHOOK = Set.of(WEBHOOK_TAG);

  private final SessionId id;
  private final SessionWorld world;
  private final ActorContext<SessionMessage> context;
  private final ActorRef<ClusterSharding.ShardCommand> shard;
  private final Inbox inbox = new Inbox();
  private final Clients clients = new Clients();
  private final Stage stage;
  private final Clocks clocks;
  private Past past = new Past();
  private Orders orders;
  private OpenEnds openEnds;

  /// How often the entity has started over.
  private int life;

  /// The turns under way, until they are in the journal.
  private List<Pending> inHand = List.of();

  /// What the host is doing for this session.
  private CompletionStage<?> onStage = CompletableFuture.completedFuture(null);

  /// The outside requests that this node has under way, or whose results wait for their turn, by number.
  private final Set<Integer> errands = new HashSet<>();

  /// Who asked for the session, until it has started.
  private @Nullable ActorRef<StartedReply> starter;

  /// Something off the actor's thread is under way: sources, turns, or the rebuilding of the scenario.
  private boolean busy;

  /// Requests to end the session that came while it was busy.
  private final List<End> ends = new ArrayList<>();

  /// The session as it is to begin, until its first turns have been taken and all is written at once.
  private @Nullable Beginning beginning;

  /// The phase that the directory knows.
  private String announced = "";

  public static Behavior<SessionMessage> create(
      SessionId id, SessionWorld world, ActorRef<ClusterSharding.ShardCommand> shard) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(timers -> new SessionEntity(id, world, context, timers, shard)));
  }

  private SessionEntity(
      SessionId id,
      SessionWorld world,
      ActorContext<SessionMessage> context,
      TimerScheduler<SessionMessage> timers,
      ActorRef<ClusterSharding.ShardCommand> shard) {
    super(
        PersistenceId.of(TYPE.name(), id.value()),
        SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), Duration.ofSeconds(10), 0.2));
    this.id = id;
    this.world = world;
    this.context = context;
    this.shard = shard;
    this.orders = new Orders(world.calls(), world.settings().callLimits());
    this.stage = new Stage(world.host(), world.random());
    this.clocks = new Clocks(timers, world.clock(), world.settings());
    this.openEnds = new OpenEnds(world.calls());
  }

  @Override
  public Session emptyState() {
    return new Session.Unborn(id);
  }

  @Override
  public EventHandler<Session, SessionEntry> eventHandler() {
    return (session, entry) -> {
      past.add(entry);
      var after = session;
      for (var fact : entry.facts()) {
        after = after.on(fact, entry.at());
        orders.on(fact, after);
      }
      return after;
    };
  }

  @Override
  public CommandHandler<SessionMessage, SessionEntry, Session> commandHandler() {
    return (session, message) ->
        switch (message) {
          case CallArrived arrived -> quietly(() -> arrived(session, arrived));
          case CallHappened happened -> quietly(() -> happened(session, happened));
          case CommandSettled(CallId call, CommandRef ref, String refusal) ->
              settled(session, call, ref, refusal);
          case CallOver(CallId call) -> quietly(() -> openEnds.closed(call));
          case Start start -> quietly(() -> start(session, start));
          case PlaceCall place -> placeCall(session, place);
          case End end -> end(session, end);
          case View(var replyTo) ->
              quietly(() -> replyTo.tell(new Viewed(SessionViews.of(session, world.settings()))));
          case Ask ask -> quietly(() -> ask(session, ask));
          case SourcesFound found -> begin(found);
          case TurnsTaken taken -> turnsTaken(session, taken);
          case Rebuilt rebuilt -> rebuilt(session, rebuilt);
          case RequestDone(int request, var result) ->
              quietly(() -> inbox.add(new Pending.Done(request, result)));
          case Tick tick -> tick(session, tick);
        };
  }

  private Effect<SessionEntry, Session> tick(Session session, Tick tick) {
    clocks.rang(tick);
    return switch (tick) {
      case DEADLINE -> busy ? Effect().none() : write(session, session.onDeadline(), () -> {});
      case WAKE -> quietly(inbox::timersDue);
      case RESEND ->
          quietly(() -> {
            orders.sendAgain();
            openEnds.tellAgain();
          });
      case SETTLE ->
          Effect()
              .none()
              .thenRun(() -> shard.tell(new ClusterSharding.Passivate<>(context.getSelf())));
      case STOP -> Effect().stop();
    };
  }

  /// The beginning of a session whose events go to a webhook is tagged, so that the transaction which writes it calls a courier into
  /// being too.
  @Override
  public Set<String> tagsFor(SessionEntry entry) {
    return entry.facts().getFirst() instanceof SessionStarted started
            && started.route().webhook() != null
        ? WITH_WEBHOOK
        : Set.of();
  }

  // From calls

  private void arrived(Session session, CallArrived arrived) {
    var call = arrived.alerting().id();
    boolean known = session.details().map(d -> d.calls().containsKey(call)).orElse(false);
    if (known) {
      world.calls().eventsTaken(call, 0);
    } else if (isOver(session)) {
      world.calls().eventsTaken(call, 0);
      world.calls().signal(call, new LifeSignal.SessionRefused(480, "the session is ending"));
    } else {
      inbox.arrived(new Pending.App(arrived.alerting()), call);
      if (session instanceof Session.Unborn) findSources(arrived.route(), "");
    }
  }

  private void happened(Session session, CallHappened happened) {
    var call = happened.call();
    long last = happened.events().getLast().seq();
    long taken = session.details().map(d -> d.taken(call)).orElse(0L);
    boolean known = session.details().map(d -> d.calls().containsKey(call)).orElse(false);
    if (isOver(session) || last <= taken) world.calls().eventsTaken(call, last);
    else if (known || inbox.knows(call)) inbox.happened(call, happened.events(), taken);
    // else the news of its arrival was lost on the way: both will be sent again, in order
  }

  private Effect<SessionEntry, Session> settled(
      Session session, CallId call, CommandRef ref, @Nullable String refusal) {
    if (!orders.settled(ref) || refusal == null) return quietly(() -> {});
    return write(session, List.of(new CommandRefused(call, ref, refusal)), () -> {});
  }

  // From outside

  private void start(Session session, Start start) {
    if (session instanceof Session.Unborn && starter == null) {
      starter = start.replyTo();
      findSources(start.route(), start.customData());
    } else {
      start
          .replyTo()
          .tell(new StartedReply(new Started.NotStarted("the session id is in use already")));
    }
  }

  private Effect<SessionEntry, Session> placeCall(Session session, PlaceCall place) {
    var refused = whyNoCall(session);
    if (refused != null)
      return Effect().none().thenRun(() -> place.replyTo().tell(new PlacedReply(refused)));
    var call = id.call(session.details().orElseThrow().nextCall());
    return write(
        session,
        List.of(new CallPlacedFromOutside(call, place.details())),
        () -> place.replyTo().tell(new PlacedReply(new Placed.Placing(call))));
  }

  private @Nullable Placed whyNoCall(Session session) {
    if (session instanceof Session.Unborn) return new Placed.NoSession();
    if (isOver(session)) return new Placed.NotPlaced("the session is ending or has ended");
    boolean ofHttp = session.details().orElseThrow().route().control() == Route.Control.HTTP;
    return ofHttp
        ? null
        : new Placed.NotPlaced(
            "the session is driven by its scenario, which alone can place calls");
  }

  private Effect<SessionEntry, Session> end(Session session, End end) {
    if (busy) { // the turns under way must find the phase as they left it
      ends.add(end);
      return Effect().none();
    }
    if (session instanceof Session.Unborn)
      return Effect().none().thenRun(() -> end.replyTo().tell(new Reply.Unknown()));
    return write(
        session,
        session.terminate(Cause.OUTSIDE, null),
        () -> end.replyTo().tell(new Reply.Accepted()));
  }

  private void noLongerBusy() {
    busy = false;
    ends.forEach(context.getSelf()::tell);
    ends.clear();
  }

  private void ask(Session session, Ask ask) {
    var details = session.details().filter(d -> !isOver(session) && Clients.knows(d, ask.token()));
    if (details.isEmpty()) {
      ask.replyTo().tell(new AnswerReply(new Answer.NotFound()));
    } else if (!details.get().hasScenario()) {
      ask.replyTo()
          .tell(
              new AnswerReply(new Answer.Failed("the session has no scenario that could answer")));
    } else {
      inbox.add(clients.admit(details.get(), ask));
    }
  }

  // The beginning

  private void findSources(Route route, String customData) {
    if (busy) return;
    busy = true;
    int now = life;
    context.pipeToSelf(
        world.catalogue().current(route.scenarios()),
        (sources, error) ->
            error == null
                ? new SourcesFound(now, route, customData, sources, null)
                : new SourcesFound(now, route, customData, List.of(), Failures.reason(error)));
  }

  private Effect<SessionEntry, Session> begin(SourcesFound found) {
    if (found.life() != life) return Effect().none();
    noLongerBusy();
    String missing = found.missing();
    if (missing != null) return quietly(() -> cannotBegin(missing));
    stage.use(found.sources());
    beginning = new Beginning(world.clock().instant(), Beginnings.started(found, world.random()));
    inbox.putBack(Beginnings.inputs(beginning.details(id), world.settings()));
    return quietly(() -> {});
  }

  /// The first line of the journal: the session, and the first turns of its scenario.
  private Effect<SessionEntry, Session> writeBeginning(
      Session unborn, Beginning begun, Stage.Act act) {
    var facts = new ArrayList<SessionFact>();
    facts.add(begun.fact());
    facts.addAll(act.facts());
    return write(
        unborn,
        begun.at(),
        facts,
        () -> {
          var url = world.settings().accessUrl(begun.details(id));
          if (starter != null) starter.tell(new StartedReply(new Started.Running(id, url)));
          starter = null;
          beginning = null;
          carryOut(act);
        });
  }

  private void cannotBegin(String reason) {
    if (starter != null) starter.tell(new StartedReply(new Started.NotStarted(reason)));
    starter = null;
    for (var pending : inbox.clear()) {
      if (pending instanceof Pending.App(CallAlerting alerting)) {
        world.calls().eventsTaken(alerting.id(), 0);
        world.calls().signal(alerting.id(), new LifeSignal.SessionRefused(500, reason));
      }
    }
  }

  // Turns

  /// Gives the scenario its next turns, unless some are under way.
  private void pump(Session session) {
    if (busy || (session instanceof Session.Unborn && beginning == null)) return;
    var present = beginning == null ? session : session.on(beginning.fact(), beginning.at());
    var details = present.details().orElseThrow();
    var now = world.clock().instant();
    boolean due = present.due().isPresent();
    do inHand = due ? List.of() : takeOut(present, details, now);
    while (!due && inHand.isEmpty() && !inbox.isEmpty());
    if (!due && inHand.isEmpty()) return;
    busy = true;
    int thisLife = life;
    var act = stage.act(present, inHand, now);
    onStage = act;
    context.pipeToSelf(
        act,
        (taken, error) -> {
          if (error != null) throw new IllegalStateException("a stage must not fail", error);
          return new TurnsTaken(thisLife, taken);
        });
  }

  /// The next that become turns. What comes out with them and does not is dropped.
  private List<Pending> takeOut(Session session, SessionDetails details, Instant now) {
    var taking = new ArrayList<Pending>();
    for (var pending : inbox.next()) {
      var input = pending.input(details, now);
      if (!details.isNews(input)) acknowledge(input);
      else if (session.takes(input)) taking.add(pending);
      else drop(pending);
    }
    return taking;
  }

  private void drop(Pending pending) {
    switch (pending) {
      case Pending.Asked(String request, _) -> clients.turnAway(request);
      case Pending.Happening(var event) -> world.calls().eventsTaken(event.callId(), event.seq());
      case Pending.App(CallAlerting alerting) -> {
        world.calls().eventsTaken(alerting.id(), 0);
        world
            .calls()
            .signal(alerting.id(), new LifeSignal.SessionRefused(480, "the session is ending"));
      }
      case Pending.App _, Pending.Load _, Pending.Timers _, Pending.Done _ -> {}
    }
  }

  private Effect<SessionEntry, Session> turnsTaken(Session session, TurnsTaken taken) {
    if (taken.life() != life) return Effect().none();
    noLongerBusy();
    var act = taken.act();
    return beginning == null
        ? write(session, act.facts(), () -> carryOut(act))
        : writeBeginning(session, beginning, act);
  }

  private void carryOut(Stage.Act act) {
    inbox.putBack(inHand.subList(act.used(), inHand.size()));
    inHand = List.of();
    act.turns().forEach(this::carryOut);
  }

  /// What was said in a turn is done, and whoever waits for the turn is told.
  private void carryOut(TurnTaken turn) {
    acknowledge(turn.input());
    if (turn.input() instanceof TurnInput.HttpRequestDone(int request, _)) errands.remove(request);
    clients.answer(turn);
    for (var command : turn.commands()) {
      if (command instanceof SendHttpRequest request) send(request);
    }
  }

  private void acknowledge(TurnInput input) {
    if (input instanceof TurnInput.CallEventRaised(var event)) {
      world.calls().eventsTaken(event.callId(), event.seq());
    } else if (input instanceof TurnInput.AppEventRaised(var event)
        && event.event() instanceof CallAlerting alerting) {
      world.calls().eventsTaken(alerting.id(), 0);
    }
  }

  private void send(SendHttpRequest request) {
    errands.add(request.request());
    context.pipeToSelf(
        world.requests().send(request),
        (result, error) ->
            error == null
                ? new RequestDone(request.request(), result)
                : new RequestDone(
                    request.request(), new HttpResult(-1, "", List.of(), Failures.reason(error))));
  }

  // Coming back

  @Override
  public SignalHandler<Session> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(RecoveryCompleted.instance(), this::revive)
        .onSignal(PreRestart.instance(), this::startOver)
        .build();
  }

  /// The journal has failed. Pekko folds events before they are written, so what was collected on the way is not to be trusted,
  /// and the scenario may be ahead of the journal. Calls send again what was not taken; the rest is kept.
  private void startOver(Session notWritten) {
    life++;
    past = new Past();
    orders = new Orders(world.calls(), world.settings().callLimits());
    openEnds = new OpenEnds(world.calls());
    inbox.startOver(inHand);
    inHand = List.of();
    clocks.startOver();
    starter = null;
    beginning = null;
    noLongerBusy();
    announced = "";
  }

  /// A session with a past: its scenario takes its turns again, silently, before it takes new ones.
  private void revive(Session session) {
    var turns = past.close();
    if (session instanceof Session.Unborn) {
      afterwards(session);
      return;
    }
    var details = session.details().orElseThrow();
    details.requests().values().forEach(this::resume);
    if (details.hasScenario() && !(session instanceof Session.Terminated)) rebuild(details, turns);
    afterwards(session);
  }

  private void rebuild(SessionDetails details, List<TurnTaken> turns) {
    busy = true;
    var started = past.started().orElseThrow();
    var unplayed = SessionDetails.of(id, started, past.startedAt());
    int present = life;
    var rebuilding =
        onStage
            .handle((_, _) -> details.scenarios())
            .thenCompose(pins -> Sources.pinned(world.catalogue(), pins))
            .thenCompose(sources -> {
              stage.use(sources);
              return stage.takeAgain(unplayed, started, turns);
            });
    context.pipeToSelf(
        rebuilding,
        (difference, error) ->
            new Rebuilt(present, error == null ? difference.orElse(null) : Failures.reason(error)));
  }

  private Effect<SessionEntry, Session> rebuilt(Session session, Rebuilt rebuilt) {
    if (rebuilt.life() != life) return Effect().none();
    noLongerBusy();
    var difference = rebuilt.error();
    if (difference == null) return quietly(() -> {});
    return write(session, session.terminate(Cause.SCRIPT_ERROR, difference), () -> {});
  }

  /// A request that was in flight when its node was lost. Only one that changes nothing is safe to send twice.
  private void resume(SendHttpRequest request) {
    if (errands.contains(request.request())) return;
    if (request.method().equals("GET") || request.method().equals("HEAD")) send(request);
    else {
      errands.add(request.request());
      inbox.add(
          new Pending.Done(
              request.request(),
              new HttpResult(
                  -1,
                  "",
                  List.of(),
                  "the node that sent this request was lost before its answer came")));
    }
  }

  // After every message

  private Effect<SessionEntry, Session> write(
      Session before, List<SessionFact> facts, Runnable then) {
    return write(before, world.clock().instant(), facts, then);
  }

  private Effect<SessionEntry, Session> write(
      Session before, Instant at, List<SessionFact> facts, Runnable then) {
    var all = Consequences.onward(before, facts, at);
    var written = all.isEmpty() ? Effect().none() : Effect().persist(new SessionEntry(at, all));
    return written.thenRun(after -> {
      if (!all.isEmpty()) tellCourier(after);
      then.run();
      afterwards(after);
    });
  }

  private void tellCourier(Session session) {
    session
        .details()
        .filter(details -> details.route().webhook() != null)
        .ifPresent(_ -> world.couriers().written(id, lastSequenceNumber(context)));
  }

  private Effect<SessionEntry, Session> quietly(Runnable action) {
    return Effect()
        .none()
        .thenRun(session -> {
          action.run();
          afterwards(session);
        });
  }

  private void afterwards(Session session) {
    orders.send();
    if (!session.state().equals(announced)) announce(session);
    pump(session);
    boolean waking = inbox.awaitsTimers() || inHand.contains(new Pending.Timers());
    boolean owes = !orders.isEmpty() || !openEnds.isEmpty();
    clocks.set(session, waking, owes, isSettled(session));
  }

  /// A session that is over leaves memory, and so does one that never was: a stray message has asked for it.
  private boolean isSettled(Session session) {
    return session instanceof Session.Unborn
        ? !busy && inbox.isEmpty()
        : session instanceof Session.Terminated && openEnds.isEmpty();
  }

  /// A new phase: the directory hears of it, and an end is carried out.
  private void announce(Session session) {
    announced = session.state();
    SessionViews.of(session, world.settings())
        .map(SessionViews::line)
        .ifPresent(world.directory()::record);
    if (session instanceof Session.Terminated(var details, _, _)) {
      clients.turnAllAway();
      world.host().close(id);
      openEnds.of(details);
    }
  }

  private static boolean isOver(Session session) {
    return switch (session) {
      case Session.Unborn _, Session.Running _, Session.Idle _ -> false;
      case Session.Draining _, Session.Terminating _, Session.Terminated _ -> true;
    };
  }
}
