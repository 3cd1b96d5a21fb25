package io.ringmaster.actors.courier;

import io.ringmaster.actors.courier.CourierMessage.*;
import io.ringmaster.actors.port.SessionJournal.Portion;
import io.ringmaster.actors.port.WebhookProgress;
import io.ringmaster.actors.port.WebhookReceivers.Reception;
import io.ringmaster.protocol.SessionId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.jspecify.annotations.Nullable;

/// Takes the events of one session from its journal to its webhook, in order and each at least once: read, post, note how far it has
/// come, one after the other. It is there for sessions with a webhook only, and comes back on another node like they do.
public final class CourierEntity extends AbstractBehavior<CourierMessage> {

  public static final EntityTypeKey<CourierMessage> TYPE =
      EntityTypeKey.create(CourierMessage.class, "courier");

  private final SessionId session;
  private final CourierWorld world;
  private final TimerScheduler<CourierMessage> timers;
  private final ActorRef<ClusterSharding.ShardCommand> shard;
  private final Pauses pauses;

  /// Null until the book was read.
  private @Nullable Round round;

  /// Where the events go; null until it was read, and when there is none.
  private @Nullable String url;

  /// The last line of the journal that was told of before the book was read.
  private long told;

  /// Something is under way that will be answered by a message.
  private boolean busy;

  /// The progress was changed and is not in the book yet.
  private boolean unwritten;

  /// How often the database has not answered, one after the other.
  private int hindrances;

  public static Behavior<CourierMessage> create(
      SessionId session, CourierWorld world, ActorRef<ClusterSharding.ShardCommand> shard) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(timers -> new CourierEntity(session, world, context, timers, shard)));
  }

  private CourierEntity(
      SessionId session,
      CourierWorld world,
      ActorContext<CourierMessage> context,
      TimerScheduler<CourierMessage> timers,
      ActorRef<ClusterSharding.ShardCommand> shard) {
    super(context);
    this.session = session;
    this.world = world;
    this.timers = timers;
    this.shard = shard;
    this.pauses = new Pauses(world.settings().firstPause(), world.settings().longestPause());
    goOn();
  }

  @Override
  public Receive<CourierMessage> createReceive() {
    return newReceiveBuilder().onAnyMessage(this::hear).build();
  }

  private Behavior<CourierMessage> hear(CourierMessage message) {
    switch (message) {
      case Written(long row) -> {
        told = Math.max(told, row);
        if (round != null) round = round.heard(row);
      }
      case Opened(var progress, var where) -> {
        unhindered();
        url = where;
        round = Round.of(progress, told);
      }
      case Carried(var portion, var reception) -> {
        unhindered();
        carried(portion, reception);
      }
      case Noted() -> {
        unhindered();
        unwritten = false;
      }
      case Hindered(String reason) -> hindered(reason);
      case Tick.AGAIN -> {}
      case Tick.LOOK -> {
        if (round != null) round = round.lookingForMore();
      }
      case Tick.SETTLE -> shard.tell(new ClusterSharding.Passivate<>(getContext().getSelf()));
      case Tick.STOP -> {
        return Behaviors.stopped();
      }
    }
    goOn();
    return this;
  }

  private void unhindered() {
    busy = false;
    hindrances = 0;
  }

  private void hindered(String reason) {
    busy = false;
    hindrances++;
    getContext().getLog().debug("the courier of session {} waits: {}", session, reason);
    pause(hindrances);
  }

  private void carried(Portion portion, Reception reception) {
    var before = round();
    var after =
        before.after(portion, reception, world.clock().instant(), world.settings().giveUpAfter());
    round = after;
    unwritten |= !after.progress().equals(before.progress());
    if (after.isGivenUp()) {
      world
          .receivers()
          .givenUp(session, where(), after.progress().position(), String.valueOf(after.reason()));
    } else if (after.failures() > before.failures()) {
      pause(after.failures());
    } else if (after.isBehind() && after.read() == before.read()) {
      pause(1); // told of a line that is not there: nothing is to be gained by asking faster
    }
  }

  private void pause(int failures) {
    timers.startSingleTimer(Tick.AGAIN, Tick.AGAIN, pauses.after(failures, session));
  }

  /// The next thing that is to be done.
  private void goOn() {
    boolean pausing = timers.isTimerActive(Tick.AGAIN);
    if (busy || (pausing && hindrances > 0)) return;
    if (round == null) open();
    else if (unwritten) note(round.progress());
    else if (pausing) return;
    else if (url == null || round.progress().ended()) settle();
    else if (round.isBehind()) carry(round, url);
    else timers.startSingleTimer(Tick.LOOK, Tick.LOOK, world.settings().look());
  }

  private void open() {
    ask(
        world
            .book()
            .read(session)
            .thenCombine(
                world.journal().webhook(session),
                (progress, found) -> new Opened(progress, found.orElse(null))));
  }

  private void carry(Round present, String where) {
    int most = world.settings().mostEvents();
    ask(
        world
            .receivers()
            .inTurn(
                where,
                () ->
                    world
                        .journal()
                        .after(session, present.read(), most)
                        .thenCompose(portion -> carry(present, where, portion))));
  }

  private CompletionStage<Carried> carry(Round present, String where, Portion portion) {
    return present
        .post(portion, session, where)
        .map(post -> world.receivers().post(post))
        .orElseGet(() -> CompletableFuture.completedFuture(new Reception.Taken()))
        .thenApply(reception -> new Carried(portion, reception));
  }

  private void note(WebhookProgress progress) {
    ask(world.book().write(session, progress).thenApply(_ -> new Noted()));
  }

  private void ask(CompletionStage<? extends Own> answer) {
    busy = true;
    timers.cancel(Tick.LOOK);
    timers.cancel(Tick.SETTLE);
    getContext()
        .pipeToSelf(
            answer, (own, failure) -> failure == null ? own : new Hindered(reason(failure)));
  }

  private void settle() {
    timers.startSingleTimer(Tick.SETTLE, Tick.SETTLE, world.settings().linger());
  }

  private Round round() {
    if (round == null) throw new IllegalStateException("carried before the book was read");
    return round;
  }

  private String where() {
    if (url == null) throw new IllegalStateException("carried to nowhere");
    return url;
  }

  private static String reason(Throwable failure) {
    var cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return String.valueOf(cause.getMessage());
  }
}
