package io.ringmaster.scenario.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import run.endive.runtime.HostFunction;
import run.endive.runtime.ImportFunction;
import run.endive.runtime.ImportValues;
import run.endive.runtime.Instance;
import run.endive.runtime.WasmFunctionHandle;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.ValType;

/// Everything the engine can call: these twelve functions are the only way out of a script.
final class QuickJsImports {
  /// errno of WASI: no such file descriptor.
  private static final long BAD_FILE = 8;

  private static final long NANOS_PER_MILLI = 1_000_000;

  private final RejectionListener rejections;
  private Moment moment = new Moment(0, 0);
  private long deadline;
  private long randomState;
  private boolean stopped;

  /// Told of promises that are rejected without a handler, or that get one after all. The two values belong to the listener.
  interface RejectionListener {
    void rejection(int promise, int reason, boolean handled);
  }

  QuickJsImports(RejectionListener rejections) {
    this.rejections = rejections;
  }

  /// Sets the clock, and the time to stop at (as [System#nanoTime()] counts).
  void arm(Moment now, long deadlineNanos) {
    moment = now;
    randomState = now.seed();
    extend(deadlineNanos);
  }

  void extend(long deadlineNanos) {
    deadline = deadlineNanos;
    stopped = false;
  }

  boolean overdue() {
    stopped |= System.nanoTime() - deadline >= 0;
    return stopped;
  }

  /// Whether the script was told to stop.
  boolean stopped() {
    return stopped;
  }

  ImportValues values() {
    List<ImportFunction> all = new ArrayList<>();
    all.add(env("host_get_timezone_offset", 2, 1, (vm, a) -> answer(0)));
    all.add(env("host_interrupt", 0, 1, (vm, a) -> answer(overdue() ? 1 : 0)));
    all.add(
        env(
            "host_promise_rejection",
            3,
            0,
            (vm, a) -> {
              rejections.rejection((int) a[0], (int) a[1], a[2] != 0);
              return new long[0];
            }));
    // No modules: the loader is not switched on, and would find nothing.
    all.add(env("host_module_normalize", 2, 1, (vm, a) -> answer(0)));
    all.add(env("host_module_load", 2, 1, (vm, a) -> answer(0)));
    // No host functions: none is ever made.
    all.add(env("host_call", 5, 1, (vm, a) -> answer(0)));
    all.add(
        new HostFunction(
            "wasi_snapshot_preview1",
            "clock_time_get",
            FunctionType.of(List.of(ValType.I32, ValType.I64, ValType.I32), List.of(ValType.I32)),
            (vm, a) -> {
              vm.memory().writeLong((int) a[2], moment.epochMillis() * NANOS_PER_MILLI);
              return answer(0);
            }));
    all.add(wasi("random_get", List.of(ValType.I32, ValType.I32), this::random));
    // No files: standard output and error included.
    all.add(wasi("fd_write", Collections.nCopies(4, ValType.I32), (vm, a) -> answer(BAD_FILE)));
    all.add(wasi("fd_close", List.of(ValType.I32), (vm, a) -> answer(BAD_FILE)));
    all.add(wasi("fd_fdstat_get", List.of(ValType.I32, ValType.I32), (vm, a) -> answer(BAD_FILE)));
    all.add(
        wasi(
            "fd_seek",
            List.of(ValType.I32, ValType.I64, ValType.I32, ValType.I32),
            (vm, a) -> answer(BAD_FILE)));
    return ImportValues.builder().withFunctions(all).build();
  }

  private long[] random(Instance vm, long... a) {
    for (int i = 0; i < (int) a[1]; i++) {
      randomState = mix(randomState);
      vm.memory().writeByte((int) a[0] + i, (byte) randomState);
    }
    return answer(0);
  }

  /// SplitMix64: neighbouring seeds give unrelated values. Never 0, which a xorshift generator could not leave.
  static long mix(long seed) {
    long z = seed + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    z ^= z >>> 31;
    return z == 0 ? 0x9E3779B97F4A7C15L : z;
  }

  private static HostFunction env(
      String name, int parameters, int results, WasmFunctionHandle handle) {
    return new HostFunction(
        "env",
        name,
        FunctionType.of(
            Collections.nCopies(parameters, ValType.I32),
            Collections.nCopies(results, ValType.I32)),
        handle);
  }

  private static HostFunction wasi(
      String name, List<ValType> parameters, WasmFunctionHandle handle) {
    return new HostFunction(
        "wasi_snapshot_preview1", name, FunctionType.of(parameters, List.of(ValType.I32)), handle);
  }

  private static long[] answer(long value) {
    return new long[] {value};
  }
}
