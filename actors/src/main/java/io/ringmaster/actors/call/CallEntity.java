package io.ringmaster.actors.call;

import io.ringmaster.actors.Reply;
import io.ringmaster.actors.call.CallMessage.*;
import io.ringmaster.actors.port.CallEffect;
import io.ringmaster.actors.port.Directory.CallLine;
import io.ringmaster.actors.port.MediaEffect;
import io.ringmaster.actors.port.SipEffect;
import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.signal.CallSignal;
import io.ringmaster.protocol.signal.LifeSignal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
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

/// Joins the pure [Call] to Pekko: journals what a phase decides, and only then carries out its effects, answers, and tells the
/// session. Nothing is carried out while a journal is read back.
public final class CallEntity extends EventSourcedBehavior<CallMessage, CallEntry, RecordedCall> {

  public static final EntityTypeKey<CallMessage> TYPE =
      EntityTypeKey.create(CallMessage.class, "call");

  private final CallId id;
  private final CallWorld world;
  private final ActorContext<CallMessage> context;
  private final TimerScheduler<CallMessage> timers;
  private final ActorRef<ClusterSharding.ShardCommand> shard;
  private Outbox outbox;
  private @Nullable Instant deadline;

  /// What is being carried out, until it is in the journal.
  private @Nullable CallMessage inHand;

  /// Whether the journal has been read back on this node before: then only the journal has failed, and nothing else was lost.
  private boolean revived;

  /// The call has still to hear that its former node was lost.
  private boolean owesRevival;

  private final CallsHere here;

