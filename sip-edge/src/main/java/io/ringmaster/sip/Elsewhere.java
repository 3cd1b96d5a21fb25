package io.ringmaster.sip;

import io.ringmaster.actors.port.SipEffect;
import io.ringmaster.actors.port.SipEffect.Respond;
import io.ringmaster.actors.port.SipEffect.StopAnswering;
import io.ringmaster.protocol.CallId;
import org.jspecify.annotations.Nullable;

/// Knows which effects belong to the edge of another node: responses to requests that it holds, and the end of the 2xx that it
/// keeps sending.
final class Elsewhere {

  private record Answered(CallId call, long cseq) {}

  private final SipSettings settings;
  private final Expiring<Answered, String> answers = new Expiring<>(System::nanoTime);

  Elsewhere(SipSettings settings) {
    this.settings = settings;
  }

  /// The other node; null when the effect is for this one.
  @Nullable String node(String here, CallId call, SipEffect effect) {
    if (effect instanceof Respond respond) {
      var node = respond.transaction().node();
      if (node.equals(here)) return null;
      if (respond.status() / 100 == 2) {
        answers.put(new Answered(call, respond.dialog().remoteCSeq()), node, settings.patience());
      }
      return node;
    }
    return effect instanceof StopAnswering stop
        ? answers.remove(new Answered(call, stop.cseq()))
        : null;
  }

  void sweep() {
    answers.sweep((answered, node) -> {});
  }
}
