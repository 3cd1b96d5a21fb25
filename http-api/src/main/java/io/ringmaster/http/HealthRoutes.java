package io.ringmaster.http;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;

/// `/health` for what keeps nodes running, `/metrics` for Prometheus.
///
/// @param blocking where metrics are gathered
record HealthRoutes(
    Supplier<List<ReadinessCheck>> readiness, PrometheusMeterRegistry metrics, Executor blocking) {

  private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.open("GET", "/health/alive", this::alive),
        Endpoint.open("GET", "/health/ready", this::ready),
        Endpoint.of("GET", "/metrics", this::metrics));
  }

  private CompletionStage<HttpResponse> alive(Exchange exchange) {
    return CompletableFuture.completedFuture(Json.ok(Map.of("status", "alive")));
  }

  private CompletionStage<HttpResponse> ready(Exchange exchange) {
    var checks = readiness.get();
    var waitingFor = checks.stream().filter(check -> !check.ready()).toList();
    if (waitingFor.isEmpty()) {
      return CompletableFuture.completedFuture(
          Json.ok(Json.object().put("status", "ready").set("checks", Json.tree(checks))));
    }
    var names =
        waitingFor.stream()
            .map(check ->
                check.detail().isBlank()
                    ? check.name()
                    : "%s (%s)".formatted(check.name(), check.detail()))
            .collect(Collectors.joining(", "));
    throw new Refusal(
            StatusCodes.SERVICE_UNAVAILABLE,
            "This node does not take calls; not ready: %s.".formatted(names))
        .with("checks", checks);
  }

  private CompletionStage<HttpResponse> metrics(Exchange exchange) {
    return CompletableFuture.supplyAsync(() -> metrics.scrape(PROMETHEUS_TEXT), blocking)
        .thenApply(text ->
            HttpResponse.create()
                .withEntity(
                    HttpEntities.create(
                        ContentTypes.parse(PROMETHEUS_TEXT),
                        text.getBytes(StandardCharsets.UTF_8))));
  }
}
