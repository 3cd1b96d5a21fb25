package io.ringmaster.actors;

/// What becomes of a command from outside.
public sealed interface Reply extends ClusterMessage {

  /// It is in the journal, or changed nothing; it will be carried out.
  record Accepted() implements Reply {}

  /// The phase refused it, and nothing has changed.
  /// - `reason`: a sentence for a person.
  record Refused(String reason) implements Reply {}

  /// There is no call or session of that id.
  record Unknown() implements Reply {}
}
