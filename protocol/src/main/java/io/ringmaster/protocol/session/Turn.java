package io.ringmaster.protocol.session;

import io.ringmaster.protocol.SessionId;
import java.time.Instant;

/// One turn of a scenario: everything that its code can observe.
///
/// @param number counted from 0 (the loading of the files) without gaps
/// @param at what `Date.now()` says during the whole turn, in milliseconds
/// @param seed what `Math.random()` and `uuidgen()` draw from
/// @param nextCall the number that the next call placed by the scenario gets
public record Turn(
    SessionId session, long number, Instant at, long seed, int nextCall, TurnInput input) {}
