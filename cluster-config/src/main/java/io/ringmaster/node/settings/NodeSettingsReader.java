package io.ringmaster.node.settings;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// Turns resolved configuration into [NodeSettings].
final class NodeSettingsReader {

  /// What the engine takes for a scenario of usual size.
  private static final long CONTEXT_BYTES = 3 << 19;

  private static final int MIB = 1 << 20;
  private static final int USUAL_CLUSTER_PORT = 7355;
  private static final List<String> LEVELS = List.of("ERROR", "WARN", "INFO", "DEBUG", "TRACE");

  private NodeSettingsReader() {}

  static NodeSettings read(Config config) {
    var from = new Reading(config);
    String host = from.address("host", "");
    Path data = Path.of(from.text("data", "data"));
    var cluster = cluster(from);
    return new NodeSettings(
        node(from, host, cluster.port()),
        host,
        from.text("advertised-host", host),
        data,
        from.flag("demo"),
        database(from, data),
        http(from, host),
        sip(from),
        rtp(from),
        sounds(from),
        new NodeSettings.Call(
            from.duration("call.answer-timeout"),
            from.duration("call.resend-interval"),
            from.duration("call.linger"),
            from.duration("call.longest-wait")),
        new NodeSettings.Session(
            from.duration("session.idle-timeout"),
            from.duration("session.idle-timeout-with-queue"),
            from.duration("session.http-drain-timeout"),
            from.number("session.max-calls", 1, 1_000_000),
            from.number("session.max-unanswered-calls", 1, 1_000_000)),
        scenario(from),
        new NodeSettings.OutsideHttp(
            from.text("outside-http.user-agent"),
            from.duration("outside-http.connect-timeout"),
            from.duration("outside-http.timeout"),
            (int) from.bytes("outside-http.response-limit", 1, 64L * MIB)),
        webhook(from),
        from.duration("catalogue.poll-interval"),
        cluster,
        from.duration("shutdown.drain-timeout"),
        log(from, data),
        config.withoutPath("ringmaster"));
  }

  private static String node(Reading from, String host, int clusterPort) {
    String ofHost = "node-" + host.replaceAll("[.:]+", "-");
    String suffix =
        switch (clusterPort) {
          case USUAL_CLUSTER_PORT -> "";
          case 0 -> "-%06x".formatted(ThreadLocalRandom.current().nextInt(1 << 24));
          default -> "-" + clusterPort;
        };
    String node = from.text("node", ofHost + suffix);
    from.check(
        "node",
        node,
        "at most 64 letters, digits, dots and dashes",
        node.matches("[A-Za-z0-9.-]{1,64}"));
    return node;
  }

  private static DatabaseSettings database(Reading from, Path data) {
    return new DatabaseSettings(
        from.text("db.url"),
        from.text("db.user"),
        from.text("db.password"),
        data,
        from.number("db.journal-connections", 1, 256),
        from.number("db.other-connections", 2, 256),
        from.duration("db.timeout"));
  }

  private static NodeSettings.Http http(Reading from, String host) {
    String accessUrl = from.text("http.access-url").replaceAll("/+$", "");
    from.check(
        "http.access-url",
        accessUrl,
        "blank or a URL that begins with http:// or https://",
        accessUrl.isBlank() || accessUrl.matches("https?://[^\\s/]+(/\\S*)?"));
    return new NodeSettings.Http(
        from.address("http.host", host),
        from.port("http.port"),
        from.text("http.api-key"),
        from.list("http.allowed-hosts"),
        accessUrl,
        from.bytes("http.max-body", 1024, 1024L * MIB),
        from.duration("http.request-timeout"),
        from.duration("http.body-timeout"),
        from.duration("http.heartbeat"));
  }

  private static NodeSettings.Sip sip(Reading from) {
    return new NodeSettings.Sip(
        from.port("sip.port"),
        from.text("sip.user-agent"),
        from.duration("sip.t1"),
        from.duration("sip.invite-lifetime"),
        (int) from.bytes("sip.max-message-size", 1300, 16L * MIB));
  }

  private static NodeSettings.Rtp rtp(Reading from) {
    String ports = from.text("rtp.ports");
    String wanted = "LOW-HIGH with at least two ports from 1 to 65535, or 0-0 for any";
    from.check("rtp.ports", ports, wanted, ports.matches("\\d{1,5}-\\d{1,5}"));
    int low = Integer.parseInt(ports.substring(0, ports.indexOf('-')));
    int high = Integer.parseInt(ports.substring(ports.indexOf('-') + 1));
    boolean any = low == 0 && high == 0;
    from.check("rtp.ports", ports, wanted, any || (low >= 1 && high <= 65535 && high > low));
    int loops = from.number("rtp.event-loops", 0, 256);
    int half = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    return new NodeSettings.Rtp(
        low, high, loops == 0 ? half : loops, from.duration("rtp.stopped-after"));
  }

  private static NodeSettings.Sounds sounds(Reading from) {
    return new NodeSettings.Sounds(
        from.bytes("sounds.cache-limit", 0, Long.MAX_VALUE),
        from.duration("sounds.cache-age"),
        from.bytes("sounds.memory-limit", MIB, Long.MAX_VALUE),
        from.duration("sounds.download-timeout"),
        from.bytes("sounds.download-limit", 1, Integer.MAX_VALUE),
        from.duration("sounds.duration-limit"));
  }

  private static NodeSettings.Scenario scenario(Reading from) {
    int live = from.number("scenario.max-live-contexts", 0, 100_000);
    return new NodeSettings.Scenario(
        from.duration("scenario.turn-timeout"),
        (int) from.bytes("scenario.memory-limit", 2L * MIB, 128L * MIB),
        (int) from.bytes("scenario.stack-limit", 64L * 1024, 256L * 1024),
        live == 0 ? liveContexts(Runtime.getRuntime().maxMemory()) : live,
        from.duration("scenario.park-after"));
  }

  /// A quarter of the heap for the scenarios at work.
  static int liveContexts(long heap) {
    return Math.clamp(heap / 4 / CONTEXT_BYTES, 64, 100_000);
  }

  private static NodeSettings.Webhook webhook(Reading from) {
    return new NodeSettings.Webhook(
        from.duration("webhook.connect-timeout"),
        from.duration("webhook.timeout"),
        from.duration("webhook.first-pause"),
        from.duration("webhook.longest-pause"),
        from.duration("webhook.give-up-after"),
        from.number("webhook.most-events", 1, 10_000),
        from.number("webhook.posts-per-receiver", 1, 1_000));
  }

  private static NodeSettings.Cluster cluster(Reading from) {
    List<String> seeds = from.list("cluster.seeds");
    for (String seed : seeds) {
      from.check(
          "cluster.seeds",
          seed,
          "HOST:PORT each, such as 10.0.0.1:7355",
          seed.matches("[^\\s/]+:[1-9]\\d{0,4}"));
    }
    return new NodeSettings.Cluster(from.port("cluster.port"), seeds);
  }

  private static NodeSettings.Log log(Reading from, Path data) {
    String file = from.text("log.file");
    @Nullable Path path = file.isBlank() ? null : data.resolve(file);
    return new NodeSettings.Log(from.oneOf("log.level", LEVELS), path);
  }
}
