package io.ringmaster.media;

import io.ringmaster.media.LegCounters.Count;
import io.ringmaster.protocol.CallId;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The sending half of a leg: whatever the far end is to hear becomes one stream of packets here.
final class LegSender {

  private static final Logger LOG = LoggerFactory.getLogger(LegSender.class);

  private final CallId call;
  private final MediaLoop loop;
  private final Agreement agreed;
  private final LegCounters counters;
  private final OutboundStream out;
  private final DigitSender digits = new DigitSender();
  private @Nullable PortPair ports;
  private @Nullable Recording recording;

  LegSender(CallId call, MediaLoop loop, Agreement agreed, LegCounters counters) {
    this.call = call;
    this.loop = loop;
    this.agreed = agreed;
    this.counters = counters;
    this.out = new OutboundStream(loop.random());
  }

  void through(PortPair pair) {
    ports = pair;
  }

  void recordInto(@Nullable Recording next) {
    recording = next;
  }

  OutboundStream out() {
    return out;
  }

  DigitSender digits() {
    return digits;
  }

  Agreement agreed() {
    return agreed;
  }

  void relay(Leg from, Codec theirs, RtpPacket packet, long now) {
    if (!agreed.sending) {
      out.breakOff();
      return;
    }
    if (digits.sounding()) {
      out.swallow(from, packet);
      return;
    }
    if (!out.map(from, packet, false, now)) return;
    if (theirs == agreed.codec) {
      transmit(packet.buffer, packet.payloadStart, agreed.payloadType, packet.payloadLength, now);
    } else {
      ByteBuffer translated = loop.outgoing();
      for (int i = 0; i < packet.payloadLength; i++) {
        byte code = packet.buffer.get(packet.payloadStart + i);
        translated.put(RtpPacket.HEADER + i, theirs.transcode(code));
      }
      transmit(translated, RtpPacket.HEADER, agreed.payloadType, packet.payloadLength, now);
    }
  }

  void relayEvent(Leg from, RtpPacket packet, long now) {
    if (!agreed.sending) out.breakOff();
    else if (digits.sounding()) out.swallow(from, packet);
    else if (out.map(from, packet, true, now)) {
      transmit(packet.buffer, packet.payloadStart, agreed.eventType, packet.payloadLength, now);
    }
  }

  /// Sends one frame of a sound, or lets its time pass while a digit is being sent.
  void sendSound(Sound sound, int position, boolean loopsOver, long now) {
    if (digits.sounding()) {
      out.skip(agreed.samples, now);
      return;
    }
    out.next(out.timestampOfFrame(now));
    byte[] codes = sound.in(agreed.codec);
    ByteBuffer frame = loop.outgoing();
    int at = position;
    for (int i = 0; i < agreed.samples; i++) {
      if (at == codes.length && loopsOver) at = 0;
      frame.put(RtpPacket.HEADER + i, at < codes.length ? codes[at++] : agreed.codec.silence);
    }
    transmit(frame, RtpPacket.HEADER, agreed.payloadType, agreed.samples, now);
  }

  void sendEvent(int timestamp, int event, boolean end, int volume, int duration, long now) {
    if (agreed.eventType < 0) return;
    out.next(timestamp);
    ByteBuffer frame = loop.outgoing();
    frame.put(RtpPacket.HEADER, (byte) event);
    frame.put(RtpPacket.HEADER + 1, (byte) (end ? 0x80 | volume : volume));
    frame.putShort(RtpPacket.HEADER + 2, (short) duration);
    transmit(frame, RtpPacket.HEADER, agreed.eventType, 4, now);
  }

  /// Sends what lies in the buffer from `payload` on, behind a header of ours written in front of it.
  private void transmit(ByteBuffer buffer, int payload, int type, int length, long now) {
    int start = payload - RtpPacket.HEADER;
    RtpPacket.writeHeader(buffer, start, out.marker, type, out.sequence, out.timestamp, out.ssrc);
    boolean audio = type == agreed.payloadType;
    out.sent(audio ? length : 0, now);
    Recording running = recording;
    if (running != null && audio)
      running.sent(buffer, payload, length, out.timestamp, agreed.codec, now);
    InetSocketAddress to = agreed.peer().sendTo();
    PortPair pair = ports;
    if (to == null || pair == null) return;
    buffer.limit(payload + length).position(start);
    try {
      boolean taken = pair.rtp().send(buffer, to) > 0;
      counters.increment(taken ? Count.PACKETS_OUT : Count.UNSENT);
      if (taken) counters.add(Count.OCTETS_OUT, length);
    } catch (IOException e) {
      counters.increment(Count.UNSENT); // no route, or a firewall of our own: may pass
    } finally {
      buffer.clear();
    }
  }

  /// Reports go on while the call is held (RFC 3264 section 5.1).
  void report(Rtcp rtcp, InboundStream in, long now) {
    InetSocketAddress to = agreed.peer().sendTo();
    PortPair pair = ports;
    if (to == null || pair == null || to.getPort() >= 65535) return;
    ByteBuffer buffer = loop.outgoing();
    rtcp.write(buffer, out, in, counters, now, loop.wallNanos());
    try {
      pair.rtcp().send(buffer, new InetSocketAddress(to.getAddress(), to.getPort() + 1));
    } catch (IOException e) {
      LOG.debug("{}: RTCP not sent: {}", call, e.toString());
    } finally {
      buffer.clear();
    }
  }
}
