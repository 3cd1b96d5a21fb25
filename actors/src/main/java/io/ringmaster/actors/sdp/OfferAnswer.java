package io.ringmaster.actors.sdp;

import io.ringmaster.actors.port.LegMedia;
import io.ringmaster.actors.port.RtpAddress;
import io.ringmaster.actors.sdp.AudioDescription.Direction;
import io.ringmaster.actors.sdp.AudioDescription.Format;
import io.ringmaster.protocol.CallId;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/// Our side of offer and answer (RFC 3264) for one audio stream of G.711 and telephone-event.
public final class OfferAnswer {

  private static final List<Format> OURS =
      List.of(
          new Format(0, "PCMU", 8000),
          new Format(8, "PCMA", 8000),
          new Format(101, "TELEPHONE-EVENT", 8000));

  private static final int PACKET_TIME = 20;

  private OfferAnswer() {}

  /// An agreement: what we tell the far end, and what our leg does.
  public record Agreement(String sdp, LegMedia media) {}

  /// The offer of a call that sends and receives.
  ///
  /// @param version of the description, from 0; one more for each description sent in the call
  public static String offer(CallId call, RtpAddress address, int version) {
    return describe(
        call,
        address,
        version,
        List.of(audioLine(address.port(), "RTP/AVP", OURS)),
        0,
        OURS,
        Direction.SENDRECV);
  }

  /// Our answer to an offer; empty when the offer has nothing that we can speak.
  public static Optional<Agreement> answer(
      CallId call, RtpAddress address, int version, String offer) {
    return SdpReader.audio(offer)
        .filter(OfferAnswer::isPlainRtp)
        .flatMap(theirs -> {
          var agreed = agreed(theirs);
          if (agreed.isEmpty()) return Optional.empty();
          var direction =
              theirs.host().equals("0.0.0.0") ? Direction.INACTIVE : theirs.direction().reversed();
          var lines = theirs.media().stream().map(OfferAnswer::refused).toArray(String[]::new);
          lines[theirs.index()] =
              audioLine(address.port(), theirs.protocol(), agreed.get().formats());
          String sdp =
              describe(
                  call,
                  address,
                  version,
                  List.of(lines),
                  theirs.index(),
                  agreed.get().formats(),
                  direction);
          return Optional.of(new Agreement(sdp, agreed.get().media()));
        });
  }

  /// Whether an offer has something that we can speak.
  public static boolean isAcceptable(String offer) {
    return accepted(offer).isPresent();
  }

  /// What our leg does after the far end has answered our offer; empty when the answer cannot be used.
  public static Optional<LegMedia> accepted(String answer) {
    return SdpReader.audio(answer)
        .filter(OfferAnswer::isPlainRtp)
        .flatMap(OfferAnswer::agreed)
        .map(AgreedFormats::media);
  }

  private record AgreedFormats(LegMedia media, List<Format> formats) {}

  private static Optional<AgreedFormats> agreed(AudioDescription theirs) {
    var codec =
        theirs.formats().stream()
            .filter(
                f -> f.clockRate() == 8000 && (f.name().equals("PCMU") || f.name().equals("PCMA")))
            .findFirst();
    var tones =
        theirs.formats().stream()
            .filter(f -> f.clockRate() == 8000 && f.name().equals("TELEPHONE-EVENT"))
            .findFirst();
    return codec.map(chosen ->
        new AgreedFormats(
            new LegMedia(
                theirs.host(),
                theirs.port(),
                chosen.name(),
                chosen.payloadType(),
                tones.map(Format::payloadType).orElse(null),
                PACKET_TIME,
                theirs.wantsMedia(),
                theirs.sendsMedia()),
            tones.map(t -> List.of(chosen, t)).orElse(List.of(chosen))));
  }

  private static boolean isPlainRtp(AudioDescription audio) {
    return audio.port() > 0
        && (audio.protocol().equals("RTP/AVP") || audio.protocol().equals("RTP/AVPF"));
  }

  private static String audioLine(int port, String protocol, List<Format> formats) {
    var line = new StringJoiner(" ").add("audio").add(Integer.toString(port)).add(protocol);
    formats.forEach(format -> line.add(Integer.toString(format.payloadType())));
    return line.toString();
  }

  private static String refused(String offered) {
    String[] parts = offered.split("\\s+", -1);
    parts[1] = "0";
    return String.join(" ", parts);
  }

  private static String describe(
      CallId call,
      RtpAddress address,
      int version,
      List<String> media,
      int audioIndex,
      List<Format> formats,
      Direction direction) {
    String family = address.host().indexOf(':') < 0 ? "IP4" : "IP6";
    var sdp =
        new StringJoiner("\r\n", "", "\r\n")
            .add("v=0")
            .add(
                "o=ringmaster %s%03d %d IN %s %s"
                    .formatted(
                        call.session(), call.number() % 1000, version + 1, family, address.host()))
            .add("s=-")
            .add("c=IN %s %s".formatted(family, address.host()))
            .add("t=0 0");
    for (int i = 0; i < media.size(); i++) {
      sdp.add("m=" + media.get(i));
      if (i == audioIndex) attributes(formats, direction).forEach(sdp::add);
    }
    return sdp.toString();
  }

  private static List<String> attributes(List<Format> formats, Direction direction) {
    var lines = new java.util.ArrayList<String>();
    for (Format format : formats) {
      boolean tones = format.name().equals("TELEPHONE-EVENT");
      String name = tones ? "telephone-event" : format.name();
      lines.add("a=rtpmap:%d %s/%d".formatted(format.payloadType(), name, format.clockRate()));
      if (tones) lines.add("a=fmtp:%d 0-15".formatted(format.payloadType()));
    }
    lines.add("a=ptime:" + PACKET_TIME);
    lines.add("a=" + direction.attribute());
    return lines;
  }
}
