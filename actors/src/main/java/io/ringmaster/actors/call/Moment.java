package io.ringmaster.actors.call;

import io.ringmaster.actors.port.RtpAddress;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/// What the world lends a phase to decide with. Like time, an RTP address is drawn from outside and then written in the fact.
///
/// @param rtp this call's RTP address; always the same while the call lives on its node. Empty when every port is taken
public record Moment(Instant now, Supplier<Optional<RtpAddress>> rtp) {}
