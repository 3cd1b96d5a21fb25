package io.ringmaster.media;

import java.nio.file.Path;
import java.time.Duration;

/// What a media engine is told once, at its start.
///
/// @param bindHost IP address, in text form, on which RTP and RTCP are received
/// @param advertisedHost the address told to far ends in SDP; differs from `bindHost` behind a NAT
/// @param lowPort first UDP port of the range for RTP; 0 together with `highPort` 0 means any free port
/// @param highPort last UDP port of the range, inclusive. Each leg takes two: an even one for RTP, the next for RTCP
/// @param eventLoops how many threads move packets; 1 to 256. The calls of one session share one of them
/// @param rtpStoppedAfter how long neither RTP nor RTCP may arrive before `RtpStopped`
/// @param recordings directory of recordings, made when missing
/// @param sounds how sounds are found and kept
public record MediaSettings(
    String bindHost,
    String advertisedHost,
    int lowPort,
    int highPort,
    int eventLoops,
    Duration rtpStoppedAfter,
    Path recordings,
    Sounds sounds) {

  /// @throws IllegalArgumentException with a sentence for the operator when the values cannot work
  public MediaSettings {
    boolean anyPort = lowPort == 0 && highPort == 0;
    if (!anyPort && (lowPort < 1 || highPort > 65535 || highPort - lowPort < 1)) {
      throw new IllegalArgumentException(
          "RTP ports %d-%d: give a range of at least two ports from 1 to 65535, or 0-0 for any"
              .formatted(lowPort, highPort));
    }
    if (eventLoops < 1 || eventLoops > 256) {
      throw new IllegalArgumentException("%d media threads: give 1 to 256".formatted(eventLoops));
    }
    if (!rtpStoppedAfter.isPositive()) {
      throw new IllegalArgumentException("rtp-stopped-after must be more than nothing");
    }
  }

  /// Sensible values for a node with one address: any free ports, one event loop for every two processors (at least one),
  /// 7 s until `RtpStopped`, everything below `data`.
  public static MediaSettings of(String host, Path data) {
    return new MediaSettings(
        host,
        host,
        0,
        0,
        Math.max(1, Runtime.getRuntime().availableProcessors() / 2),
        Duration.ofSeconds(7),
        data.resolve("recordings"),
        Sounds.below(data));
  }

  public MediaSettings withPorts(int low, int high) {
    return new MediaSettings(
        bindHost, advertisedHost, low, high, eventLoops, rtpStoppedAfter, recordings, sounds);
  }

  public MediaSettings withSounds(Sounds other) {
    return new MediaSettings(
        bindHost,
        advertisedHost,
        lowPort,
        highPort,
        eventLoops,
        rtpStoppedAfter,
        recordings,
        other);
  }

  /// How sounds are found and kept.
  ///
  /// @param directory where `file:NAME` looks
  /// @param cache directory of downloaded files, made when missing
  /// @param cacheLimit bytes of downloaded files to keep on disk; the oldest go first
  /// @param cacheAge how long a downloaded file is served without asking its server again
  /// @param memoryLimit bytes of decoded sound to keep in memory
  /// @param downloadTimeout for connecting and transferring together
  /// @param downloadLimit bytes of one download
  /// @param durationLimit longest sound that is decoded; bounds what a small but endless file may cost
  public record Sounds(
      Path directory,
      Path cache,
      long cacheLimit,
      Duration cacheAge,
      long memoryLimit,
      Duration downloadTimeout,
      long downloadLimit,
      Duration durationLimit) {

    /// 12 s and 10 MB for a download, 1 GB on disk for two weeks, 128 MB in memory, one hour of sound.
    public static Sounds below(Path data) {
      return new Sounds(
          data.resolve("sounds"),
          data.resolve("cache").resolve("sounds"),
          1L << 30,
          Duration.ofDays(14),
          128L << 20,
          Duration.ofSeconds(12),
          10_000_000,
          Duration.ofHours(1));
    }

    public Sounds withDownload(Duration timeout, long limit) {
      return new Sounds(
          directory, cache, cacheLimit, cacheAge, memoryLimit, timeout, limit, durationLimit);
    }
  }
}
