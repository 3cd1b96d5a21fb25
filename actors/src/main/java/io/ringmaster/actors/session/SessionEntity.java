package io.ringmaster.actors.session;

import io.ringmaster.actors.Reply;
import io.ringmaster.actors.Sessions.Placed;
import io.ringmaster.actors.session.SessionFact.*;
import io.ringmaster.actors.session.SessionMessage.*;
import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.SessionId;
import io.ringmaster.protocol.command.CommandRef;
import io.ringmaster.protocol.signal.Route;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
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
  private final Work work;
  private final Inbox inbox = new Inbox();
  private final Clients clients = new Clients();
  private final Clocks clocks;
  private final CallNews news;
  private final Errands errands;
  private final Opening opening;
  private final Turns turns;
  private final Revival revival;
  private Past past = new Past();
  private Orders orders;
  private OpenEnds openEnds;

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
    this.openEnds = new OpenEnds(world.calls());
    this.clocks = new Clocks(timers, world.clock(), world.settings());
    this.work = new Work(this::pipe, context.getSelf()::tell);
    this.errands = new Errands(this::pipe, world.requests(), inbox);
    this.news = new CallNews(world.calls(), inbox);
    var stage = new Stage(world.host(), world.random());
    this.opening = new Opening(id, world, work, stage, inbox, news);
    this.turns = new Turns(world.clock(), work, stage, inbox, news, clients, errands);
    this.revival = new Revival(id, world.catalogue(), work, stage, turns, errands);
  }

  private <T> void pipe(
      CompletionStage<T> elsewhere, BiFunction<T, @Nullable Throwable, SessionMessage> report) {
    context.pipeToSelf(elsewhere, report::apply);
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
          case CallHappened happened -> quietly(() -> news.happened(session, happened));
          case CommandSettled(CallId call, CommandRef ref, String refusal) ->
              settled(session, call, ref, refusal);
          case CallOver(CallId call) -> quietly(() -> openEnds.closed(call));
          case Start start -> quietly(() -> start(session, start));
          case PlaceCall place -> placeCall(session, place);
          case End end -> end(session, end);
          case View(var replyTo) ->
              quietly(() -> replyTo.tell(new Viewed(SessionViews.of(session, world.settings()))));
          case Ask ask -> quietly(() -> clients.ask(session, ask).ifPresent(inbox::add));
          case SourcesFound found -> begin(found);
          case TurnsTaken taken -> turnsTaken(session, taken);
          case Rebuilt rebuilt -> rebuilt(session, rebuilt);
          case RequestDone(int request, var result) -> quietly(() -> errands.back(request, result));
          case Tick tick -> tick(session, tick);
        };
  }

  private Effect<SessionEntry, Session> tick(Session session, Tick tick) {
    clocks.rang(tick);
    return switch (tick) {
      case DEADLINE ->
          work.isBusy() ? Effect().none() : write(session, session.onDeadline(), () -> {});
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
    news.arrived(session, arrived.alerting());
    if (session instanceof Session.Unborn) opening.findSources(arrived.route(), "");
  }

  private Effect<SessionEntry, Session> settled(
      Session session, CallId call, CommandRef ref, @Nullable String refusal) {
    if (!orders.settled(ref) || refusal == null) return quietly(() -> {});
    return write(session, List.of(new CommandRefused(call, ref, refusal)), () -> {});
  }

  // From outside

  private void start(Session session, Start start) {
    opening.start(
        session,
        start.route(),
        start.customData(),
        started -> start.replyTo().tell(new StartedReply(started)));
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
    if (session.isOver()) return new Placed.NotPlaced("the session is ending or has ended");
    boolean ofHttp = session.details().orElseThrow().route().control() == Route.Control.HTTP;
    return ofHttp
        ? null
        : new Placed.NotPlaced(
            "the session is driven by its scenario, which alone can place calls");
  }

  private Effect<SessionEntry, Session> end(Session session, End end) {
    if (work.isBusy()) {
      work.holdBack(end);
      return Effect().none();
    }
    if (session instanceof Session.Unborn)
      return Effect().none().thenRun(() -> end.replyTo().tell(new Reply.Unknown()));
    return write(
        session,
        session.terminate(Cause.OUTSIDE, null),
        () -> end.replyTo().tell(new Reply.Accepted()));
  }

  // The beginning, and turns

  private Effect<SessionEntry, Session> begin(SourcesFound found) {
    if (!work.isDone(found.life())) return Effect().none();
    var missing = found.missing();
    return quietly(() -> {
      if (missing == null) opening.begin(found);
      else opening.cannotBegin(missing);
    });
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
          opening.written(begun);
          turns.carryOut(act);
        });
  }

  private Effect<SessionEntry, Session> turnsTaken(Session session, TurnsTaken taken) {
    if (!work.isDone(taken.life())) return Effect().none();
    var act = taken.act();
    return opening
        .unwritten()
        .map(begun -> writeBeginning(session, begun, act))
        .orElseGet(() -> write(session, act.facts(), () -> turns.carryOut(act)));
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
    past = new Past();
    orders = new Orders(world.calls(), world.settings().callLimits());
    openEnds = new OpenEnds(world.calls());
    turns.startOver();
    clocks.startOver();
    opening.startOver();
    work.startOver();
    announced = "";
  }

  private void revive(Session session) {
    revival.revive(session, past);
    afterwards(session);
  }

  private Effect<SessionEntry, Session> rebuilt(Session session, Rebuilt rebuilt) {
    if (!work.isDone(rebuilt.life())) return Effect().none();
    var difference = rebuilt.error();
    if (difference == null) return quietly(() -> {});
    return write(session, session.terminate(Cause.SCRIPT_ERROR, difference), () -> {});
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
    turns.next(opening.present(session));
    boolean owes = !orders.isEmpty() || !openEnds.isEmpty();
    clocks.set(session, turns.awaitTimers(), owes, isSettled(session));
  }

  /// A session that is over leaves memory, and so does one that never was: a stray message has asked for it.
  private boolean isSettled(Session session) {
    return session instanceof Session.Unborn
        ? !work.isBusy() && inbox.isEmpty()
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
}
