package io.ringmaster.node;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.ringmaster.media.LegStatistics;
import io.ringmaster.media.MediaEngine;
import java.util.function.ToLongFunction;

/// What the media engine has moved.
final class MediaMetrics {

  private MediaMetrics() {}

  static void bind(MeterRegistry registry, MediaEngine media) {
    Gauge.builder("ringmaster.rtp.legs", media, m -> m.statistics().legs())
        .description("calls whose RTP ports are bound")
        .register(registry);
    FunctionCounter.builder("ringmaster.rtp.faults", media, m -> m.statistics().faults())
        .description(
            "turns of an event loop that ended in an exception; anything but 0 is a defect")
        .register(registry);
    counter(registry, media, "packets.received", LegStatistics::packetsIn);
    counter(registry, media, "packets.sent", LegStatistics::packetsOut);
    counter(registry, media, "packets.dropped", LegStatistics::dropped);
    counter(registry, media, "packets.lost", LegStatistics::lost);
  }

  private static void counter(
      MeterRegistry registry, MediaEngine media, String name, ToLongFunction<LegStatistics> read) {
    FunctionCounter.builder(
            "ringmaster.rtp." + name, media, m -> read.applyAsLong(m.statistics().sum()))
        .register(registry);
  }
}
