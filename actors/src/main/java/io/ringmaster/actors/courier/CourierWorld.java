package io.ringmaster.actors.courier;

import io.ringmaster.actors.port.SessionJournal;
import io.ringmaster.actors.port.WebhookBook;
import io.ringmaster.actors.port.WebhookReceivers;
import java.time.InstantSource;

/// Everything around a courier on its node.
public record CourierWorld(
    InstantSource clock,
    SessionJournal journal,
    WebhookBook book,
    WebhookReceivers receivers,
    CourierSettings settings) {}
