package io.ringmaster.media;

import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// A sound cannot be had. The message is what the scenario reads in `PlaybackFinished`.
final class SoundUnavailable extends RuntimeException {

  private static final long serialVersionUID = 1L;

  SoundUnavailable(String why) {
    super(why);
  }

  SoundUnavailable(String why, Throwable cause) {
    super(why, cause);
  }

  /// The reason in words for whatever a loading stage failed with.
  static String why(@Nullable Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null)
      cause = cause.getCause();
    if (cause == null) return "there is no such sound";
    String message = cause.getMessage();
    return cause instanceof SoundUnavailable && message != null ? message : cause.toString();
  }
}
