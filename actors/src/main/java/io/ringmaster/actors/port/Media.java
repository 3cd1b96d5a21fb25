package io.ringmaster.actors.port;

import io.ringmaster.protocol.CallId;
import java.util.Optional;

/// The way from a call to RTP and sound. One engine per node; what it has to say comes back as `MediaSignal`s.
public interface Media {

  /// The RTP address of this call's leg on this node; a socket pair is bound at the first asking and kept until
  /// [MediaEffect.CloseLeg]. Quick enough for an actor's thread. Empty when every port is taken.
  Optional<RtpAddress> reserve(CallId call);

  /// Carries out one effect for a call. Returns at once and never throws.
  void perform(CallId call, MediaEffect effect);
}
