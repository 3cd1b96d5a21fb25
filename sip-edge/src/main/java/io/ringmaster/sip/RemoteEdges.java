package io.ringmaster.sip;

import io.ringmaster.actors.port.SipEffect;
import io.ringmaster.protocol.CallId;

/// The way to the edges of other nodes: a response must leave through the edge that holds its transaction.
@FunctionalInterface
public interface RemoteEdges {

  /// Gives the effect to [SipEdge#perform] of `node`. Returns at once and never throws.
  ///
  /// @param lost runs in its place, perhaps after some seconds and on any thread, when that node is gone
  void perform(String node, CallId call, SipEffect effect, Runnable lost);
}
