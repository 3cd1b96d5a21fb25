package io.ringmaster.actors.sdp;

import io.ringmaster.actors.sdp.AudioDescription.Direction;
import io.ringmaster.actors.sdp.AudioDescription.Format;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads the audio part of a session description. Lenient where the field is (line ends, order of attributes, unknown
/// lines), strict where a wrong guess would send sound to the wrong place.
public final class SdpReader {

  /// Static payload types that phones offer without an rtpmap (RFC 3551 section 6).
  private static final Map<Integer, Format> STATIC_FORMATS =
      Map.of(
          0, new Format(0, "PCMU", 8000),
          3, new Format(3, "GSM", 8000),
          8, new Format(8, "PCMA", 8000),
          9, new Format(9, "G722", 8000),
          18, new Format(18, "G729", 8000));

  private static final Pattern BLANKS = Pattern.compile("\\s+");
  private static final Pattern BLANKS_OR_SLASHES = Pattern.compile("[\\s/]+");
  private static final Direction[] DIRECTIONS = Direction.values();

  private @Nullable String sessionHost;
  private Direction sessionDirection = Direction.SENDRECV;
  private final List<String> media = new ArrayList<>();
  private int audioIndex = -1;
  private boolean inAudio;
  private @Nullable String audioHost;
  private int port;
  private String protocol = "";
  private final List<Integer> payloadTypes = new ArrayList<>();
  private final Map<Integer, Format> mapped = new HashMap<>();
  private @Nullable Direction audioDirection;
  private @Nullable Integer packetTime;

  private SdpReader() {}

  /// The first audio stream that is not refused, else the first audio stream; empty when the text is no session
  /// description, has no audio, or says things that cannot be.
  public static Optional<AudioDescription> audio(String sdp) {
    try {
      return new SdpReader().read(sdp);
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  private Optional<AudioDescription> read(String sdp) {
    if (!sdp.startsWith("v=0")) return Optional.empty();
    for (String line : (Iterable<String>) sdp.lines()::iterator) {
      if (line.length() < 2 || line.charAt(1) != '=') continue;
      String value = line.substring(2).strip();
      switch (line.charAt(0)) {
        case 'c' -> connection(value);
        case 'm' -> media(value);
        case 'a' -> attribute(value);
        default -> {} // every other line says nothing about where audio goes
      }
    }
    String host = audioHost == null ? sessionHost : audioHost;
    if (audioIndex < 0 || host == null) return Optional.empty();
    var formats =
        payloadTypes.stream()
            .map(type -> mapped.getOrDefault(type, STATIC_FORMATS.get(type)))
            .filter(Objects::nonNull)
            .toList();
    var direction = audioDirection == null ? sessionDirection : audioDirection;
    return Optional.of(
        new AudioDescription(
            host, port, protocol, formats, direction, packetTime, media, audioIndex));
  }

  private void connection(String value) {
    String[] parts = BLANKS.split(value, -1);
    if (parts.length < 3 || !parts[0].equals("IN")) throw new IllegalArgumentException(value);
    String host = parts[2].split("/", 2)[0];
    if (media.isEmpty()) sessionHost = host;
    else if (inAudio) audioHost = host;
  }

  private void media(String value) {
    String[] parts = BLANKS.split(value, -1);
    if (parts.length < 4) throw new IllegalArgumentException(value);
    String type = parts[0].toLowerCase(Locale.ROOT);
    int offered = Integer.parseInt(parts[1].split("/", 2)[0]);
    if (offered < 0 || offered > 65535) throw new IllegalArgumentException(value);
    media.add(value);
    inAudio = type.equals("audio") && (audioIndex < 0 || (port == 0 && offered > 0));
    if (!inAudio) return;
    audioIndex = media.size() - 1;
    port = offered;
    protocol = parts[2];
    audioHost = null;
    audioDirection = null;
    payloadTypes.clear();
    mapped.clear();
    for (int i = 3; i < parts.length; i++) payloadTypes.add(payloadType(parts[i]));
  }

  private void attribute(String value) {
    boolean ofSession = media.isEmpty();
    if (!ofSession && !inAudio) return;
    for (Direction direction : DIRECTIONS) {
      if (!value.equals(direction.attribute())) continue;
      if (ofSession) sessionDirection = direction;
      else audioDirection = direction;
    }
    if (ofSession) return;
    if (value.startsWith("rtpmap:")) rtpmap(value.substring(7));
    if (value.startsWith("ptime:"))
      packetTime = Math.clamp(Integer.parseInt(value.substring(6).strip()), 10, 60);
  }

  private void rtpmap(String value) {
    String[] parts = BLANKS_OR_SLASHES.split(value.strip(), -1);
    if (parts.length < 3) throw new IllegalArgumentException(value);
    int type = payloadType(parts[0]);
    mapped.put(
        type, new Format(type, parts[1].toUpperCase(Locale.ROOT), Integer.parseInt(parts[2])));
  }

  private static int payloadType(String text) {
    int type = Integer.parseInt(text);
    if (type < 0 || type > 127) throw new IllegalArgumentException(text);
    return type;
  }
}
