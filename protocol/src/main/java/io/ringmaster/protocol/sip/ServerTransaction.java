package io.ringmaster.protocol.sip;

/// Names a request that waits for our response, at the node that received it.
///
/// @param node the Pekko address of that node's edge
/// @param key what that edge finds the transaction by
public record ServerTransaction(String node, String key) {}