  /// - `here`: one for all entities of a process, and for its whole life.
  public static Behavior<CallMessage> create(
      CallId id, CallWorld world, CallsHere here, ActorRef<ClusterSharding.ShardCommand> shard) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(timers -> new CallEntity(id, world, here, context, timers, shard)));
  }

  /// An entity that nothing of this process knows yet.
  public static Behavior<CallMessage> create(
      CallId id, CallWorld world, ActorRef<ClusterSharding.ShardCommand> shard) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(
            timers -> new CallEntity(id, world, new CallsHere(), context, timers, shard)));
  }

  private CallEntity(
      CallId id,
      CallWorld world,
      CallsHere here,
      ActorContext<CallMessage> context,
      TimerScheduler<CallMessage> timers,
      ActorRef<ClusterSharding.ShardCommand> shard) {
    super(
        PersistenceId.of(TYPE.name(), id.value()),
        SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), Duration.ofSeconds(10), 0.2));
    this.id = id;
    this.world = world;
    this.here = here;
    this.context = context;
    this.timers = timers;
    this.shard = shard;
    this.outbox = new Outbox(id, world.sessions());
  }

  @Override
  public RecordedCall emptyState() {
    return RecordedCall.unborn(id);
  }

  @Override
  public EventHandler<RecordedCall, CallEntry> eventHandler() {
    return (call, entry) -> {
      var after = call.on(entry, world.settings().recordingsUrl());
      outbox.add(after, entry);
      return after;
    };
  }

  @Override
  public SignalHandler<RecordedCall> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(RecoveryCompleted.instance(), this::revive)
        .onSignal(PreRestart.instance(), this::startOver)
        .build();
  }

  /// The journal has failed. Pekko folds events before they are written, so what was collected on the way is not to be trusted.
  /// A signal comes only once: the one in hand is heard again.
  private void startOver(RecordedCall notWritten) {
    outbox = new Outbox(id, world.sessions());
    deadline = null;
    if (inHand instanceof Signal signal) context.getSelf().tell(signal);
    inHand = null;
  }

  /// A call with a past has lost whatever its node held for it; its phase says what that means.
  private void revive(RecordedCall call) {
    if (call.facts() == 0) {
      revived = true;
      settleSoon(call);
      return;
    }
    if (!revived && !here.has(id)) {
      owesRevival = true;
      context.getSelf().tell(new Signal(new LifeSignal.Revived(world.node())));
    }
    revived = true;
    afterwards(call);
  }

  @Override
  public CommandHandler<CallMessage, CallEntry, RecordedCall> commandHandler() {
    return (call, message) -> {
      inHand = message;
      return switch (message) {
        case Signal(CallSignal signal) ->
            carryOut(
                entries(call.call().hear(signal, moment())),
                () -> {
                  if (signal instanceof LifeSignal.SessionEnded) world.sessions().over(id);
                  if (signal instanceof LifeSignal.Revived) owesRevival = false;
                });
        case Orders(var orders) -> takeOrders(call, orders);
        case CommandFromOutside(var command, var replyTo) ->
            fromOutside(call, call.call().decide(command, moment()), replyTo);
        case EventsTaken(long number) -> {
          outbox.taken(number);
          settleSoon(call);
          yield Effect().none();
        }
        case View(var replyTo) ->
            Effect().none().thenRun(() -> replyTo.tell(new Viewed(call.view())));
        case Resend _ -> Effect().none().thenRun(outbox::sendAgain);
        case Settle _ ->
            Effect()
                .none()
                .thenRun(() -> shard.tell(new ClusterSharding.Passivate<>(context.getSelf())));
        case Stop _ -> {
          here.remove(id);
          yield Effect().stop();
        }
      };
    };
  }

  /// Each order is decided upon in the phase that the ones before it lead to; then all facts are written at once.
  private Effect<CallEntry, RecordedCall> takeOrders(RecordedCall call, List<Order> orders) {
    var outcome = OrderBook.take(call, orders, moment(), world.settings().recordingsUrl());
    return carryOut(
        new Writing(outcome.entries(), outcome.effects()),
        () ->
            outcome
                .settlements()
                .forEach((ref, refusal) ->
                    world.sessions().commandSettled(id, ref, refusal.orElse(null))));
  }

  private Effect<CallEntry, RecordedCall> fromOutside(
      RecordedCall call, Decision decision, ActorRef<Reply> replyTo) {
    if (call.facts() == 0) return Effect().none().thenRun(() -> replyTo.tell(new Reply.Unknown()));
    return switch (decision) {
      case Decision.Accepted accepted ->
          carryOut(entries(accepted), () -> replyTo.tell(new Reply.Accepted()));
      case Decision.Refused(String reason) ->
          Effect().none().thenRun(() -> replyTo.tell(new Reply.Refused(reason)));
    };
  }

  /// What is to be written, and what is to be done once it is.
  private record Writing(List<CallEntry> entries, List<CallEffect> effects) {}

  private Writing entries(Decision.Accepted decision) {
    Instant now = world.clock().instant();
    return new Writing(
        decision.facts().stream().map(fact -> new CallEntry(now, null, fact)).toList(),
        decision.effects());
  }

  private Effect<CallEntry, RecordedCall> carryOut(Writing writing, Runnable answer) {
    return Effect()
        .persist(writing.entries())
        .thenRun(call -> {
          inHand = null;
          writing.effects().forEach(this::perform);
          answer.run();
          if (!writing.entries().isEmpty()) afterwards(call);
          else settleSoon(call);
        });
  }

  private void perform(CallEffect effect) {
    switch (effect) {
      case SipEffect sip -> world.signalling().perform(id, sip);
      case MediaEffect media -> world.media().perform(id, media);
    }
  }

  /// What follows from every change: the session hears of it, the directory is brought up to date, the clocks are set.
  private void afterwards(RecordedCall call) {
    if (!owesRevival) here.add(id);
    outbox.send();
    if (!outbox.isEmpty() && !timers.isTimerActive(Resend.RESEND)) {
      timers.startTimerWithFixedDelay(
          Resend.RESEND, Resend.RESEND, world.settings().resendInterval());
    }
    call.view()
        .ifPresent(view ->
            world
                .directory()
                .record(
                    new CallLine(
                        id,
                        id.session(),
                        view.state(),
                        view.direction(),
                        view.number(),
                        view.callerid(),
                        view.createdAt(),
                        view.endedAt())));
    setDeadline(call);
    settleSoon(call);
  }

  private void setDeadline(RecordedCall call) {
    Instant next = call.call().deadline(world.settings().answerTimeout()).orElse(null);
    if (Objects.equals(next, deadline)) return;
    deadline = next;
    if (next == null) {
      timers.cancel("deadline");
    } else {
      var delay = Duration.between(world.clock().instant(), next);
      timers.startSingleTimer(
          "deadline",
          new Signal(new LifeSignal.DeadlinePassed()),
          delay.isNegative() ? Duration.ZERO : delay);
    }
  }

  /// A call that is over leaves memory, and so does one that never was: a stray message has asked for it.
  private void settleSoon(RecordedCall call) {
    if (outbox.isEmpty()) timers.cancel(Resend.RESEND);
    if (outbox.isEmpty() && (call.isOver() || call.facts() == 0)) {
      timers.startSingleTimer(Settle.SETTLE, Settle.SETTLE, world.settings().linger());
    } else {
      timers.cancel(Settle.SETTLE);
    }
  }

  private Moment moment() {
    return new Moment(world.clock().instant(), () -> world.media().reserve(id));
  }
}
