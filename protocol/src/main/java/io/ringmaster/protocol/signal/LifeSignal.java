package io.ringmaster.protocol.signal;

/// Signals about the call's own life.
public sealed interface LifeSignal extends CallSignal {

  /// The time that the phase was waiting for has come (no answer, for instance).
  record DeadlinePassed() implements LifeSignal {}

  /// The call has just been read back from its journal on `node`: sockets, transactions and media of its last life are gone.
  record Revived(String node) implements LifeSignal {}

  /// The session of this call has ended, and the call must end with it.
  record SessionEnded() implements LifeSignal {}

  /// The session could not take this call.
  /// - `code`: the SIP status for the caller, 400 to 699.
  record SessionRefused(int code, String reason) implements LifeSignal {}
}
