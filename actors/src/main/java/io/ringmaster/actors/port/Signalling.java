package io.ringmaster.actors.port;

import io.ringmaster.protocol.CallId;

/// The way from a call to SIP.
public interface Signalling {

  /// Carries out one effect for a call. Returns at once and never throws: what goes wrong comes back as a signal
  /// (`RejectionReceived` or `RequestFailed` with 408 or 503).
  void perform(CallId call, SipEffect effect);
}
