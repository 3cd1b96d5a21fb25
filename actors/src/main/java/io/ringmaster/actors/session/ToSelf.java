package io.ringmaster.actors.session;

import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// Brings what comes of something done elsewhere back to the entity, as a message to itself.
interface ToSelf {

  /// Leaves the actor's thread free meanwhile.
  ///
  /// @param report makes the message from the result, or from the error that is there instead
  <T> void pipe(
      CompletionStage<T> elsewhere, BiFunction<T, @Nullable Throwable, SessionMessage> report);
}
