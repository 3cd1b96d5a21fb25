package io.ringmaster.scenario.engine;

/// A script stopped in an orderly way: the engine itself is sound.
final class QuickJsFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient ScriptException.Failure failure;

  QuickJsFailure(ScriptException.Failure failure) {
    super(failure.message(), null, false, false);
    this.failure = failure;
  }

  ScriptException.Failure failure() {
    return failure;
  }
}
