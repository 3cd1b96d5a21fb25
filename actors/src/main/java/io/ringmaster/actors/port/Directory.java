package io.ringmaster.actors.port;

import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.SessionId;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// A list of all calls and sessions, kept beside the journal so that they can be found without knowing their ids. It is a cache:
/// entities write their line at each change of state and again when they are read back.
public interface Directory {

  /// Returns at once; the line is written soon. Never throws.
  void record(CallLine call);

  /// Returns at once; the line is written soon. Never throws.
  void record(SessionLine session);

  /// Newest first.
  ///
  /// @param state one of the state names, `active` for every state but TERMINATED, null for all
  /// @param before only those that began before this; null for the newest
  /// @param limit 1 to 1000
  CompletionStage<List<CallLine>> calls(
      @Nullable String state, @Nullable Instant before, int limit);

  /// Newest first; parameters as for [#calls].
  CompletionStage<List<SessionLine>> sessions(
      @Nullable String state, @Nullable Instant before, int limit);

  record CallLine(
      CallId callId,
      SessionId sessionId,
      String state,
      String direction,
      String number,
      String callerid,
      Instant createdAt,
      @Nullable Instant endedAt) {}

  record SessionLine(
      SessionId sessionId,
      String state,
      String control,
      @Nullable String rule,
      Instant createdAt,
      @Nullable Instant endedAt,
      @Nullable String finishReason) {}
}
