package io.ringmaster.node;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.ringmaster.sip.SipEdge;
import io.ringmaster.sip.SipStatistics;
import java.util.List;
import java.util.function.ToLongFunction;

/// What the SIP edge has seen.
final class SipMetrics {

  private static final List<String> METHODS =
      List.of("INVITE", "ACK", "BYE", "CANCEL", "OPTIONS", "INFO", "REGISTER");

  private SipMetrics() {}

  static void bind(MeterRegistry registry, SipEdge edge) {
    for (var method : METHODS) {
      counter(
          registry,
          edge,
          "requests.received",
          "method",
          method,
          s -> s.requestsReceived().getOrDefault(method, 0L));
      counter(
          registry,
          edge,
          "requests.sent",
          "method",
          method,
          s -> s.requestsSent().getOrDefault(method, 0L));
    }
    for (int digit = 1; digit <= 6; digit++) {
      int group = digit;
      counter(
          registry,
          edge,
          "responses.received",
          "class",
          group + "xx",
          s -> s.responsesReceived().getOrDefault(group, 0L));
      counter(
          registry,
          edge,
          "responses.sent",
          "class",
          group + "xx",
          s -> s.responsesSent().getOrDefault(group, 0L));
    }
    counter(registry, edge, "malformed", "side", "received", SipStatistics::malformed);
    counter(
        registry,
        edge,
        "retransmissions",
        "side",
        "received",
        SipStatistics::retransmissionsReceived);
    counter(registry, edge, "retransmissions", "side", "sent", SipStatistics::retransmissionsSent);
    Gauge.builder("ringmaster.sip.transactions.open", edge, e -> e.statistics().openTransactions())
        .register(registry);
  }

  private static void counter(
      MeterRegistry registry,
      SipEdge edge,
      String name,
      String tag,
      String value,
      ToLongFunction<SipStatistics> read) {
    FunctionCounter.builder("ringmaster.sip." + name, edge, e -> read.applyAsLong(e.statistics()))
        .tag(tag, value)
        .register(registry);
  }
}
