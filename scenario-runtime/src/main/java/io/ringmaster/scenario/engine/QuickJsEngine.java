package io.ringmaster.scenario.engine;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import run.endive.runtime.Memory;

/// QuickJS (quickjs-ng 0.17) in WebAssembly, run by Java classes that the build made of it.
///
/// Parking: an instance costs about 1.5 MB of Java heap, a parked context some tens of kilobytes. A context that was not used for
/// [EngineSettings#parkAfter()] is parked by a thread of the engine; one that would exceed [EngineSettings#maxLive()] makes the thread that
/// uses it park the one used least recently first. The next turn of a parked context takes an instance from the pool and loads its bytes.
public final class QuickJsEngine implements ScriptEngine {
  /// Fragmentation, the stack and the engine's static data, on top of what JavaScript may use.
  private static final int OVERHEAD_BYTES = 4 << 20;

  /// As many calls as a busy node begins while others end; some 100 MB.
  private static final int MAX_POOLED = 64;

  private static final int POOLED_GROWTH_PAGES = 16;
  private static final int REHEARSAL_PATIENCE = 6;
  private static final long STAND_BACK_NANOS = 50_000_000;

  private final EngineSettings settings;
  private final QuickJsTemplate template;
  private final VmPool pool;
  private final int maxDelta;
  private final LiveContexts live;
  private final Watchdog watchdog = new Watchdog();
  private final ScheduledExecutorService parking =
      Executors.newSingleThreadScheduledExecutor(ScriptThreads.threads("scenario-parking-"));
  private final AtomicInteger parkedCount = new AtomicInteger();
  private final AtomicLong parkedBytes = new AtomicLong();
  private volatile boolean closed;

  private QuickJsEngine(
      EngineSettings settings, QuickJsModule module, QuickJsTemplate template, int maxPages) {
    this.settings = settings;
    this.template = template;
    this.pool = new VmPool(module, maxPages, MAX_POOLED, template.pages() + POOLED_GROWTH_PAGES);
    this.maxDelta = maxPages * Memory.PAGE_SIZE * 9 / 8;
    this.live = new LiveContexts(settings.maxLive());
  }

  /// Loads the binary, evaluates the prelude and starts the engine's two threads; about half a second in a fresh JVM.
  ///
  /// @param prelude see [ScriptEngine]
  public static QuickJsEngine start(String prelude, EngineSettings settings) {
    var module = new QuickJsModule();
    int maxPages = (settings.maxMemoryBytes() + OVERHEAD_BYTES) / Memory.PAGE_SIZE;
    var template = QuickJsTemplate.boot(module, maxPages, prelude);
    var engine = new QuickJsEngine(settings, module, template, maxPages);
    engine.watchdog.start();
    long period = Math.max(1, settings.parkAfter().toMillis() / 4);
    var _ =
        engine.parking.scheduleWithFixedDelay(
            engine::parkIdle, period, period, TimeUnit.MILLISECONDS);
    return engine;
  }

  @Override
  public ScriptContext create(Limits limits) {
    if (limits.memoryBytes() > settings.maxMemoryBytes()) {
      throw new IllegalArgumentException(
          "A context asks for "
              + limits.memoryBytes()
              + " bytes, the engine allows "
              + settings.maxMemoryBytes()
              + "; raise maxMemoryBytes");
    }
    var vm = pool.take(template.pages());
    MemoryDelta.load(template, vm, template.pages());
    vm.limit(limits);
    return admitted(new QuickJsContext(this, limits, vm));
  }

  @Override
  public ScriptContext restore(byte[] snapshot) {
    var read = read(snapshot);
    return admitted(new QuickJsContext(this, read.limits(), load(read.delta())));
  }

  @Override
  public String fingerprint() {
    return template.fingerprintHex();
  }

  @Override
  public CompletableFuture<Void> warmUp(
      Rehearsal rehearsal, Duration duration, BooleanSupplier atWork) {
    var done = new CompletableFuture<Void>();
    var thread =
        ScriptThreads.threads("scenario-warm-up-")
            .newThread(() -> {
              try {
                rehearse(rehearsal, duration.toNanos(), atWork);
                done.complete(null);
              } catch (ScriptException | RuntimeException | Error e) {
                done.completeExceptionally(e);
              }
            });
    thread.start();
    return done;
  }

  private void rehearse(Rehearsal rehearsal, long nanos, BooleanSupplier atWork)
      throws ScriptException {
    long end = System.nanoTime() + REHEARSAL_PATIENCE * nanos;
    long left = nanos;
    for (long seed = 0; left > 0 && System.nanoTime() - end < 0; seed++) {
      long begun = System.nanoTime();
      long until = begun + left;
      BooleanSupplier over =
          () -> closed || atWork.getAsBoolean() || System.nanoTime() - until >= 0;
      if (closed) return;
      if (atWork.getAsBoolean()) {
        LockSupport.parkNanos(STAND_BACK_NANOS);
      } else {
        rehearseOnce(rehearsal, seed, over);
        left -= System.nanoTime() - begun;
      }
    }
  }

  private void rehearseOnce(Rehearsal rehearsal, long seed, BooleanSupplier over)
      throws ScriptException {
    try (var context = create(Limits.DEFAULT)) {
      context.evaluate("rehearsal.js", rehearsal.source(), new Moment(0, seed));
      for (var input : rehearsal.inputs()) {
        if (over.getAsBoolean()) return;
        context.turn(input, new Moment(0, seed));
      }
      context.park();
    }
  }

  @Override
  public Census census() {
    return new Census(live.count(), parkedCount.get(), parkedBytes.get(), pool.size());
  }

  @Override
  public void close() {
    closed = true;
    parking.shutdownNow();
    watchdog.close();
  }

  private ScriptContext admitted(QuickJsContext context) {
    used(context);
    return context;
  }

  private void parkIdle() {
    try {
      for (var idle : live.unusedSince(System.nanoTime() - settings.parkAfter().toNanos())) {
        idle.parkIfIdle();
      }
    } catch (OutOfMemoryError e) {
      // A scheduled task that throws is never run again, and this is the one that makes room: try
      // again next time.
    }
  }

  QuickJsTemplate template() {
    return template;
  }

  Watchdog watchdog() {
    return watchdog;
  }

  /// An instance filled with the template and the delta.
  QuickJsVm load(byte[] delta) {
    var vm = pool.take(MemoryDelta.pages(delta));
    MemoryDelta.apply(delta, vm, template);
    return vm;
  }

  byte[] write(Snapshot snapshot) {
    return snapshot.write(template.fingerprint());
  }

  Snapshot read(byte[] bytes) {
    return Snapshot.read(bytes, template.fingerprint(), maxDelta);
  }

  void giveBack(QuickJsVm vm) {
    pool.give(vm);
  }

  void used(QuickJsContext context) {
    for (var candidate : live.used(context, System.nanoTime())) {
      if (candidate.parkIfIdle()) {
        return;
      }
    }
  }

  void gone(QuickJsContext context) {
    live.gone(context);
  }

  void parked(int bytes) {
    parkedCount.incrementAndGet();
    parkedBytes.addAndGet(bytes);
  }

  void unparked(int bytes) {
    parkedCount.decrementAndGet();
    parkedBytes.addAndGet(-bytes);
  }
}
