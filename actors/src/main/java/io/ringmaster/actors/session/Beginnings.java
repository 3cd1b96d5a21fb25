package io.ringmaster.actors.session;

import io.ringmaster.actors.session.SessionFact.PinnedScenario;
import io.ringmaster.actors.session.SessionFact.SessionStarted;
import io.ringmaster.actors.session.SessionMessage.SourcesFound;
import io.ringmaster.protocol.event.AppEvent;
import io.ringmaster.protocol.signal.Route.Control;
import java.util.List;
import java.util.random.RandomGenerator;

/// How a session begins: its first fact, and the first things its scenario hears.
final class Beginnings {

  private Beginnings() {}

  static SessionStarted started(SourcesFound found, RandomGenerator random) {
    var pins =
        found.sources().stream()
            .map(source -> new PinnedScenario(source.name(), source.hash()))
            .toList();
    String token = "%016x%016x".formatted(random.nextLong(), random.nextLong());
    return new SessionStarted(found.route(), pins, found.customData(), token);
  }

  /// The loading of the files, if there are any, and `Application.Started`.
  static List<Pending> inputs(SessionDetails session, SessionSettings settings) {
    String url = settings.accessUrl(session);
    String log = "%s/v1/sessions/%s/log".formatted(settings.accessUrl(), session.id());
    var started =
        new Pending.App(
            new AppEvent.Started(
                url, url, 1, 1, log, session.id().asNumber(), null, session.route().rule()));
    return session.route().control() == Control.SCENARIO
        ? List.of(new Pending.Load(), started)
        : List.of(started);
  }
}
