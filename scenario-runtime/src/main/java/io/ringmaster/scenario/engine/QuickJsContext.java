package io.ringmaster.scenario.engine;

import io.ringmaster.scenario.engine.ScriptException.Failure;
import io.ringmaster.scenario.engine.ScriptException.Kind;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.WasmInterruptedException;

/// A context is in one of four states: live (it has an instance), parked (it has bytes), failed (neither: the instance was thrown away), closed.
/// The lock keeps the engine from parking it in the middle of a turn.
final class QuickJsContext implements ScriptContext {
  /// What a failed turn gets on top, to hand out what it had collected.
  private static final long FLUSH_NANOS = 100_000_000;

  private final QuickJsEngine engine;
  private final QuickJsTemplate template;
  private final Limits limits;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable QuickJsVm vm;
  private byte @Nullable [] bytes;
  private boolean closed;

  QuickJsContext(QuickJsEngine engine, Limits limits, QuickJsVm vm) {
    this.engine = engine;
    this.template = engine.template();
    this.limits = limits;
    this.vm = vm;
  }

  @Override
  public void evaluate(String file, String source, Moment moment) throws ScriptException {
    guarded(
        moment,
        live -> {
          live.evaluate(file, source);
          live.runJobs();
          live.settleRejections();
          return "";
        });
  }

  @Override
  public void parse(String file, String source) throws ScriptException {
    guarded(
        new Moment(0, 0),
        live -> {
          live.parse(file, source);
          return "";
        });
  }

  @Override
  public String turn(String inputJson, Moment moment) throws ScriptException {
    return guarded(
        moment,
        live -> {
          live.free(live.call(template.turn(), template.undefined(), inputJson));
          live.runJobs();
          live.settleRejections();
          return flush(live);
        });
  }

  @Override
  public byte[] snapshot() {
    lock.lock();
    try {
      return bytes != null ? bytes.clone() : engine.write(new Snapshot(limits, delta()));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Checkpoint checkpoint() {
    lock.lock();
    try {
      return new Remembered(this, delta());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void rollback(Checkpoint checkpoint) {
    if (!(checkpoint instanceof Remembered remembered) || remembered.owner != this) {
      throw new IllegalArgumentException("The checkpoint belongs to another context");
    }
    lock.lock();
    try {
      requireOpen();
      var old = vm;
      forget();
      if (old != null) {
        engine.giveBack(old);
      }
      vm = engine.load(remembered.delta);
      engine.used(this);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void park() {
    lock.lock();
    try {
      if (vm != null) {
        var parked = engine.write(new Snapshot(limits, delta()));
        engine.giveBack(vm);
        forget();
        bytes = parked;
        engine.parked(parked.length);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Parks unless a turn is running.
  boolean parkIfIdle() {
    if (!lock.tryLock()) {
      return false;
    }
    try {
      park();
      return true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean parked() {
    lock.lock();
    try {
      return bytes != null;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (vm != null) {
        engine.giveBack(vm);
      }
      forget();
      closed = true;
    } finally {
      lock.unlock();
    }
  }

  private String guarded(Moment moment, Step step) throws ScriptException {
    lock.lock();
    try {
      if (Thread.currentThread().isInterrupted()) {
        throw new ScriptException(
            Failure.of(Kind.TRAP, "The thread was interrupted before the turn began"),
            true,
            "",
            null);
      }
      var live = live();
      long deadline = System.nanoTime() + limits.turnTimeout().toNanos();
      live.imports().arm(moment, deadline);
      live.memory().writeLong(template.randomState(), QuickJsImports.mix(moment.seed()));
      try (var watch = engine.watchdog().watch(deadline)) {
        return contained(live, step, watch);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Failures of the engine itself: the instance is thrown away, whatever state it is in.
  private String contained(QuickJsVm live, Step step, Watchdog.Watch watch) throws ScriptException {
    try {
      return attempt(live, step, watch);
    } catch (WasmInterruptedException e) {
      forget();
      var failure =
          watch.bitten()
              ? QuickJsErrors.timeout()
              : Failure.of(Kind.TRAP, "The thread was interrupted during the turn");
      throw new ScriptException(failure, false, "", e);
    } catch (StackOverflowError e) {
      throw javaStackOverflow(e);
    } catch (RuntimeException e) {
      if (e.getCause() instanceof StackOverflowError) {
        throw javaStackOverflow(e);
      }
      forget();
      throw new ScriptException(
          Failure.of(Kind.TRAP, "The script engine failed: " + e), false, "", e);
    } catch (Error e) {
      forget();
      throw e;
    }
  }

  /// The engine's own check comes first on [ScriptThreads]; on a thread with a usual stack this can happen.
  private ScriptException javaStackOverflow(Throwable cause) {
    forget();
    return new ScriptException(
        Failure.of(Kind.STACK_OVERFLOW, "The recursion is too deep for the thread it ran on"),
        false,
        "",
        cause);
  }

  private String attempt(QuickJsVm live, Step step, Watchdog.Watch watch) throws ScriptException {
    try {
      return step.run(live);
    } catch (QuickJsFailure e) {
      live.forgetRejections();
      long deadline = System.nanoTime() + FLUSH_NANOS;
      live.imports().extend(deadline);
      watch.extend(deadline);
      throw new ScriptException(e.failure(), true, leftovers(live), null);
    }
  }

  private String leftovers(QuickJsVm live) {
    try {
      return flush(live);
    } catch (QuickJsFailure e) {
      return "";
    } finally {
      live.forgetRejections();
    }
  }

  private String flush(QuickJsVm live) throws QuickJsFailure {
    int result = live.call(template.flush(), template.undefined(), null);
    var text = live.string(result);
    live.free(result);
    return text;
  }

  private QuickJsVm live() {
    requireOpen();
    var live = vm;
    if (live == null) {
      live = engine.load(delta());
      forget();
      vm = live;
    }
    engine.used(this);
    return live;
  }

  private byte[] delta() {
    requireOpen();
    if (vm != null) {
      return MemoryDelta.encode(vm, template);
    }
    if (bytes != null) {
      return engine.read(bytes).delta();
    }
    throw new IllegalStateException(
        "The context failed ("
            + Kind.TRAP
            + ", "
            + Kind.TIMEOUT
            + " or "
            + Kind.STACK_OVERFLOW
            + " that left it unusable); roll it back or close it");
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("The context is closed");
    }
  }

  private void forget() {
    if (bytes != null) {
      engine.unparked(bytes.length);
    }
    engine.gone(this);
    vm = null;
    bytes = null;
  }

  @FunctionalInterface
  private interface Step {
    String run(QuickJsVm live) throws QuickJsFailure;
  }

  private static final class Remembered implements Checkpoint {
    private final QuickJsContext owner;
    private final byte[] delta;

    private Remembered(QuickJsContext owner, byte[] delta) {
      this.owner = owner;
      this.delta = delta;
    }
  }
}
