package io.ringmaster.sip;

import io.ringmaster.actors.port.CallSignals;
import io.ringmaster.actors.port.Catalogue;
import io.ringmaster.protocol.SessionId;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// What an edge needs of its node. Everything here is called from the one thread that delivers SIP events and must not block.
///
/// @param calls hears the signals
/// @param catalogue says which scenarios an incoming call is for
/// @param sessionIds draws the id for a new incoming call's session; a clustered node prefers ids whose shard is its own
/// @param callsRefused why new calls are refused at this moment, such as `This node is leaving`: they get a 503 with that reason phrase and
///     a Retry-After; empty when they are taken
/// @param remoteEdges reaches the edges of other nodes
/// @param random for tags and the client nonces of digest authentication; unpredictable outside tests
public record Surroundings(
    CallSignals calls,
    Catalogue catalogue,
    Supplier<SessionId> sessionIds,
    Supplier<Optional<String>> callsRefused,
    RemoteEdges remoteEdges,
    RandomGenerator random) {}
