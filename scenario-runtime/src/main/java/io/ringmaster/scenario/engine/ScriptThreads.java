package io.ringmaster.scenario.engine;

import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/// The threads turns run on: few, because turns only compute, and with deep stacks, because a recursion in JavaScript is one in Java.
/// Platform threads: a virtual thread's stack would live in the heap and be copied about.
///
/// Tasks start in the order they are given, but what begins a session ([#beginnings]) waits until no other task does: under more load than
/// the machine can take the sessions that run come to their end, and few of them occupy an instance, instead of all being late together.
/// Keeping one task per context at a time is up to the caller (an actor awaits the answer).
public final class ScriptThreads implements Executor, AutoCloseable {
  /// Code that is not compiled yet needs over 40 times as much Java stack as QuickJS counts of its own ([Limits#stackBytes()]); 8 MB were
  /// seen to be too little for deeply nested source. Only what is touched is taken from the machine.
  static final long STACK_BYTES = 32L << 20;

  private final ExecutorService pool;
  private final Queue<Runnable> turns = new ConcurrentLinkedQueue<>();
  private final Queue<Runnable> beginnings = new ConcurrentLinkedQueue<>();

  private ScriptThreads(int count) {
    pool = Executors.newFixedThreadPool(count, threads("scenario-turns-"));
  }

  public static ScriptThreads onePerCore() {
    return new ScriptThreads(Runtime.getRuntime().availableProcessors());
  }

  public static ScriptThreads of(int count) {
    return new ScriptThreads(count);
  }

  @Override
  public void execute(Runnable task) {
    turns.add(task);
    pool.execute(this::next);
  }

  /// Runs what is given to it when nothing given to [#execute] waits.
  public Executor beginnings() {
    return task -> {
      beginnings.add(task);
      pool.execute(this::next);
    };
  }

  /// Is run once for each task.
  private void next() {
    var turn = turns.poll();
    var task = turn != null ? turn : beginnings.poll();
    Objects.requireNonNull(task).run();
  }

  /// Runs the task and completes with its result, or with the exception it threw, as it was thrown.
  public <T> CompletableFuture<T> run(Task<T> task) {
    var result = new CompletableFuture<T>();
    execute(() -> {
      try {
        result.complete(task.run());
      } catch (ScriptException | RuntimeException | Error e) {
        result.completeExceptionally(e);
      }
    });
    return result;
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }

  static ThreadFactory threads(String prefix) {
    var number = new AtomicInteger();
    return task -> {
      var thread = new Thread(null, task, prefix + number.incrementAndGet(), STACK_BYTES);
      thread.setDaemon(true);
      return thread;
    };
  }

  /// Something to do with a context.
  @FunctionalInterface
  public interface Task<T> {
    T run() throws ScriptException;
  }
}
