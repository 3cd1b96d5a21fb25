package io.ringmaster.actors.session;

import io.ringmaster.actors.session.SessionMessage.End;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What is under way for a session off its actor's thread, one thing at a time: sources, turns, or the rebuilding of the
/// scenario.
final class Work {

  /// Says that the work of a life is over: its result, or the error that is there instead.
  interface Report<T> {
    SessionMessage of(int life, T result, @Nullable Throwable error);
  }

  private final ToSelf self;
  private final Consumer<End> again;

  /// Requests to end the session that came while it was busy.
  private final List<End> ends = new ArrayList<>();

  /// How often the entity has started over.
  private int life;

  private boolean busy;

  Work(ToSelf self, Consumer<End> again) {
    this.self = self;
    this.again = again;
  }

  boolean isBusy() {
    return busy;
  }

  <T> void begin(CompletionStage<T> work, Report<T> report) {
    busy = true;
    int now = life;
    self.pipe(work, (result, error) -> report.of(now, result, error));
  }

  /// Hears that work of this life is over.
  ///
  /// @return false for work of an earlier life, which is of no use any more
  boolean isDone(int ofLife) {
    if (ofLife != life) return false;
    noLongerBusy();
    return true;
  }

  /// Keeps a request to end the session: the turns under way must find the phase as they left it.
  void holdBack(End end) {
    ends.add(end);
  }

  void startOver() {
    life++;
    noLongerBusy();
  }

  private void noLongerBusy() {
    busy = false;
    ends.forEach(again);
    ends.clear();
  }
}
