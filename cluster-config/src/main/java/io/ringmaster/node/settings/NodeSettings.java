package io.ringmaster.node.settings;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Everything that can be chosen about a node, read once at the start. Meanings, defaults and units are in `reference.conf`.
///
/// @param node what the node is called; unique in its cluster
/// @param host numeric address that everything listens on
/// @param advertisedHost what far ends are told in Contact and SDP
/// @param data the node's directory
/// @param demo whether an empty catalogue gets the demo scenarios
/// @param cataloguePoll how long another node's change of the catalogue may go unseen
/// @param drainTimeout how long a leaving node lets its calls go on
/// @param pekko the configuration for the actor system
public record NodeSettings(
    String node,
    String host,
    String advertisedHost,
    Path data,
    boolean demo,
    DatabaseSettings database,
    Http http,
    Sip sip,
    Rtp rtp,
    Sounds sounds,
    Call call,
    Session session,
    Scenario scenario,
    OutsideHttp outsideHttp,
    Webhook webhook,
    Duration cataloguePoll,
    Cluster cluster,
    Duration drainTimeout,
    Log log,
    Config pekko) {

  /// The control API and the console.
  ///
  /// @param port 0 for any
  /// @param apiKey blank for none
  /// @param accessUrl where the outside reaches the API, without a slash at the end; blank for the node's own address
  public record Http(
      String host,
      int port,
      String apiKey,
      List<String> allowedHosts,
      String accessUrl,
      long maxBody,
      Duration requestTimeout,
      Duration bodyTimeout,
      Duration heartbeat) {

    /// Without the key: this text goes into logs.
    @Override
    public String toString() {
      return "Http[host=%s, port=%d, apiKey=%s]"
          .formatted(host, port, apiKey.isBlank() ? "none" : "set");
    }
  }

  /// SIP over UDP and TCP.
  ///
  /// @param port for UDP and TCP; 0 for any
  /// @param maxMessageSize bytes
  public record Sip(
      int port, String userAgent, Duration t1, Duration inviteLifetime, int maxMessageSize) {}

  /// RTP.
  ///
  /// @param lowPort with `highPort` 0 as well: any ports
  /// @param eventLoops at least 1
  public record Rtp(int lowPort, int highPort, int eventLoops, Duration stoppedAfter) {}

  /// What scenarios play; limits in bytes.
  public record Sounds(
      long cacheLimit,
      Duration cacheAge,
      long memoryLimit,
      Duration downloadTimeout,
      long downloadLimit,
      Duration durationLimit) {}

  public record Call(
      Duration answerTimeout, Duration resendInterval, Duration linger, Duration longestWait) {}

  public record Session(
      Duration idleTimeout,
      Duration idleTimeoutWithQueue,
      Duration httpDrainTimeout,
      int maxCalls,
      int maxUnansweredCalls) {}

  /// The scenario engine; limits in bytes.
  public record Scenario(
      Duration turnTimeout,
      int memoryLimit,
      int stackLimit,
      int maxLiveContexts,
      Duration parkAfter) {}

  /// HTTP requests that scenarios make.
  ///
  /// @param connectTimeout longest that a scenario may ask for, as `timeout`
  /// @param responseLimit bytes
  public record OutsideHttp(
      String userAgent, Duration connectTimeout, Duration timeout, int responseLimit) {}

  /// Posts to the webhooks of rules.
  ///
  /// @param timeout from the request to the last byte of the response
  /// @param firstPause after a failure; doubles up to `longestPause`
  /// @param giveUpAfter of nothing but failures
  /// @param mostEvents in one post
  /// @param postsPerReceiver at once
  public record Webhook(
      Duration connectTimeout,
      Duration timeout,
      Duration firstPause,
      Duration longestPause,
      Duration giveUpAfter,
      int mostEvents,
      int postsPerReceiver) {}

  /// The node among others.
  ///
  /// @param port 0 for any
  /// @param seeds `HOST:PORT` each; empty for a cluster of one
  public record Cluster(int port, List<String> seeds) {}

  /// The log.
  ///
  /// @param file null for none
  public record Log(String level, @Nullable Path file) {}

  /// Reads the settings of a node.
  ///
  /// @param environment normally `System.getenv()`
  /// @throws StartFailure when something is wrong with one of them
  public static NodeSettings load(Options options, Map<String, String> environment) {
    return NodeSettingsReader.read(Layers.resolved(options, environment));
  }

  /// Where recordings go.
  public Path recordings() {
    return data.resolve("recordings");
  }

  /// Where `file:NAME` looks for the sounds of scenarios.
  public Path soundsDirectory() {
    return data.resolve("sounds");
  }

  /// Where the outside reaches the HTTP API, without a slash at the end.
  ///
  /// @param httpPort the one that was bound
  public String accessUrl(int httpPort) {
    String host = http.host().contains(":") ? "[" + http.host() + "]" : http.host();
    return http.accessUrl().isBlank() ? "http://%s:%d".formatted(host, httpPort) : http.accessUrl();
  }
}
