package io.ringmaster.protocol.sip;

import org.jspecify.annotations.Nullable;

/// Names a request that waits for our response, at the node that received it.
///
/// @param node the name of that node's edge
/// @param key what that edge finds the transaction by
/// @param origin of an INVITE that begins a call, should that node be lost; null for other requests, and in journals of old
public record ServerTransaction(String node, String key, @Nullable InviteOrigin origin) {

  public ServerTransaction(String node, String key) {
    this(node, key, null);
  }
}
