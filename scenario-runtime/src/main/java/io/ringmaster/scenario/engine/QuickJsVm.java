package io.ringmaster.scenario.engine;

import io.ringmaster.scenario.engine.ScriptException.Kind;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.ExportFunction;
import run.endive.runtime.GlobalInstance;
import run.endive.runtime.Instance;
import run.endive.runtime.Memory;

/// One instance of the engine: its memory holds one context, and may be exchanged for another's between turns.
///
/// An `int` here is an address in that memory: of a value's box (free it with [#free]) or of bytes.
final class QuickJsVm {
  /// Unhandled rejections kept track of in one turn; the first one is what gets reported.
  private static final int MAX_REJECTIONS = 100;

  /// `JS_EVAL_FLAG_COMPILE_ONLY` of quickjs.h.
  private static final int COMPILE_ONLY = 1 << 5;

  private static final int MAX_ERROR_TEXT = 16 * 1024;

  private final Instance instance;
  private final Memory memory;
  private final GlobalInstance stackPointer;
  private final QuickJsImports imports = new QuickJsImports(this::rejection);
  private final Map<Integer, Rejection> rejections = new LinkedHashMap<>();

  private final ExportFunction malloc;
  private final ExportFunction mfree;
  private final ExportFunction eval;
  private final ExportFunction newString;
  private final ExportFunction call;
  private final ExportFunction getStringLen;
  private final ExportFunction freeCString;
  private final ExportFunction isException;
  private final ExportFunction freeValue;
  private final ExportFunction isJobPending;
  private final ExportFunction executePendingJob;

  private record Rejection(int promise, int reason) {}

  QuickJsVm(QuickJsModule module, int pages, int maxPages) {
    instance = module.instantiate(imports.values(), pages, maxPages);
    memory = instance.memory();
    stackPointer = instance.global(0);
    malloc = instance.export("wasm_malloc");
    mfree = instance.export("wasm_free");
    eval = instance.export("qjs_eval");
    newString = instance.export("qjs_new_string");
    call = instance.export("qjs_call");
    getStringLen = instance.export("qjs_get_string_len");
    freeCString = instance.export("qjs_free_cstring");
    isException = instance.export("qjs_is_exception");
    freeValue = instance.export("qjs_free_value");
    isJobPending = instance.export("qjs_is_job_pending");
    executePendingJob = instance.export("qjs_execute_pending_job");
  }

  /// Makes the JavaScript runtime. Not for an instance that is then filled with an image.
  void boot() {
    instance.export("_initialize").apply();
    if (invoke("qjs_init") != 0) {
      throw new IllegalStateException("QuickJS does not start");
    }
    invoke("qjs_set_interrupt_handler", 1);
    invoke("qjs_set_promise_rejection_handler", 1);
  }

  void limit(Limits limits) {
    invoke("qjs_set_memory_limit", limits.memoryBytes());
    invoke("qjs_set_max_stack_size", limits.stackBytes());
  }

  /// Calls an export that is needed seldom.
  int invoke(String export, long... arguments) {
    var result = instance.export(export).apply(arguments);
    return result == null || result.length == 0 ? 0 : (int) result[0];
  }

  Memory memory() {
    return memory;
  }

  QuickJsImports imports() {
    return imports;
  }

  int stackPointer() {
    return (int) stackPointer.getValue();
  }

  void stackPointer(int value) {
    stackPointer.setValue(value);
  }

  /// Sloppy mode, global scope.
  void evaluate(String file, String source) throws QuickJsFailure {
    evaluate(file, source, 0);
  }

  /// As [#evaluate(String, String)], but nothing runs.
  void parse(String file, String source) throws QuickJsFailure {
    evaluate(file, source, COMPILE_ONLY);
  }

  private void evaluate(String file, String source, int flags) throws QuickJsFailure {
    var bytes = source.getBytes(StandardCharsets.UTF_8);
    int code = write(bytes);
    int name = write(file.getBytes(StandardCharsets.UTF_8));
    int result = one(eval.apply(code, bytes.length, name, flags));
    mfree.apply(code);
    mfree.apply(name);
    free(checked(result, file));
  }

