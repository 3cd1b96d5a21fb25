package io.ringmaster.actors.session;

import io.ringmaster.actors.Sessions.Started;
import io.ringmaster.actors.session.SessionMessage.SourcesFound;
import io.ringmaster.protocol.SessionId;
import io.ringmaster.protocol.event.AppEvent.CallAlerting;
import io.ringmaster.protocol.signal.Route;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// From the wish for a session to the first line of its journal.
final class Opening {

  private final SessionId id;
  private final SessionWorld world;
  private final Work work;
  private final Stage stage;
  private final Inbox inbox;
  private final CallNews news;

  /// Tells who asked for the session, until it has started.
  private @Nullable Consumer<Started> starter;

  /// The session as it is to begin, until its first turns have been taken and all is written at once.
  private @Nullable Beginning beginning;

  Opening(SessionId id, SessionWorld world, Work work, Stage stage, Inbox inbox, CallNews news) {
    this.id = id;
    this.world = world;
    this.work = work;
    this.stage = stage;
    this.inbox = inbox;
    this.news = news;
  }

  void start(Session session, Route route, String customData, Consumer<Started> replyTo) {
    if (session instanceof Session.Unborn && starter == null) {
      starter = replyTo;
      findSources(route, customData);
    } else {
      replyTo.accept(new Started.NotStarted("the session id is in use already"));
    }
  }

  void findSources(Route route, String customData) {
    if (work.isBusy()) return;
    work.begin(
        world.catalogue().current(route.scenarios()),
        (life, sources, error) ->
            error == null
                ? new SourcesFound(life, route, customData, sources, null)
                : new SourcesFound(life, route, customData, List.of(), Failures.reason(error)));
  }

  /// The scenario is to hear of the beginning before anything else.
  void begin(SourcesFound found) {
    stage.use(found.sources());
    var begun = new Beginning(world.clock().instant(), Beginnings.started(found, world.random()));
    beginning = begun;
    inbox.putBack(Beginnings.inputs(begun.details(id), world.settings()));
  }

  void cannotBegin(String reason) {
    tellStarter(new Started.NotStarted(reason));
    for (var pending : inbox.clear()) {
      if (pending instanceof Pending.App(CallAlerting alerting))
        news.refuse(alerting.id(), 500, reason);
    }
  }

  /// What the journal has yet to be told, if anything.
  Optional<Beginning> unwritten() {
    return Optional.ofNullable(beginning);
  }

  /// The session as its next turn is to find it.
  Session present(Session session) {
    return beginning == null ? session : session.on(beginning.fact(), beginning.at());
  }

  void written(Beginning begun) {
    tellStarter(new Started.Running(id, world.settings().accessUrl(begun.details(id))));
    beginning = null;
  }

  void startOver() {
    starter = null;
    beginning = null;
  }

  private void tellStarter(Started started) {
    if (starter != null) starter.accept(started);
    starter = null;
  }
}
