package io.ringmaster.actors.session;

import io.ringmaster.actors.port.OutsideRequests;
import io.ringmaster.actors.session.SessionMessage.RequestDone;
import io.ringmaster.protocol.session.HttpResult;
import io.ringmaster.protocol.session.ScenarioCommand.SendHttpRequest;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The outside requests that this node has under way for a session, or whose results wait for their turn.
final class Errands {

  private final ToSelf self;
  private final OutsideRequests requests;
  private final Inbox inbox;
  private final Set<Integer> numbers = new HashSet<>();

  Errands(ToSelf self, OutsideRequests requests, Inbox inbox) {
    this.self = self;
    this.requests = requests;
    this.inbox = inbox;
  }

  void send(SendHttpRequest request) {
    numbers.add(request.request());
    self.pipe(
        requests.send(request),
        (result, error) ->
            new RequestDone(
                request.request(), error == null ? result : failed(Failures.reason(error))));
  }

  /// A request that was in flight when its node was lost. Only one that changes nothing is safe to send twice.
  void resume(SendHttpRequest request) {
    if (numbers.contains(request.request())) return;
    if (request.method().equals("GET") || request.method().equals("HEAD")) {
      send(request);
    } else {
      numbers.add(request.request());
      back(
          request.request(),
          failed("the node that sent this request was lost before its answer came"));
    }
  }

  /// A result has come, and waits for its turn.
  void back(int request, HttpResult result) {
    inbox.add(new Pending.Done(request, result));
  }

  /// The scenario has had the result.
  void told(int request) {
    numbers.remove(request);
  }

  private static HttpResult failed(String reason) {
    return new HttpResult(-1, "", List.of(), reason);
  }
}
