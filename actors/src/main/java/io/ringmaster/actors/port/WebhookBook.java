package io.ringmaster.actors.port;

import io.ringmaster.protocol.SessionId;
import java.util.concurrent.CompletionStage;

/// Keeps [WebhookProgress] where every node finds it. A stage fails when the database does not answer.
public interface WebhookBook {

  /// [WebhookProgress#NONE] when nothing was written.
  CompletionStage<WebhookProgress> read(SessionId session);

  /// What has ended stays ended, whatever is written afterwards.
  CompletionStage<Void> write(SessionId session, WebhookProgress progress);
}
