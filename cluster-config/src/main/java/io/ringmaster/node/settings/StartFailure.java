package io.ringmaster.node.settings;

/// The node cannot start, and its operator can do something about it. The message is one plain sentence that says what; it goes to
/// stderr as it is, and the exit code is 2.
public final class StartFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public StartFailure(String sentence) {
    super(sentence);
  }

  public StartFailure(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
