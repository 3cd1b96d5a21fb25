package io.ringmaster.actors.courier;

import io.ringmaster.actors.ClusterMessage;
import io.ringmaster.actors.port.SessionJournal.Portion;
import io.ringmaster.actors.port.WebhookProgress;
import io.ringmaster.actors.port.WebhookReceivers.Reception;
import org.jspecify.annotations.Nullable;

/// What is said to the courier of a session.
public sealed interface CourierMessage {

  /// The session's journal has come to this line. May be lost: the courier looks by itself now and then.
  record Written(long row) implements CourierMessage, ClusterMessage {}

  /// What the courier says to itself.
  sealed interface Own extends CourierMessage {}

  /// How far it had come.
  ///
  /// @param url null when the session has no webhook, or does not exist
  record Opened(WebhookProgress progress, @Nullable String url) implements Own {}

  /// A portion of the journal was posted, or had no events in it.
  record Carried(Portion portion, Reception reception) implements Own {}

  /// The progress is in the book.
  record Noted() implements Own {}

  /// The database did not answer.
  record Hindered(String reason) implements Own {}

  enum Tick implements Own {
    /// The pause is over.
    AGAIN,
    /// The journal may have more than was told.
    LOOK,
    /// Nothing more is to be done: the courier may leave memory.
    SETTLE,
    /// Sharding's word that the courier may stop.
    STOP
  }
}
