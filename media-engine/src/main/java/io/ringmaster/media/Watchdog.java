package io.ringmaster.media;

import io.ringmaster.protocol.signal.MediaSignal;
import io.ringmaster.protocol.signal.MediaSignal.RtpResumed;
import io.ringmaster.protocol.signal.MediaSignal.RtpStopped;
import org.jspecify.annotations.Nullable;

/// Notices when nothing arrives any more. Audio must have been flowing first; RTCP, digits and comfort noise then count as life too.
final class Watchdog {

  private final long patience;
  private boolean flowing;
  private boolean stopped;
  private long lastActive;

  /// @param patience ns
  Watchdog(long patience) {
    this.patience = patience;
  }

  /// Audio has arrived.
  void flowing() {
    flowing = true;
  }

  /// Something has arrived.
  @Nullable MediaSignal active(long now) {
    lastActive = now;
    if (!stopped) return null;
    stopped = false;
    return new RtpResumed();
  }

  /// @param expecting whether the far end is supposed to send at all; silence on a held leg is no news
  @Nullable MediaSignal check(boolean expecting, long now) {
    if (!expecting || !flowing || stopped || now - lastActive < patience) return null;
    stopped = true;
    return new RtpStopped();
  }

  /// The far end may send again after a pause that was agreed on.
  void expectAgain(long now) {
    lastActive = now;
  }
}
