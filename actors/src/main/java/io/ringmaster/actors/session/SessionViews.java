package io.ringmaster.actors.session;

import io.ringmaster.actors.SessionView;
import io.ringmaster.actors.port.Directory.SessionLine;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A session as the outside sees it.
public final class SessionViews {

  private SessionViews() {}

  /// Empty before the session's first fact.
  public static Optional<SessionView> of(Session session, SessionSettings settings) {
    return session
        .details()
        .map(details -> {
          var ended = session instanceof Session.Terminated terminated ? terminated : null;
          return new SessionView(
              details.id(),
              session.state(),
              details.route().control().name().toLowerCase(Locale.ROOT),
              details.route().rule(),
              details.scenarios().stream().map(s -> s.name() + "@" + s.hash()).toList(),
              details.customData(),
              settings.accessUrl(details),
              List.copyOf(details.calls().keySet()),
              details.calls().entrySet().stream()
                  .filter(c -> c.getValue().open())
                  .map(c -> c.getKey())
                  .toList(),
              details.turns(),
              details.createdAt(),
              ended == null ? null : ended.endedAt(),
              ended == null ? null : ended.why().cause().finishReason());
        });
  }

  static SessionLine line(SessionView view) {
    return new SessionLine(
        view.sessionId(),
        view.state(),
        view.control(),
        view.rule(),
        view.createdAt(),
        view.endedAt(),
        view.finishReason());
  }
}
