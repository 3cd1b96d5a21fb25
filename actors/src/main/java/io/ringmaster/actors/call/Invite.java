package io.ringmaster.actors.call;

import io.ringmaster.protocol.sip.ServerTransaction;
import org.jspecify.annotations.Nullable;

/// The INVITE of an incoming call, while it waits for its final response.
///
/// @param offer its SDP; null when it has none, and then our answer makes the offer
record Invite(ServerTransaction transaction, @Nullable String offer) {}
