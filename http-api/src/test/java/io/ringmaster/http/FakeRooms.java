package io.ringmaster.http;

import io.ringmaster.actors.CallView;
import io.ringmaster.actors.Calls;
import io.ringmaster.actors.History;
import io.ringmaster.actors.Reply;
import io.ringmaster.actors.SessionView;
import io.ringmaster.actors.Sessions;
import io.ringmaster.actors.port.Directory;
import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.Headers;
import io.ringmaster.protocol.SessionId;
import io.ringmaster.protocol.command.CallCommand;
import io.ringmaster.protocol.command.OutgoingCall;
import io.ringmaster.protocol.event.AppEvent;
import io.ringmaster.protocol.event.CallEvent;
import io.ringmaster.protocol.event.NumberedCallEvent;
import io.ringmaster.protocol.signal.Route;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Source;
import org.jspecify.annotations.Nullable;

/// The actors' side in memory: one session, [#SESSION], with one connected call, [#CALL]. Tests set the replies and read what arrived.
final class FakeRooms implements Calls, Sessions, History, Directory {

  static final SessionId SESSION = new SessionId("4711");
  static final CallId CALL = SESSION.call(1);
  static final Instant BEGIN = Instant.parse("2026-11-22T06:00:00.123456Z");

  record Commanded(CallId call, CallCommand command) {}

  record StartedWith(Route route, String customData) {}

  record PlacedWith(SessionId session, OutgoingCall details) {}

  record Requested(SessionId session, String token, AppEvent.HttpRequest request) {}

  record Listed(@Nullable String state, @Nullable Instant before, int limit) {}

  final List<Commanded> commands = new CopyOnWriteArrayList<>();
  final List<StartedWith> starts = new CopyOnWriteArrayList<>();
  final List<PlacedWith> placements = new CopyOnWriteArrayList<>();
  final List<Requested> requests = new CopyOnWriteArrayList<>();
  final List<Listed> listings = new CopyOnWriteArrayList<>();
  final Map<CallId, Journal> callJournals = new ConcurrentHashMap<>();
  final Journal sessionJournal = new Journal();
  final Journal allJournal = new Journal();

  volatile CompletionStage<Reply> reply = done(new Reply.Accepted());
  volatile Started started = new Started.Running(SESSION, "http://127.0.0.1/request/4711/secret");
  volatile Placed placed = new Placed.Placing(SESSION.call(2));
  volatile CompletionStage<Answer> answer =
      done(new Answer.Answered("text/plain; charset=UTF-8", "hello"));
  volatile String callState = "CONNECTED";
  volatile String sessionState = "RUNNING";

  static <T> CompletionStage<T> done(T value) {
    return CompletableFuture.completedFuture(value);
  }

  /// The call's event number `seq`, told apart by its text.
  static NumberedCallEvent message(CallId call, long seq) {
    return new NumberedCallEvent(
        call,
        seq,
        BEGIN.plusMillis(seq),
        new CallEvent.MessageReceived(Headers.NONE, "message " + seq));
  }

  Journal journal(CallId call) {
    return callJournals.computeIfAbsent(call, ignored -> new Journal());
  }

  @Override
  public CompletionStage<Reply> command(CallId call, CallCommand command) {
    commands.add(new Commanded(call, command));
    return call.session().equals(SESSION) ? reply : done(new Reply.Unknown());
  }

  @Override
  public CompletionStage<Optional<CallView>> view(CallId call) {
    boolean isThere = call.equals(CALL) || callJournals.containsKey(call);
    return done(isThere ? Optional.of(view(call, callState, 7)) : Optional.empty());
  }

  @Override
  public CompletionStage<Optional<CallView>> viewAt(CallId call, long fact) {
    return done(fact <= 7 ? Optional.of(view(call, "ALERTING", fact)) : Optional.empty());
  }

  private static CallView view(CallId call, String state, long fact) {
    return new CallView(
        call,
        call.session(),
        state,
        "Phase",
        "incoming",
        "7001",
        "alice",
        "Alice",
        null,
        fact,
        3,
        BEGIN,
        null,
        null,
        null,
        null);
  }

  @Override
  public CompletionStage<Started> start(Route route, String customData) {
    starts.add(new StartedWith(route, customData));
    return done(started);
  }

  @Override
  public CompletionStage<Placed> placeCall(SessionId session, OutgoingCall details) {
    placements.add(new PlacedWith(session, details));
    return done(session.equals(SESSION) ? placed : new Placed.NoSession());
  }

  @Override
  public CompletionStage<Reply> terminate(SessionId session) {
    return session.equals(SESSION) ? reply : done(new Reply.Unknown());
  }

  @Override
  public CompletionStage<Optional<SessionView>> view(SessionId session) {
    if (!session.equals(SESSION)) return done(Optional.empty());
    return done(
        Optional.of(
            new SessionView(
                session,
                sessionState,
                "scenario",
                "desk",
                List.of("greet@abc"),
                "",
                "http://127.0.0.1/request/4711/secret",
                List.of(CALL),
                List.of(CALL),
                3,
                BEGIN,
                null,
                null)));
  }

  @Override
  public CompletionStage<Answer> request(
      SessionId session, String token, AppEvent.HttpRequest request) {
    requests.add(new Requested(session, token, request));
    return session.equals(SESSION) && token.equals("secret") ? answer : done(new Answer.NotFound());
  }

  @Override
  public Source<Positioned, NotUsed> ofCall(CallId call, long from, boolean live) {
    return journal(call).read(from, live);
  }

  @Override
  public Source<Positioned, NotUsed> ofSession(SessionId session, long from, boolean live) {
    return sessionJournal.read(from, live);
  }

  @Override
  public Source<Positioned, NotUsed> ofAll(long from, boolean live) {
    return allJournal.read(from, live);
  }

  @Override
  public CompletionStage<Optional<List<String>>> log(SessionId session) {
    return done(
        session.equals(SESSION) ? Optional.of(List.of("one", "zwei äöü")) : Optional.empty());
  }

  @Override
  public void record(CallLine call) {}

  @Override
  public void record(SessionLine session) {}

  @Override
  public CompletionStage<List<CallLine>> calls(
      @Nullable String state, @Nullable Instant before, int limit) {
    listings.add(new Listed(state, before, limit));
    return done(
        List.of(
            new CallLine(CALL, SESSION, "CONNECTED", "incoming", "7001", "alice", BEGIN, null)));
  }

  @Override
  public CompletionStage<List<SessionLine>> sessions(
      @Nullable String state, @Nullable Instant before, int limit) {
    listings.add(new Listed(state, before, limit));
    return done(
        List.of(new SessionLine(SESSION, "RUNNING", "scenario", "desk", BEGIN, null, null)));
  }
}
