package io.ringmaster.actors.courier;

import java.time.Duration;

/// The figures of a courier's life.
///
/// @param firstPause after the first failure; each further one doubles it
/// @param longestPause where the doubling ends
/// @param giveUpAfter how long a receiver may take nothing before no more is posted
/// @param mostEvents in one post; a single line of the journal may have more, and is not divided
/// @param look how often the journal is looked at without news, because news can be lost
/// @param linger how long a courier that has nothing more to do stays in memory for latecomers
public record CourierSettings(
    Duration firstPause,
    Duration longestPause,
    Duration giveUpAfter,
    int mostEvents,
    Duration look,
    Duration linger) {}
