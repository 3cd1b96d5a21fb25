package io.ringmaster.scenario.engine.bench;

import io.ringmaster.scenario.engine.EngineSettings;
import io.ringmaster.scenario.engine.Limits;
import io.ringmaster.scenario.engine.Moment;
import io.ringmaster.scenario.engine.QuickJsEngine;
import io.ringmaster.scenario.engine.ScriptContext;
import io.ringmaster.scenario.engine.ScriptEngine;
import io.ringmaster.scenario.engine.ScriptException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Prints what the engine costs: start, fresh session, turn (cold to warm), parking, heap per idle session.
/// Run it on one thread of an otherwise idle machine, with the JVM flags of the parent pom.
///
/// Argument: seconds of warm-up (default 60).
final class ScriptEngineBench {
  private static final List<String> TURNS =
      List.of(
          "{\"event\":\"playback\",\"ms\":1200}",
          "{\"event\":\"tone\",\"digit\":\"9\"}",
          "{\"event\":\"tone\",\"digit\":\"2\"}",
          "{\"event\":\"playback\",\"ms\":800}",
          "{\"event\":\"tone\",\"digit\":\"*\"}",
          "{\"event\":\"tone\",\"digit\":\"1\"}",
          "{\"event\":\"tone\",\"digit\":\"*\"}");
  private static final Moment NOW = new Moment(1_767_268_800_000L, 1);

  private final ScriptEngine engine;
  private final String scenario = resource("scenario.js");

  private ScriptEngineBench(ScriptEngine engine) {
    this.engine = engine;
  }

  public static void main(String[] arguments) throws ScriptException {
    int warmUp = arguments.length == 0 ? 60 : Integer.parseInt(arguments[0]);
    long before = System.nanoTime();
    try (var engine =
        QuickJsEngine.start(
            resource("prelude.js"), new EngineSettings(16 << 20, 64, Duration.ofMinutes(10)))) {
      print("engine start, first in this JVM", millis(System.nanoTime() - before), "ms");
      var bench = new ScriptEngineBench(engine);
      before = System.nanoTime();
      bench.begun().close();
      print("first session to its third turn", millis(System.nanoTime() - before), "ms");
      bench.turns("turns, first second", 1);
      for (int second = 1; second < warmUp; second += 10) {
        bench.turns("turns after " + second + " s", 10);
      }
      bench.sessions();
      bench.heap();
    }
  }

  private ScriptContext begun() throws ScriptException {
    var context = engine.create(Limits.DEFAULT);
    context.evaluate("scenario.js", scenario, NOW);
    context.turn("{\"event\":\"alerting\",\"from\":\"+37120000000\"}", NOW);
    context.turn(
        "{\"answer\":\"{\\\"language\\\":\\\"lv\\\",\\\"id\\\":42,\\\"name\\\":\\\"Anna\\\"}\",\"id\":1}",
        NOW);
    return context;
  }

  private void turns(String name, int seconds) throws ScriptException {
    var times = new ArrayList<Long>();
    long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
    while (System.nanoTime() < end) {
      try (var context = begun()) {
        for (int i = 0; i < 50; i++) {
          long before = System.nanoTime();
          context.turn(TURNS.get(i % TURNS.size()), new Moment(NOW.epochMillis() + i, i));
          times.add(System.nanoTime() - before);
        }
      }
    }
    print(name, times);
  }

  private void sessions() throws ScriptException {
    var create = new ArrayList<Long>();
    var evaluate = new ArrayList<Long>();
    var restore = new ArrayList<Long>();
    var checkpoint = new ArrayList<Long>();
    var park = new ArrayList<Long>();
    var unpark = new ArrayList<Long>();
    var loaded = engine.create(Limits.DEFAULT);
    loaded.evaluate("scenario.js", scenario, NOW);
    var template = loaded.snapshot();
    for (int i = 0; i < 3000; i++) {
      var start = time(create);
      var context = engine.create(Limits.DEFAULT);
      start.run();
      start = time(evaluate);
      context.evaluate("scenario.js", scenario, NOW);
      start.run();
      context.turn("{\"event\":\"alerting\",\"from\":\"1\"}", NOW);
      start = time(checkpoint);
      var _ = context.checkpoint();
      start.run();
      start = time(park);
      context.park();
      start.run();
      start = time(unpark);
      context.turn("{\"event\":\"playback\",\"ms\":1}", NOW);
      start.run();
      context.close();
      start = time(restore);
      var restored = engine.restore(template);
      start.run();
      restored.close();
    }
    loaded.close();
    print("fresh context (clone of the template)", create);
    print("evaluating the scenario (" + scenario.lines().count() + " lines)", evaluate);
    print("fresh context with the scenario, by restoring its snapshot", restore);
    print("checkpoint", checkpoint);
    print("park", park);
    print("unpark and one turn", unpark);
    print("snapshot of a context that only evaluated the scenario", template.length, "bytes");
  }

  private void heap() throws ScriptException {
    int count = 2000;
    long before = used();
    var contexts = new ArrayList<ScriptContext>();
    long bytes = 0;
    for (int i = 0; i < count; i++) {
      var context = begun();
      for (var turn : TURNS) {
        context.turn(turn, new Moment(i, i));
      }
      context.park();
      bytes += context.snapshot().length;
      contexts.add(context);
    }
    print("snapshot of a session in progress", (double) bytes / count, "bytes");
    print("Java heap of a parked session", (double) (used() - before) / count, "bytes");
    contexts.forEach(ScriptContext::close);
    contexts.clear();
    before = used();
    for (int i = 0; i < 60; i++) {
      contexts.add(begun());
    }
    print(
        "Java heap of a live session",
        (double) (used() - before) / 60,
        "bytes (pooled instances not counted)");
  }

  private static long used() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static Runnable time(List<Long> into) {
    long before = System.nanoTime();
    return () -> into.add(System.nanoTime() - before);
  }

  private static void print(String name, List<Long> nanos) {
    var sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
    System.out.printf(
        "%-60s %8.1f us median %8.1f us p99 %8.1f us mean %8.0f/s%n",
        name,
        sorted[sorted.length / 2] / 1e3,
        sorted[sorted.length * 99 / 100] / 1e3,
        Arrays.stream(sorted).average().orElse(0) / 1e3,
        1e9 / Arrays.stream(sorted).average().orElse(1));
  }

  private static void print(String name, double value, String unit) {
    System.out.printf("%-60s %8.1f %s%n", name, value, unit);
  }

  private static double millis(long nanos) {
    return nanos / 1e6;
  }

  private static String resource(String name) {
    try (var in = ScriptEngine.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
