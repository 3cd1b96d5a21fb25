package io.ringmaster.scenario.engine;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/// Makes script contexts. One engine serves a whole node and may be used by any number of threads.
///
/// An engine is made with a prelude: trusted source, evaluated once, that every context starts from. The prelude must assign two functions to
/// the global object: `__turn(inputJson)`, called for every turn, and `__flush()`, which returns what has been collected since it was called last,
/// as a string (JSON by convention). The engine keeps both and takes them off the global object, so scenario code cannot reach them.
public interface ScriptEngine extends AutoCloseable {

  /// A fresh context in which the prelude has been evaluated.
  ScriptContext create(Limits limits);

  /// A context as it was when [ScriptContext#snapshot()] was called, with the limits it had then, on this or another node.
  ///
  /// @throws ForeignSnapshotException if the bytes are no snapshot of an engine with the same [#fingerprint()]
  ScriptContext restore(byte[] snapshot);

  /// SHA-256 (hexadecimal) over the engine's binary, the prelude and the heap they start with. Snapshots are exchanged only between equal engines.
  String fingerprint();

  /// Runs typical turns on a background thread for so long, so that the Java compiler has done its work before calls come. Stands back while
  /// `atWork` says that there is real work, which warms as well. Completes when done, after six times the duration at the latest; closing
  /// the engine ends it early.
  CompletableFuture<Void> warmUp(Rehearsal rehearsal, Duration duration, BooleanSupplier atWork);

  /// What the engine holds at this moment.
  Census census();

  /// Ends the engine's threads. Contexts must not be used afterwards.
  @Override
  void close();

  /// What to run while warming up: files to evaluate, then inputs to give to turns, over and over.
  record Rehearsal(String source, java.util.List<String> inputs) {}

  /// Contexts that occupy an instance, contexts that are parked as bytes, the sum of those bytes, and instances waiting for use.
  record Census(int live, int parked, long parkedBytes, int pooled) {}
}
