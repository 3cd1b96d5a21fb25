package io.ringmaster.actors.port;

import io.ringmaster.protocol.SessionId;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/// Those who asked for events by the webhook of a rule.
public interface WebhookReceivers {

  /// What a receiver made of a post.
  sealed interface Reception {

    /// It has the events.
    record Taken() implements Reception {}

    /// It could not be reached, or did not want them.
    ///
    /// @param forGood it never will
    record Refused(String reason, boolean forGood) implements Reception {}
  }

  /// Only so many errands run to one receiver at once; the others wait for their turn, so that what they carry need not be in memory yet.
  ///
  /// @param errand ends with its stage
  <T> CompletionStage<T> inTurn(String url, Supplier<CompletionStage<T>> errand);

  /// The stage does not fail.
  CompletionStage<Reception> post(WebhookPost post);

  /// No more events of this session are posted, though there are. To be told to the operator.
  ///
  /// @param position of the last event that was taken; 0 for none
  void givenUp(SessionId session, String url, long position, String reason);
}
