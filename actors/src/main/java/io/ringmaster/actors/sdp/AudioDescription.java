package io.ringmaster.actors.sdp;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a session description says about its first audio stream, and where that stream stands among all.
///
/// @param host connection address: the stream's own or else the session's
/// @param port RTP port; 0 when the stream is refused or removed
/// @param protocol `RTP/AVP` and its kin
/// @param formats in the sender's order of preference
/// @param direction of media, in the sender's words
/// @param packetTime ms that the sender asks for; null when it does not say
/// @param media the `m=` types of all streams in order; ours answers each of them
/// @param index the audio stream's place in `media`
public record AudioDescription(
    String host,
    int port,
    String protocol,
    List<Format> formats,
    Direction direction,
    @Nullable Integer packetTime,
    List<String> media,
    int index) {

  public AudioDescription {
    formats = List.copyOf(formats);
    media = List.copyOf(media);
  }

  /// One payload type.
  ///
  /// @param name encoding name in upper case
  /// @param clockRate Hz
  public record Format(int payloadType, String name, int clockRate) {}

  /// The direction attributes of RFC 8866 section 6.7.
  public enum Direction {
    SENDRECV,
    SENDONLY,
    RECVONLY,
    INACTIVE;

    /// The attribute's text.
    public String attribute() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// What the other side answers to this.
    public Direction reversed() {
      return switch (this) {
        case SENDONLY -> RECVONLY;
        case RECVONLY -> SENDONLY;
        case SENDRECV, INACTIVE -> this;
      };
    }
  }

  /// Whether the sender wants to hear us: false puts us on hold.
  public boolean wantsMedia() {
    return (direction == Direction.SENDRECV || direction == Direction.RECVONLY)
        && !host.equals("0.0.0.0");
  }

  /// Whether the sender will send.
  public boolean sendsMedia() {
    return direction == Direction.SENDRECV || direction == Direction.SENDONLY;
  }
}