  /// Calls the function with no `this`, and with the text as its only argument if there is one. The result is the caller's to free.
  int call(int function, int undefined, @Nullable String argument) throws QuickJsFailure {
    if (argument == null) {
      return checked(one(call.apply(function, undefined, 0, 0)), null);
    }
    var bytes = argument.getBytes(StandardCharsets.UTF_8);
    int text = write(bytes);
    int value = one(newString.apply(text, bytes.length));
    mfree.apply(text);
    checked(value, null);
    int array = allocate(4);
    memory.writeI32(array, value);
    int result = one(call.apply(function, undefined, 1, array));
    mfree.apply(array);
    free(value);
    return checked(result, null);
  }

  /// Runs promise jobs until none is left.
  void runJobs() throws QuickJsFailure {
    while (one(isJobPending.apply()) != 0) {
      if (one(executePendingJob.apply()) < 0) {
        throw new QuickJsFailure(QuickJsErrors.pending(this, null));
      }
      if (imports.overdue()) {
        throw new QuickJsFailure(QuickJsErrors.timeout());
      }
    }
  }

  /// Fails if a promise is rejected and nobody cares; forgets all rejections.
  void settleRejections() throws QuickJsFailure {
    if (rejections.isEmpty()) {
      return;
    }
    var first = rejections.values().iterator().next();
    var failure = QuickJsErrors.describe(this, first.reason, Kind.UNHANDLED_REJECTION, null);
    forgetRejections();
    throw new QuickJsFailure(failure);
  }

  void forgetRejections() {
    for (var each : rejections.values()) {
      free(each.promise);
      free(each.reason);
    }
    rejections.clear();
  }

  private void rejection(int promise, int reason, boolean handled) {
    int key = invoke("qjs_get_value_ptr", promise);
    var known = handled ? rejections.remove(key) : null;
    if (known != null) {
      free(known.promise);
      free(known.reason);
    }
    if (handled || rejections.size() >= MAX_REJECTIONS || rejections.containsKey(key)) {
      free(promise);
      free(reason);
    } else {
      rejections.put(key, new Rejection(promise, reason));
    }
  }

  int takeException() {
    return invoke("qjs_get_exception");
  }

  boolean isError(int value) {
    return invoke("qjs_is_error", value) != 0;
  }

  int property(int object, int name) {
    return invoke("qjs_get_prop_string", object, name);
  }

  int propertyValue(int object, String name) throws QuickJsFailure {
    int key = write(name.getBytes(StandardCharsets.UTF_8));
    int value = property(object, key);
    mfree.apply(key);
    return checked(value, null);
  }

  /// A property as text for people: never fails.
  String property(int object, String name) {
    try {
      int value = propertyValue(object, name);
      var text = text(value);
      free(value);
      return text;
    } catch (QuickJsFailure e) {
      return "";
    }
  }

  /// A value as text for people: never fails, and is cut where nobody would read on.
  String text(int value) {
    try {
      return read(value, MAX_ERROR_TEXT);
    } catch (QuickJsFailure e) {
      return "(a value that cannot be shown)";
    }
  }

  /// `String(value)`.
  String string(int value) throws QuickJsFailure {
    return read(value, Integer.MAX_VALUE);
  }

  private String read(int value, int most) throws QuickJsFailure {
    int length = allocate(4);
    int text = one(getStringLen.apply(value, length));
    int bytes = memory.readInt(length);
    mfree.apply(length);
    if (text == 0) {
      throw new QuickJsFailure(QuickJsErrors.pending(this, null));
    }
    var result = new String(memory.readBytes(text, Math.min(bytes, most)), StandardCharsets.UTF_8);
    freeCString.apply(text);
    return result;
  }

  void free(int value) {
    if (value != 0) {
      freeValue.apply(value);
    }
  }

  private int checked(int value, @Nullable String evaluated) throws QuickJsFailure {
    if (value == 0) {
      throw new QuickJsFailure(
          imports.stopped() ? QuickJsErrors.timeout() : QuickJsErrors.outOfMemory());
    }
    if (one(isException.apply(value)) != 0) {
      free(value);
      throw new QuickJsFailure(QuickJsErrors.pending(this, evaluated));
    }
    return value;
  }

  private int write(byte[] bytes) throws QuickJsFailure {
    int address = allocate(bytes.length + 1);
    memory.write(address, bytes, 0, bytes.length);
    memory.writeByte(address + bytes.length, (byte) 0);
    return address;
  }

  private int allocate(int size) throws QuickJsFailure {
    int address = one(malloc.apply(size));
    if (address == 0) {
      throw new QuickJsFailure(QuickJsErrors.outOfMemory());
    }
    return address;
  }

  private static int one(long[] result) {
    return (int) result[0];
  }
}
