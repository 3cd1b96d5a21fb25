package io.ringmaster.actors.port;

/// Something a call wants done in the world, once the facts behind it are in the journal. Every effect is safe to repeat.
public sealed interface CallEffect permits SipEffect, MediaEffect {}
