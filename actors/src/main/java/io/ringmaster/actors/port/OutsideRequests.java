package io.ringmaster.actors.port;

import io.ringmaster.protocol.session.HttpResult;
import io.ringmaster.protocol.session.ScenarioCommand.SendHttpRequest;
import java.util.concurrent.CompletionStage;

/// HTTP requests that scenarios make (`Net.httpRequest`).
public interface OutsideRequests {

  /// Sends one request. The stage never fails: what goes wrong is a result with a code of 0 or below.
  CompletionStage<HttpResult> send(SendHttpRequest request);
}
