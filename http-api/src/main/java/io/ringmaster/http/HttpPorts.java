package io.ringmaster.http;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.ringmaster.actors.Calls;
import io.ringmaster.actors.History;
import io.ringmaster.actors.Sessions;
import io.ringmaster.actors.port.Catalogue;
import io.ringmaster.actors.port.CatalogueEditor;
import io.ringmaster.actors.port.Directory;
import java.util.List;
import java.util.function.Supplier;

/// What the HTTP API speaks to.
///
/// @param readiness asked at each `GET /health/ready`; must not block
/// @param metrics what `GET /metrics` shows; the API adds `ringmaster.http.requests`
public record HttpPorts(
    Calls calls,
    Sessions sessions,
    History history,
    Directory directory,
    Catalogue catalogue,
    CatalogueEditor editor,
    ScriptCheck scripts,
    Recordings recordings,
    Supplier<List<ReadinessCheck>> readiness,
    PrometheusMeterRegistry metrics) {}
