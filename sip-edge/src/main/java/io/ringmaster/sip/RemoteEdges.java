package io.ringmaster.sip;

import io.ringmaster.actors.port.SipEffect;
import io.ringmaster.protocol.CallId;

/// The way to the edges of other nodes: a response must leave through the edge that holds its transaction.
@FunctionalInterface
public interface RemoteEdges {

  /// Gives the effect to [SipEdge#perform] of `node`. Returns at once and never throws; an effect for a node that is gone is lost.
  void perform(String node, CallId call, SipEffect effect);
}
