package io.ringmaster.scenario.engine;

/// All that a turn can observe besides its input: the clock, which stands still during the turn, and the seed of `Math.random`.
///
/// @param epochMillis what `Date.now()` returns, milliseconds since 1970 UTC
/// @param seed any number; turns of one session should have different ones
public record Moment(long epochMillis, long seed) {}
