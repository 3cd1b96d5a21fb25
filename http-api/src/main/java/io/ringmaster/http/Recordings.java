package io.ringmaster.http;

import java.util.concurrent.CompletionStage;

/// Finished recordings, wherever their files are.
public interface Recordings {

  /// Looks for a recording.
  ///
  /// @param id the name of its file, with or without the extension. It comes from outside and may be anything
  CompletionStage<Answer> find(String id);

  sealed interface Answer {

    record Found(RecordingFile file) implements Answer {}

    /// There is no such recording.
    ///
    /// @param detail a sentence that tells a person what to do
    record Missing(String detail) implements Answer {

      /// Nothing at all is known of a recording of that name.
      public static Missing unknown(String id) {
        return new Missing(
            "There is no recording '%s'. The url of Call.RecordStarted names those there are."
                .formatted(id));
      }
    }

    /// There is one, or may be, and nobody who can be asked has its file.
    ///
    /// @param detail a sentence that tells a person what to do
    record OutOfReach(String detail) implements Answer {}
  }
}
