package io.ringmaster.actors.call;

/// Session descriptions of a far end, as phones send them.
final class Sdps {

  static final String PHONE = of("127.0.0.9", 4000, "sendrecv", "0 8 101");
  static final String PHONE_ELSEWHERE = of("127.0.0.10", 4002, "sendrecv", "0 8 101");
  static final String HOLD = of("127.0.0.9", 4000, "sendonly", "0 8 101");
  static final String OPUS_ONLY = of("127.0.0.9", 4000, "sendrecv", "96");

  private Sdps() {}

  static String of(String host, int port, String direction, String formats) {
    return String.join(
        "\r\n",
        "v=0",
        "o=phone 1 1 IN IP4 " + host,
        "s=-",
        "c=IN IP4 " + host,
        "t=0 0",
        "m=audio %d RTP/AVP %s".formatted(port, formats),
        "a=rtpmap:96 opus/48000/2",
        "a=rtpmap:101 telephone-event/8000",
        "a=" + direction,
        "");
  }
}
