package io.ringmaster.media;

import java.nio.ByteBuffer;

/// The event loop's side of a recording: puts each packet at its place on the time line and hands it over without allocating.
///
/// The time line is counted in samples from the start. Each direction follows its own RTP timestamps; where they stray from the clock by
/// more than a second (a new stream, a suspended sender) they are tied to the clock anew.
final class Recording {

  private static final int STRAYED = Codec.RATE;

  private final int number;
  private final long start;
  private final PacketRing ring = new PacketRing();
  private final Track heard = new Track();
  private final Track sent = new Track();
  private volatile long end = -1;
  private volatile Runnable whenStopped = () -> {};

  Recording(int number, long start) {
    this.number = number;
    this.start = start;
  }

  int number() {
    return number;
  }

  void heard(RtpPacket packet, Codec codec, int generation, long now) {
    long position = heard.place(packet.timestamp, generation, positionAt(now));
    ring.offer(position, true, codec, packet.buffer, packet.payloadStart, packet.payloadLength);
  }

  void sent(ByteBuffer buffer, int payload, int length, int timestamp, Codec codec, long now) {
    ring.offer(sent.place(timestamp, 0, positionAt(now)), false, codec, buffer, payload, length);
  }

  /// Nothing follows.
  void stop(long now) {
    end = positionAt(now);
    whenStopped.run();
  }

  void whenStopped(Runnable action) {
    whenStopped = action;
  }

  PacketRing ring() {
    return ring;
  }

  /// Samples from the start.
  long positionAt(long now) {
    return (now - start) / 125_000;
  }

  /// Samples from the start, or -1 while it runs.
  long end() {
    return end;
  }

  private static final class Track {

    private boolean tied;
    private int generation;
    private int timestamp;
    private long position;

    long place(int newTimestamp, int newGeneration, long byClock) {
      long place = position + (newTimestamp - timestamp);
      if (!tied || generation != newGeneration || Math.abs(place - byClock) > STRAYED) {
        tied = true;
        generation = newGeneration;
        place = byClock;
      }
      timestamp = newTimestamp;
      position = place;
      return place;
    }
  }
}
