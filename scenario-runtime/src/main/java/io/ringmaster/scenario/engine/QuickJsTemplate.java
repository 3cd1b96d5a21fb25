package io.ringmaster.scenario.engine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import run.endive.runtime.Memory;

/// The memory every context starts from: engine booted, prelude evaluated. Made with a fixed clock and seed, so every node makes the same bytes.
///
/// @param image all pages
/// @param turn address of the function `__turn`
/// @param flush address of the function `__flush`
/// @param undefined address of the value `undefined`
/// @param randomState address of the 64-bit state of `Math.random`
@SuppressWarnings("ArrayRecordComponent") // never compared, and 1.5 MB is not copied to be safe
record QuickJsTemplate(
    byte[] image,
    int stackPointer,
    int turn,
    int flush,
    int undefined,
    int randomState,
    byte[] fingerprint) {
  /// 2026-01-01.
  private static final Moment BOOT = new Moment(1_767_225_600_000L, 0);

  private static final long BOOT_NANOS = 60_000_000_000L;
  private static final int CONTEXT_SIZE = 1024;

  /// Removes what VoxEngine does not have. The clock of `performance` would count from the boot of the template.
  private static final String TRIM =
      "delete globalThis.performance; delete globalThis.navigator;"
          + " delete globalThis.console; delete globalThis.print; delete globalThis.scriptArgs;";

  private static final String HIDE =
      "(function () { 'use strict'; delete globalThis.__turn; delete globalThis.__flush; })()";

  static QuickJsTemplate boot(QuickJsModule module, int maxPages, String prelude) {
    var vm = new QuickJsVm(module, QuickJsModule.INITIAL_PAGES, maxPages);
    vm.imports().arm(BOOT, System.nanoTime() + BOOT_NANOS);
    vm.boot();
    vm.limit(Limits.DEFAULT);
    try {
      int random = randomState(vm);
      vm.evaluate("engine.js", TRIM);
      vm.evaluate("prelude.js", prelude);
      vm.runJobs();
      int global = vm.invoke("qjs_get_global");
      int turn = function(vm, global, "__turn");
      int flush = function(vm, global, "__flush");
      vm.free(global);
      vm.evaluate("engine.js", HIDE);
      vm.settleRejections();
      int undefined = vm.invoke("qjs_get_undefined");
      vm.invoke("qjs_run_gc");
      var image = vm.memory().readBytes(0, vm.memory().pages() * Memory.PAGE_SIZE);
      var fingerprint =
          QuickJsModule.sha256(module.binary(), prelude.getBytes(StandardCharsets.UTF_8), image);
      return new QuickJsTemplate(
          image, vm.stackPointer(), turn, flush, undefined, random, fingerprint);
    } catch (QuickJsFailure e) {
      throw new IllegalArgumentException(
          "the prelude fails: "
              + e.getMessage()
              + "\n"
              + e.failure().stack()
              + "\nIt must assign globalThis.__turn and globalThis.__flush (not declare them: the engine deletes both)",
          e);
    }
  }

  int pages() {
    return image.length / Memory.PAGE_SIZE;
  }

  String fingerprintHex() {
    return HexFormat.of().formatHex(fingerprint);
  }

  private static int function(QuickJsVm vm, int global, String name) throws QuickJsFailure {
    int function = vm.propertyValue(global, name);
    if (vm.invoke("qjs_is_function", function) == 0) {
      throw new QuickJsFailure(
          ScriptException.Failure.of(ScriptException.Kind.EXCEPTION, name + " is not a function"));
    }
    return function;
  }

  /// QuickJS draws from a xorshift64* generator whose state lies in its context structure: the one word that one call moves by one step.
  private static int randomState(QuickJsVm vm) throws QuickJsFailure {
    int context = vm.invoke("qjs_get_context_ptr");
    var before =
        ByteBuffer.wrap(vm.memory().readBytes(context, CONTEXT_SIZE))
            .order(ByteOrder.LITTLE_ENDIAN);
    vm.evaluate("engine.js", "Math.random()");
    int found = -1;
    for (int offset = 0; offset < CONTEXT_SIZE; offset += Long.BYTES) {
      long state = before.getLong(offset);
      if (state != 0 && vm.memory().readLong(context + offset) == xorshift(state)) {
        found = context + offset;
      }
    }
    if (found < 0) {
      throw new IllegalStateException(
          "the state of Math.random is not where it was in quickjs-ng 0.17; look at xorshift64star there");
    }
    return found;
  }

  private static long xorshift(long state) {
    long x = state;
    x ^= x >>> 12;
    x ^= x << 25;
    x ^= x >>> 27;
    return x;
  }
}
