package io.ringmaster.scenario;

import io.ringmaster.protocol.Headers;
import io.ringmaster.protocol.SessionId;
import io.ringmaster.protocol.event.CallEvent;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// What turns cost on a warm node, one core: `java ... io.ringmaster.scenario.ScenarioTurnBench [seconds of warm-up]`. Prints turns
/// per second, the spread of their times, what a fresh session costs, and what an idle one leaves on the heap.
final class ScenarioTurnBench {

  private static final String SCENARIO =
      """
      VoxEngine.addEventListener(AppEvents.CallAlerting, ({ call }) => {
        let timer;
        const digits = [];
        call.addEventListener(CallEvents.ToneReceived, (e) => {
          clearTimeout(timer);
          digits.push(e.tone);
          if (digits.length > 8) digits.length = 0;
          call.startPlayback(`file:${e.tone}.wav`);
          timer = setTimeout(() => call.hangup(), 5000);
        });
        call.addEventListener(CallEvents.PlaybackFinished, () => Logger.write(`played after ${digits.join('')}`));
        call.answer();
        call.handleTones(true);
      });
      """;

  private ScenarioTurnBench() {}

  public static void main(String[] arguments) throws Exception {
    int warmUp = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 40;
    try (var host =
        new VoxScenarioHost(
            new ScenarioSettings(
                Duration.ofSeconds(1), 16 << 20, 192 << 10, 1, 256, Duration.ofMillis(200)))) {
      host.warmUp(Duration.ofSeconds(warmUp))
          .toCompletableFuture()
          .get(warmUp + 60L, TimeUnit.SECONDS);
      var stage = new Stage(host).load(SCENARIO).alert(Headers.NONE);
      turns(stage, 20_000);
      long cpu = cpuNanos();
      report("turns", turns(stage, 30_000));
      System.out.printf(
          "CPU of the turns' thread: %,d us per turn%n", (cpuNanos() - cpu) / 30_000 / 1000);
      fresh(host, 300);
      report("fresh session with its first two turns", fresh(host, 2_000));
      idle(host, 2_000);
    }
  }

  private static long[] turns(Stage stage, int count) {
    var times = new long[count];
    for (int i = 0; i < count; i++) {
      stage.turns.clear();
      stage.outcomes.clear();
      long start = System.nanoTime();
      if (i % 3 == 0) stage.tone(Integer.toString(i % 10));
      else if (i % 3 == 1) stage.on(new CallEvent.PlaybackStarted(1000));
      else stage.on(new CallEvent.PlaybackFinished(null));
      times[i] = System.nanoTime() - start;
    }
    return times;
  }

  private static long[] fresh(VoxScenarioHost host, int count) {
    var times = new long[count];
    for (int i = 0; i < count; i++) {
      long start = System.nanoTime();
      var stage = new Stage(host).load(SCENARIO).alert(Headers.NONE);
      times[i] = System.nanoTime() - start;
      host.close(stage.session);
    }
    return times;
  }

  /// Time on the processor, which other work on the machine does not distort.
  private static long cpuNanos() {
    var threads = ManagementFactory.getThreadMXBean();
    return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
        .filter(thread -> thread != null && thread.getThreadName().startsWith("scenario-turns-"))
        .mapToLong(thread -> threads.getThreadCpuTime(thread.getThreadId()))
        .sum();
  }

  private static void idle(VoxScenarioHost host, int count) throws InterruptedException {
    long before = usedHeap();
    List<SessionId> sessions = new ArrayList<>();
    for (int i = 0; i < count; i++)
      sessions.add(new Stage(host).load(SCENARIO).alert(Headers.NONE).session);
    while (host.census().live() > 0) TimeUnit.MILLISECONDS.sleep(50);
    System.out.printf(
        "idle session: %,d bytes of heap (%s)%n", (usedHeap() - before) / count, host.census());
    sessions.forEach(host::close);
  }

  private static long usedHeap() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      System.gc();
      TimeUnit.MILLISECONDS.sleep(100);
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static void report(String what, long[] nanos) {
    double perSecond = nanos.length * 1e9 / Arrays.stream(nanos).sum();
    Arrays.sort(nanos);
    System.out.printf(
        "%s: %,.0f per second; median %,d us, p99 %,d us, worst %,d us%n",
        what,
        perSecond,
        nanos[nanos.length / 2] / 1000,
        nanos[nanos.length * 99 / 100] / 1000,
        nanos[nanos.length - 1] / 1000);
  }
}
