package io.ringmaster.actors.session;

import io.ringmaster.actors.port.Catalogue;
import io.ringmaster.actors.port.Directory;
import io.ringmaster.actors.port.OutsideRequests;
import io.ringmaster.actors.port.ScenarioHost;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// Everything around a session on its node.
public record SessionWorld(
    InstantSource clock,
    RandomGenerator random,
    Catalogue catalogue,
    ScenarioHost host,
    OutsideRequests requests,
    CallLine calls,
    CourierLine couriers,
    Directory directory,
    SessionSettings settings) {}
