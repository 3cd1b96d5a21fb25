package io.ringmaster.actors.call;

import io.ringmaster.actors.port.Directory;
import io.ringmaster.actors.port.Media;
import io.ringmaster.actors.port.Signalling;
import java.time.InstantSource;

/// Everything around a call on its node.
///
/// @param node the node's name
public record CallWorld(
    String node,
    InstantSource clock,
    Signalling signalling,
    Media media,
    SessionLine sessions,
    Directory directory,
    CallSettings settings) {}
