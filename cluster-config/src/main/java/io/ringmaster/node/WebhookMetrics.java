package io.ringmaster.node;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.ringmaster.node.webhook.HttpWebhookReceivers;
import io.ringmaster.node.webhook.HttpWebhookReceivers.Statistics;
import java.util.function.ToLongFunction;

/// What became of posts to webhooks.
final class WebhookMetrics {

  private WebhookMetrics() {}

  static void bind(MeterRegistry registry, HttpWebhookReceivers receivers) {
    counter(registry, receivers, "posts.taken", "posts that receivers took", Statistics::taken);
    counter(registry, receivers, "posts.failed", "posts that they did not", Statistics::failed);
    counter(registry, receivers, "events", "events that receivers took", Statistics::events);
    counter(
        registry,
        receivers,
        "given.up",
        "sessions whose webhook lacks events for good",
        Statistics::givenUp);
  }

  private static void counter(
      MeterRegistry registry,
      HttpWebhookReceivers receivers,
      String name,
      String description,
      ToLongFunction<Statistics> read) {
    FunctionCounter.builder(
            "ringmaster.webhook." + name, receivers, r -> read.applyAsLong(r.statistics()))
        .description(description)
        .register(registry);
  }
}
