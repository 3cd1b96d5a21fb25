package io.ringmaster.media;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What a leg sends: one stream with one SSRC for as long as the leg lives, whatever feeds it. Packets that are passed on keep their
/// distances (a packet lost before us is a gap after us), and sequence numbers and timestamps go on where the source before left off.
final class OutboundStream {

  /// A source whose timestamps stray this far from the clock, in samples, has begun anew.
  private static final int STRAYED = Codec.RATE;

  final int ssrc;
  private int nextSequence;
  private boolean started;
  private int lastTimestamp;
  private int lastSamples;
  private long lastSent;
  private boolean markNext = true;
  private boolean brokenOff = true;

  private @Nullable Leg mapped;
  private int generation;
  private int sequenceShift;
  private int timestampShift;
  private int highestIn;
  private int floorIn;
  private int lastTimestampIn;
  private long lastArrival;

  /// What [#map] or [#next] found for the packet at hand.
  int sequence;

  int timestamp;
  boolean marker;

  OutboundStream(RandomGenerator random) {
    ssrc = random.nextInt();
    // Below 2^15, so that a stream does not turn over at once (RFC 3711 section 3.3.1 asks for the
    // same).
    nextSequence = random.nextInt(1 << 15);
    lastTimestamp = random.nextInt();
  }

  /// Finds the place of a packet that is passed on.
  ///
  /// @param event whether it is a telephone-event, whose timestamp stands still
  /// @return false when it is too late: it belongs before something already sent from elsewhere
  boolean map(Leg source, RtpPacket packet, boolean event, long now) {
    if (mapped != source || generation != source.generation() || (!event && strayed(packet, now))) {
      mapped = source;
      generation = source.generation();
      sequenceShift = nextSequence - packet.sequence;
      timestampShift = timestampAt(now) - packet.timestamp;
      highestIn = (packet.sequence - 1) & 0xFFFF;
      floorIn = packet.sequence;
      markNext = true;
    }
    if ((short) (packet.sequence - floorIn) < 0) return false;
    if ((short) (packet.sequence - highestIn) > 0) highestIn = packet.sequence;
    sequence = (packet.sequence + sequenceShift) & 0xFFFF;
    timestamp = packet.timestamp + timestampShift;
    marker = markNext || packet.marker;
    markNext = false;
    if ((short) (sequence + 1 - nextSequence) > 0) nextSequence = (sequence + 1) & 0xFFFF;
    if (!event) {
      lastTimestampIn = packet.timestamp;
      lastArrival = now;
    }
    return true;
  }

  private boolean strayed(RtpPacket packet, long now) {
    int byClock = (int) ((now - lastArrival) / 125_000);
    return Math.abs(packet.timestamp - lastTimestampIn - byClock) > STRAYED;
  }

  /// The source sent a packet that is not passed on: leave no gap for it.
  void swallow(Leg source, RtpPacket packet) {
    if (mapped != source || generation != source.generation()) return;
    if (packet.sequence != ((highestIn + 1) & 0xFFFF)) return; // late ones already left a gap
    sequenceShift--;
    highestIn = packet.sequence;
    floorIn = (packet.sequence + 1) & 0xFFFF;
  }

  /// The next packet begins anew after a break, as after a change of source.
  void breakOff() {
    mapped = null;
    markNext = true;
    brokenOff = true;
  }

  /// The place of a packet that we make ourselves.
  void next(int atTimestamp) {
    sequence = nextSequence;
    nextSequence = (nextSequence + 1) & 0xFFFF;
    timestamp = atTimestamp;
    marker = markNext;
    markNext = false;
    sequenceShift++;
    floorIn = (highestIn + 1) & 0xFFFF;
  }

  /// The media clock of the stream: never before the end of what was sent.
  int timestampAt(long now) {
    if (!started) return lastTimestamp;
    int byClock = (int) Math.min((now - lastSent) / 125_000, Integer.MAX_VALUE);
    return lastTimestamp + Math.max(byClock, lastSamples);
  }

  /// The timestamp of the next frame of a sound: right after the last packet, or by the clock after a break.
  int timestampOfFrame(long now) {
    return brokenOff ? timestampAt(now) : lastTimestamp + lastSamples;
  }

  /// Whether anything has been sent yet.
  boolean started() {
    return started;
  }

  /// Time for a frame of a sound has passed without a packet.
  void skip(int samples, long now) {
    lastTimestamp = timestampOfFrame(now) + samples;
    lastSamples = 0;
    lastSent = now + samples * 125_000L;
    brokenOff = false;
  }

  /// A packet at [#timestamp] has been sent.
  ///
  /// @param samples 0 for a telephone-event
  void sent(int samples, long now) {
    // A reordered one, or one more packet of the same telephone-event.
    int ahead = timestamp - lastTimestamp;
    if (started && (ahead < 0 || (ahead == 0 && samples == 0))) return;
    started = true;
    lastTimestamp = timestamp;
    lastSamples = samples;
    lastSent = now;
    brokenOff = false;
  }

  void markNext() {
    markNext = true;
  }
}
