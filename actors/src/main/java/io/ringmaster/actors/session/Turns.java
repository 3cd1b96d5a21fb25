package io.ringmaster.actors.session;

import io.ringmaster.actors.session.SessionFact.TurnTaken;
import io.ringmaster.actors.session.SessionMessage.TurnsTaken;
import io.ringmaster.protocol.event.AppEvent.CallAlerting;
import io.ringmaster.protocol.session.ScenarioCommand.SendHttpRequest;
import io.ringmaster.protocol.session.TurnInput;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Gives the scenario its turns from the inbox, and carries out what it said in them once the journal has them.
final class Turns {

  private final InstantSource clock;
  private final Work work;
  private final Stage stage;
  private final Inbox inbox;
  private final CallNews news;
  private final Clients clients;
  private final Errands errands;

  /// The turns under way, until they are in the journal.
  private List<Pending> inHand = List.of();

  /// What the host is doing for this session.
  private CompletionStage<?> onStage = CompletableFuture.completedFuture(null);

  Turns(
      InstantSource clock,
      Work work,
      Stage stage,
      Inbox inbox,
      CallNews news,
      Clients clients,
      Errands errands) {
    this.clock = clock;
    this.work = work;
    this.stage = stage;
    this.inbox = inbox;
    this.news = news;
    this.clients = clients;
    this.errands = errands;
  }

  /// Gives the scenario its next turns, unless something is under way.
  void next(Session session) {
    if (work.isBusy() || session instanceof Session.Unborn) return;
    var details = session.details().orElseThrow();
    var now = clock.instant();
    boolean due = session.due().isPresent();
    do inHand = due ? List.of() : takeOut(session, details, now);
    while (!due && inHand.isEmpty() && !inbox.isEmpty());
    if (!due && inHand.isEmpty()) return;
    var act = stage.act(session, inHand, now);
    onStage = act;
    work.begin(
        act,
        (life, taken, error) -> {
          if (error != null) throw new IllegalStateException("a stage must not fail", error);
          return new TurnsTaken(life, taken);
        });
  }

  /// The next that become turns. What comes out with them and does not is dropped.
  private List<Pending> takeOut(Session session, SessionDetails details, Instant now) {
    var taking = new ArrayList<Pending>();
    for (var pending : inbox.next()) {
      var input = pending.input(details, now);
      if (!details.isNews(input)) news.acknowledge(input);
      else if (session.takes(input)) taking.add(pending);
      else drop(pending);
    }
    return taking;
  }

  private void drop(Pending pending) {
    switch (pending) {
      case Pending.Asked(String request, _) -> clients.turnAway(request);
      case Pending.Happening(var event) -> news.acknowledge(event);
      case Pending.App(CallAlerting alerting) -> news.refuse(alerting.id(), 480, CallNews.ENDING);
      case Pending.App _, Pending.Load _, Pending.Timers _, Pending.Done _ -> {}
    }
  }

  /// The journal has these turns.
  void carryOut(Stage.Act act) {
    inbox.putBack(inHand.subList(act.used(), inHand.size()));
    inHand = List.of();
    act.turns().forEach(this::carryOut);
  }

  /// What was said in a turn is done, and whoever waits for the turn is told.
  private void carryOut(TurnTaken turn) {
    news.acknowledge(turn.input());
    if (turn.input() instanceof TurnInput.HttpRequestDone(int request, _)) errands.told(request);
    clients.answer(turn);
    for (var command : turn.commands()) {
      if (command instanceof SendHttpRequest request) errands.send(request);
    }
  }

  /// Whether the scenario is about to hear that timers are due.
  boolean awaitTimers() {
    return inbox.awaitsTimers() || inHand.contains(new Pending.Timers());
  }

  /// Completes when the host has left the turns that were given to it last, whatever came of them.
  CompletionStage<?> hostFree() {
    return onStage.handle((_, _) -> true);
  }

  /// The turns under way are as if they had never been.
  void startOver() {
    inbox.startOver(inHand);
    inHand = List.of();
  }
}
