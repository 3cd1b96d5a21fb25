package io.ringmaster.scenario.engine;

/// One JavaScript context: one session's globals, promises and closures.
///
/// Single-threaded by contract: the caller gives one turn at a time (a lock inside guards only against parking). Turns should run on
/// [ScriptThreads]: deep recursion in a script needs a deep Java stack.
///
/// After a [ScriptException] whose [ScriptException#contextUsable()] is false only [#rollback(Checkpoint)] and [#close()] remain.
public interface ScriptContext extends AutoCloseable {

  /// Evaluates one file as a sloppy-mode script in the global scope, which all files share, and runs the promise jobs it left.
  /// What it collected is returned by the flush of the next turn.
  void evaluate(String file, String source, Moment moment) throws ScriptException;

  /// Parses one file as [#evaluate] would and runs nothing of it. Fails with [ScriptException.Kind#SYNTAX] where it does not parse.
  void parse(String file, String source) throws ScriptException;

  /// One turn: calls `__turn(inputJson)`, runs promise jobs until none is left, and returns what `__flush()` returns.
  String turn(String inputJson, Moment moment) throws ScriptException;

  /// The context as bytes, between turns. Deterministic: equal contexts give equal bytes.
  byte[] snapshot();

  /// The state to return to if the next turns fail. Costs a fraction of a millisecond and some tens of kilobytes, so take it only when wanted.
  Checkpoint checkpoint();

  /// Makes the context what it was at the checkpoint, also after a failure that left it unusable.
  void rollback(Checkpoint checkpoint);

  /// Reduces the context to its snapshot and gives up its instance until the next use. The engine does so by itself with idle contexts.
  void park();

  boolean parked();

  @Override
  void close();

  /// Valid for the context that made it.
  interface Checkpoint {}
}
