package io.ringmaster.node;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.ringmaster.media.MediaEngine;
import io.ringmaster.node.webhook.HttpWebhookReceivers;
import io.ringmaster.scenario.VoxScenarioHost;
import io.ringmaster.sip.SipEdge;

/// What operators can watch.
final class Metrics {

  private Metrics() {}

  static PrometheusMeterRegistry registry(
      LiveWork work,
      Arrivals arrivals,
      SipEdge edge,
      MediaEngine media,
      VoxScenarioHost scenarios,
      HttpWebhookReceivers receivers) {
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    var gc = new JvmGcMetrics();
    gc.bindTo(registry);
    Gauge.builder("ringmaster.calls.open", work, w -> w.calls().size())
        .description("calls of this node that have not ended")
        .register(registry);
    Gauge.builder("ringmaster.sessions.open", work, w -> w.sessions().size())
        .description("sessions of this node that have not ended")
        .register(registry);
    Gauge.builder("ringmaster.calls.wait", arrivals, a -> a.longestWait().toNanos() / 1e9)
        .description("how long the caller who waits longest has waited for a session to begin")
        .baseUnit("seconds")
        .register(registry);
    Gauge.builder("ringmaster.scenarios.live", scenarios, s -> s.census().live())
        .description("JavaScript contexts that occupy an instance")
        .register(registry);
    Gauge.builder("ringmaster.scenarios.parked", scenarios, s -> s.census().parked())
        .description("JavaScript contexts kept as bytes")
        .register(registry);
    SipMetrics.bind(registry, edge);
    MediaMetrics.bind(registry, media);
    WebhookMetrics.bind(registry, receivers);
    return registry;
  }
}
