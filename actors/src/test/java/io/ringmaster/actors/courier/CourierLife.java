package io.ringmaster.actors.courier;

import io.ringmaster.actors.port.SessionJournal;
import io.ringmaster.actors.port.WebhookBook;
import io.ringmaster.actors.port.WebhookPost;
import io.ringmaster.actors.port.WebhookProgress;
import io.ringmaster.actors.port.WebhookReceivers;
import io.ringmaster.actors.world.VirtualTime;
import io.ringmaster.protocol.SessionId;
import io.ringmaster.protocol.event.CallEvent;
import io.ringmaster.protocol.event.NumberedCallEvent;
import io.ringmaster.protocol.event.NumberedEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.jspecify.annotations.Nullable;

/// One session's courier on one node after another, with journal, book and receiver in memory.
final class CourierLife implements SessionJournal, WebhookBook, WebhookReceivers {

  static final String URL = "http://127.0.0.1:9/hook";
  static final CourierSettings SETTINGS =
      new CourierSettings(
          Duration.ofMillis(500),
          Duration.ofMinutes(5),
          Duration.ofHours(24),
          10,
          Duration.ofSeconds(30),
          Duration.ofSeconds(5));

  private static final AtomicLong SESSIONS = new AtomicLong(8_796_093_400_000L);

  /// More messages than the courier says to itself between two things that a test can see.
  private static final int MESSAGES = 60;

  private record Line(List<NumberedEvent> events, boolean over) {}

  private record Arrival(WebhookPost post, CompletableFuture<Reception> answer) {}

  final SessionId id = new SessionId(Long.toString(SESSIONS.incrementAndGet()));
  final List<String> givenUp = new CopyOnWriteArrayList<>();
  final TestProbe<ClusterSharding.ShardCommand> shard;

  private final VirtualTime time;
  private final List<Line> lines = new CopyOnWriteArrayList<>();
  private final List<Arrival> arrivals = new CopyOnWriteArrayList<>();
  private volatile Optional<String> url = Optional.of(URL);
  private volatile WebhookProgress book = WebhookProgress.NONE;
  private volatile boolean databaseAway;
  private volatile Supplier<CompletableFuture<Reception>> receiver = CompletableFuture::new;
  private int events;
  private @Nullable ActorRef<CourierMessage> underTest;

  CourierLife(VirtualTime time) {
    this.time = time;
    shard = time.kit().createTestProbe();
  }

  // The session

  /// Writes lines with so many events each, and tells of them.
  CourierLife writes(int... eventsOfLines) {
    writesSilently(eventsOfLines);
    return tell(new CourierMessage.Written(lines.size())).idle();
  }

  CourierLife writesSilently(int... eventsOfLines) {
    for (int count : eventsOfLines) lines.add(new Line(next(count), false));
    return this;
  }

  CourierLife ends() {
    lines.add(new Line(next(1), true));
    return tell(new CourierMessage.Written(lines.size())).idle();
  }

  CourierLife hasNoWebhook() {
    url = Optional.empty();
    return this;
  }

  private List<NumberedEvent> next(int count) {
    var made = new ArrayList<NumberedEvent>();
    for (int i = 0; i < count; i++) {
      made.add(
          new NumberedCallEvent(id.call(1), ++events, time.instant(), new CallEvent.RtpStopped()));
    }
    return made;
  }

  // The node

  CourierLife startsOnANode() {
    underTest =
        time.kit()
            .spawn(
                CourierEntity.create(
                    id, new CourierWorld(time, this, this, this, SETTINGS), shard.ref()));
    return idle();
  }

  CourierLife nodeIsLost() {
    time.kit().stop(ref());
    underTest = null;
    return this;
  }

  CourierLife databaseIsAway(boolean away) {
    databaseAway = away;
    return this;
  }

  CourierLife passes(Duration duration) {
    time.pass(duration, this::idle);
    return this;
  }

  CourierLife tell(CourierMessage message) {
    ref().tell(message);
    return this;
  }

  /// Waits until the courier has nothing to do. It answers no message, but this one lets it tell its shard something.
  CourierLife idle() {
    for (int i = 0; i < MESSAGES; i++) {
      tell(CourierMessage.Tick.SETTLE);
      shard.expectMessageClass(ClusterSharding.Passivate.class);
    }
    return this;
  }

  private ActorRef<CourierMessage> ref() {
    if (underTest == null) throw new IllegalStateException("the courier is on no node");
    return underTest;
  }

  // The receiver

  /// Answers every post at once from now on.
  CourierLife receiverAnswers(Reception always) {
    receiver = () -> CompletableFuture.completedFuture(always);
    return this;
  }

  /// Answers when told to from now on.
  CourierLife receiverIsSlow() {
    receiver = CompletableFuture::new;
    return this;
  }

  CourierLife receiverAnswersAtLast(Reception reception) {
    arrivals.getLast().answer().complete(reception);
    return idle();
  }

  List<WebhookPost> posts() {
    return arrivals.stream().map(Arrival::post).toList();
  }

  /// The numbers of all events that arrived, in order.
  List<Long> arrived() {
    return posts().stream()
        .flatMap(post -> post.events().stream())
        .map(event -> ((NumberedCallEvent) event).seq())
        .toList();
  }

  WebhookProgress book() {
    return book;
  }

  // What is around it

  @Override
  public CompletionStage<Optional<String>> webhook(SessionId session) {
    return answer(url);
  }

  @Override
  public CompletionStage<Portion> after(SessionId session, long row, int mostEvents) {
    var found = new ArrayList<NumberedEvent>();
    int last = (int) row;
    while (last < lines.size()
        && (last == row || found.size() + lines.get(last).events().size() <= mostEvents)) {
      found.addAll(lines.get(last).events());
      last++;
    }
    boolean over = last > row && lines.get(last - 1).over();
    return answer(new Portion(last, found, over, last < lines.size()));
  }

  @Override
  public CompletionStage<WebhookProgress> read(SessionId session) {
    return answer(book);
  }

  @Override
  public CompletionStage<Void> write(SessionId session, WebhookProgress progress) {
    if (!databaseAway) book = progress;
    return answer(progress).thenApply(_ -> null);
  }

  private <T> CompletionStage<T> answer(T value) {
    return databaseAway
        ? CompletableFuture.failedFuture(new IllegalStateException("the database is away"))
        : CompletableFuture.completedFuture(value);
  }

  @Override
  public <T> CompletionStage<T> inTurn(String to, Supplier<CompletionStage<T>> errand) {
    return errand.get();
  }

  @Override
  public CompletionStage<Reception> post(WebhookPost post) {
    var answer = receiver.get();
    arrivals.add(new Arrival(post, answer));
    return answer;
  }

  @Override
  public void givenUp(SessionId session, String to, long position, String reason) {
    givenUp.add("%d: %s".formatted(position, reason));
  }
}
