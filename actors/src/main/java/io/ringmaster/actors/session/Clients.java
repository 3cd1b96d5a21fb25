package io.ringmaster.actors.session;

import io.ringmaster.actors.Sessions.Answer;
import io.ringmaster.actors.session.SessionFact.TurnTaken;
import io.ringmaster.actors.session.SessionMessage.AnswerReply;
import io.ringmaster.actors.session.SessionMessage.Ask;
import io.ringmaster.protocol.session.ScenarioCommand.AnswerHttp;
import io.ringmaster.protocol.session.TurnInput.HttpRequestRaised;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/// HTTP clients of the access URL that wait for what the scenario's handler returns.
final class Clients {

  private final Map<String, ActorRef<AnswerReply>> waiting = new HashMap<>();
  private int last;

  /// Admits a client whose handler can be asked, and answers any other at once.
  Optional<Pending> ask(Session session, Ask ask) {
    var details = session.details().filter(d -> !session.isOver() && knows(d, ask.token()));
    if (details.isEmpty()) {
      ask.replyTo().tell(new AnswerReply(new Answer.NotFound()));
    } else if (!details.get().hasScenario()) {
      ask.replyTo()
          .tell(
              new AnswerReply(new Answer.Failed("the session has no scenario that could answer")));
    } else {
      return Optional.of(admit(details.get(), ask));
    }
    return Optional.empty();
  }

  /// Compares in a time that does not depend on how much of the token is right.
  private static boolean knows(SessionDetails session, String token) {
    return MessageDigest.isEqual(
        session.token().getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
  }

  /// Names the request so that no other of the session ever has the same name, on whatever node.
  private Pending.Asked admit(SessionDetails session, Ask ask) {
    String key = "r%d-%d".formatted(session.turns(), ++last);
    waiting.put(key, ask.replyTo());
    return new Pending.Asked(key, ask.request());
  }

  /// Answers those whom a turn answers, and the one whose turn it was if it failed.
  void answer(TurnTaken turn) {
    for (var command : turn.commands()) {
      if (command instanceof AnswerHttp(String request, String contentType, String body)) {
        reply(request, new Answer.Answered(contentType, body));
      }
    }
    if (turn.failure() != null && turn.input() instanceof HttpRequestRaised(String request, _)) {
      reply(request, new Answer.Failed(turn.failure().message()));
    }
  }

  void turnAway(String request) {
    reply(request, new Answer.NotFound());
  }

  void turnAllAway() {
    List.copyOf(waiting.keySet()).forEach(this::turnAway);
  }

  private void reply(String request, Answer answer) {
    var client = waiting.remove(request);
    if (client != null) client.tell(new AnswerReply(answer));
  }
}
