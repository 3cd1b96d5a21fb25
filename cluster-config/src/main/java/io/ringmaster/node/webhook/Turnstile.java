package io.ringmaster.node.webhook;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Supplier;

/// Lets so many errands run at once; the others wait in the order in which they came. Safe from any thread, blocks none.
final class Turnstile {

  private final int most;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private int running;

  /// @param most 1 or more
  Turnstile(int most) {
    this.most = most;
  }

  <T> CompletionStage<T> pass(Supplier<CompletionStage<T>> errand) {
    var result = new CompletableFuture<T>();
    Runnable start = () -> start(errand, result);
    synchronized (this) {
      if (running == most) {
        waiting.add(start);
        return result;
      }
      running++;
    }
    start.run();
    return result;
  }

  private <T> void start(Supplier<CompletionStage<T>> errand, CompletableFuture<T> result) {
    CompletionStage<T> under;
    try {
      under = errand.get();
    } catch (RuntimeException e) {
      under = CompletableFuture.failedFuture(e);
    }
    var _ =
        under.whenComplete((value, failure) -> {
          next();
          if (failure == null) result.complete(value);
          else result.completeExceptionally(failure);
        });
  }

  /// The errand that waited longest takes the place of the one that has ended. On a thread of its own, so that errands which end at once
  /// do not pile up on one stack.
  private void next() {
    Runnable start;
    synchronized (this) {
      start = waiting.poll();
      if (start == null) running--;
    }
    if (start != null) ForkJoinPool.commonPool().execute(start);
  }
}
