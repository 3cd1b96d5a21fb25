package io.ringmaster.media;

import io.ringmaster.actors.port.LegMedia;
import io.ringmaster.media.LegCounters.Count;
import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.signal.MediaSignal;
import io.ringmaster.protocol.signal.MediaSignal.FirstAudioPacket;
import io.ringmaster.protocol.signal.MediaSignal.PlaybackFinished;
import io.ringmaster.protocol.signal.MediaSignal.ToneHeard;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One call's end in the media graph. Lives on one event loop and is touched by no other thread.
///
/// A leg may exist before it has ports or an answer: edges and playbacks declared then take effect once it is open.
final class Leg {

  private static final Logger LOG = LoggerFactory.getLogger(Leg.class);

  /// More than 100 ms in one packet is nobody's packet time.
  private static final int LONGEST_PAYLOAD = 1440;

  final CallId call;
  final long born;
  final LegCounters counters = new LegCounters();
  private final MediaLoop loop;
  private final InboundStream in = new InboundStream();
  private final OutboundStream out;
  private final Rtcp rtcp;
  private final TelephoneEvents events = new TelephoneEvents();
  private final Watchdog watchdog;
  private final DigitSender digits = new DigitSender();
  private final List<Leg> hearers = new ArrayList<>(2);
  private @Nullable PortPair ports;

  private @Nullable LegMedia media;
  private PeerAddress peer = new PeerAddress(null);
  private Codec codec = Codec.PCMU;
  private int payloadType;
  private int eventType = -1;
  private int samples = 20 * Codec.PER_MILLI;
  private boolean sending;
  private boolean receiving;
  private int heardGeneration;
  private boolean heardAudio;
  private boolean handlesTones;
  private boolean reportsEvents;
  private long reportDue;

  private @Nullable Leg source;
  private @Nullable Player player;
  private int lastPlayback;
  private @Nullable Recording recording;
  private int lastRecording;

  Leg(CallId call, MediaLoop loop, long now) {
    this.call = call;
    this.loop = loop;
    this.born = now;
    this.out = new OutboundStream(loop.random());
    this.rtcp = new Rtcp(loop.canonicalName());
    this.watchdog = new Watchdog(loop.rtpStoppedAfter());
  }

  // ---- what the call wants

  void bound(PortPair pair) {
    ports = pair;
  }

  @Nullable PortPair ports() {
    return ports;
  }

  void open(LegMedia wanted, long now) {
    if (wanted.equals(media)) return;
    Codec known = Codec.named(wanted.codec());
    if (known == null) {
      LOG.warn("{}: no codec {}; the leg stays as it was", call, wanted.codec());
      return;
    }
    boolean wasReceiving = receiving;
    LegMedia before = media;
    media = wanted;
    if (before == null
        || !before.remoteHost().equals(wanted.remoteHost())
        || before.remotePort() != wanted.remotePort()
        || peer.sendTo() == null) {
      peer = new PeerAddress(addressOf(wanted));
    } else {
      peer = peer.renewed();
    }
    codec = known;
    payloadType = wanted.payloadType();
    Integer event = wanted.telephoneEventType();
    eventType = event == null ? -1 : event;
    int millis = wanted.packetTime() >= 10 && wanted.packetTime() <= 60 ? wanted.packetTime() : 20;
    samples = millis * Codec.PER_MILLI;
    sending = wanted.sending() && wanted.remotePort() != 0;
    receiving = wanted.receiving();
    if (receiving && !wasReceiving) watchdog.expectAgain(now);
    if (before == null) reportDue = now + Rtcp.INTERVAL;
    out.breakOff();
  }

  private @Nullable InetSocketAddress addressOf(LegMedia wanted) {
    if (wanted.remotePort() < 1 || wanted.remotePort() > 65535) return null;
    try {
      return new InetSocketAddress(InetAddress.ofLiteral(wanted.remoteHost()), wanted.remotePort());
    } catch (IllegalArgumentException e) {
      LOG.warn("{}: '{}' is no IP address; waiting to learn one", call, wanted.remoteHost());
      return null;
    }
  }

  void hear(Leg from) {
    if (source == from) return;
    leaveSource();
    source = from;
    from.hearers.add(this);
    out.breakOff();
  }

  void stopHearing(Leg from) {
    if (source == from) leaveSource();
  }

  private void leaveSource() {
    player = null;
    Leg before = source;
    if (before == null) return;
    before.hearers.remove(this);
    source = null;
    out.breakOff();
  }

  /// Begins a playback whose sound is still on its way.
  ///
  /// @return false when this playback, or a later one, has already begun
  boolean play(Player next) {
    if (next.number <= lastPlayback) return false;
    lastPlayback = next.number;
    leaveSource();
    player = next;
    loop.pace(this);
    return true;
  }

  void stopPlayback(int number) {
    Player current = player;
    if (current == null || current.number != number) return;
    player = null;
    out.breakOff();
  }

  void soundReady(Player ready, Sound sound) {
    if (player == ready) ready.loaded(sound, this);
  }

  void soundMissing(Player failed, String why) {
    if (player != failed) return;
    player = null;
    say(new PlaybackFinished(failed.number, why));
  }

  /// Records from now on.
  ///
  /// @param number counts the recordings of this call; one that has already begun does not begin again
  void record(int number, Supplier<Recording> begin, long now) {
    if (number <= lastRecording) return;
    lastRecording = number;
    stopRecording(now);
    recording = begin.get();
  }

  void stopRecording(int number, long now) {
    Recording running = recording;
    if (running != null && running.number() == number) stopRecording(now);
  }

  private void stopRecording(long now) {
    Recording running = recording;
    recording = null;
    if (running != null) running.stop(now);
  }

  void handleTones(boolean on, int dtmfType) {
    handlesTones = on;
    reportsEvents = on && (dtmfType == 0 || dtmfType == 1);
  }

  void sendDigits(String more) {
    digits.add(more);
    loop.pace(this);
  }

  /// Ends all that hangs on this leg, and frees its ports.
  void close(long now) {
    leaveSource();
    for (Leg hearer : hearers) hearer.sourceGone();
    hearers.clear();
    stopRecording(now);
    media = null;
    sending = false;
    PortPair pair = ports;
    if (pair != null) pair.close();
  }

  private void sourceGone() {
    source = null;
    out.breakOff();
  }

  // ---- what arrives

  void rtpArrived(InetSocketAddress from, int length, long now) {
    RtpPacket packet = loop.packet();
    if (packet.isRtcp(length)) {
      rtcpArrived(packet.buffer, from, length, now);
      return;
    }
    if (!packet.parse(length)) {
      counters.increment(Count.MALFORMED);
      return;
    }
    boolean event = packet.payloadType == eventType;
    if (media == null || !(event || packet.payloadType == payloadType)) {
      counters.increment(Count.UNEXPECTED);
      if (media != null && peer.knows(from)) active(now); // comfort noise is a sign of life
      return;
    }
    if (packet.payloadLength > LONGEST_PAYLOAD || (event && packet.payloadLength < 4)) {
      counters.increment(Count.MALFORMED);
      return;
    }
    if (!peer.accepts(from, packet)) {
      counters.increment(Count.STRANGERS);
      return;
    }
    if (!in.accept(packet, !event, now)) {
      counters.increment(Count.IMPLAUSIBLE);
      return;
    }
    counters.increment(Count.PACKETS_IN);
    counters.add(Count.OCTETS_IN, packet.payloadLength);
    active(now);
    if (event) {
      eventArrived(packet, now);
    } else if (packet.payloadLength > 0) { // empty ones keep a NAT open (RFC 6263 section 4.1)
      audioArrived(packet, now);
    }
  }

  void rtcpArrived(ByteBuffer report, InetSocketAddress from, int length, long now) {
    if (media == null || !Rtcp.isRtcp(report, length)) {
      counters.increment(media == null ? Count.UNEXPECTED : Count.MALFORMED);
      return;
    }
    if (!peer.knowsHost(from.getAddress())) {
      counters.increment(Count.STRANGERS);
      return;
    }
    counters.increment(Count.REPORTS_IN);
    rtcp.heard(report, length, now);
    active(now);
  }

  private void active(long now) {
    MediaSignal news = watchdog.active(now);
    if (news != null) say(news);
  }

  private void audioArrived(RtpPacket packet, long now) {
    watchdog.flowing();
    if (!heardAudio) {
      heardAudio = true;
      say(new FirstAudioPacket());
    }
    if (!receiving) return;
    Recording running = recording;
    if (running != null) running.heard(packet, codec, in.generation(), now);
    for (int i = 0; i < hearers.size(); i++) hearers.get(i).relay(this, packet, now);
  }

  private void eventArrived(RtpPacket packet, long now) {
    if (heardGeneration != in.generation()) {
      heardGeneration = in.generation();
      events.forget();
    }
    int event = events.hear(packet.timestamp, packet.buffer.get(packet.payloadStart) & 0xFF);
    if (event != TelephoneEvents.NONE && reportsEvents) {
      say(new ToneHeard(TelephoneEvents.digit(event), 1));
    }
    for (int i = 0; i < hearers.size(); i++) {
      Leg hearer = hearers.get(i);
      if (handlesTones || !receiving || hearer.eventType < 0) hearer.out.swallow(this, packet);
      else hearer.relayEvent(this, packet, now);
    }
  }

  // ---- what is sent

  private void relay(Leg from, RtpPacket packet, long now) {
    if (!maySend()) {
      out.breakOff();
      return;
    }
    if (digits.sounding()) {
      out.swallow(from, packet);
      return;
    }
    if (!out.map(from, packet, false, now)) return;
    if (from.codec == codec) {
      transmit(packet.buffer, packet.payloadStart, payloadType, packet.payloadLength, now);
    } else {
      ByteBuffer translated = loop.outgoing();
      for (int i = 0; i < packet.payloadLength; i++) {
        byte code = packet.buffer.get(packet.payloadStart + i);
        translated.put(RtpPacket.HEADER + i, from.codec.transcode(code));
      }
      transmit(translated, RtpPacket.HEADER, payloadType, packet.payloadLength, now);
    }
  }

  private void relayEvent(Leg from, RtpPacket packet, long now) {
    if (!maySend()) out.breakOff();
    else if (digits.sounding()) out.swallow(from, packet);
    else if (out.map(from, packet, true, now)) {
      transmit(packet.buffer, packet.payloadStart, eventType, packet.payloadLength, now);
    }
  }

  /// Sends one frame of a sound, or lets its time pass while a digit is being sent.
  void sendSound(Sound sound, int position, boolean loopsOver, long now) {
    if (digits.sounding()) {
      out.skip(samples, now);
      return;
    }
    out.next(out.timestampOfFrame(now));
    byte[] codes = sound.in(codec);
    ByteBuffer frame = loop.outgoing();
    int at = position;
    for (int i = 0; i < samples; i++) {
      if (at == codes.length && loopsOver) at = 0;
      frame.put(RtpPacket.HEADER + i, at < codes.length ? codes[at++] : codec.silence);
    }
    transmit(frame, RtpPacket.HEADER, payloadType, samples, now);
  }

  void sendEvent(int timestamp, int event, boolean end, int volume, int duration, long now) {
    if (eventType < 0) return;
    out.next(timestamp);
    ByteBuffer frame = loop.outgoing();
    frame.put(RtpPacket.HEADER, (byte) event);
    frame.put(RtpPacket.HEADER + 1, (byte) (end ? 0x80 | volume : volume));
    frame.putShort(RtpPacket.HEADER + 2, (short) duration);
    transmit(frame, RtpPacket.HEADER, eventType, 4, now);
  }

  /// Sends what lies in the buffer from `payload` on, behind a header of ours written in front of it.
  private void transmit(ByteBuffer buffer, int payload, int type, int length, long now) {
    int start = payload - RtpPacket.HEADER;
    RtpPacket.writeHeader(buffer, start, out.marker, type, out.sequence, out.timestamp, out.ssrc);
    boolean audio = type == payloadType;
    out.sent(audio ? length : 0, now);
    Recording running = recording;
    if (running != null && audio) running.sent(buffer, payload, length, out.timestamp, codec, now);
    InetSocketAddress to = peer.sendTo();
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

  /// Sends what is due by the clock.
  ///
  /// @return whether more is to come
  boolean tick(long now) {
    if (digits.active()) digits.tick(this, now);
    Player current = player;
    if (current != null && !current.tick(this, now) && player == current) player = null;
    return player != null || digits.active();
  }

  /// Looks after the leg about ten times in a second.
  void inspect(long now) {
    counters.set(Count.LOST, in.lost());
    counters.set(Count.JITTER, in.jitter());
    if (media == null) return;
    MediaSignal news = watchdog.check(receiving, now);
    if (news != null) say(news);
    if (now - reportDue >= 0) {
      reportDue = now + Rtcp.INTERVAL;
      report(now);
    }
  }

  /// Reports go on while the call is held (RFC 3264 section 5.1).
  private void report(long now) {
    InetSocketAddress to = peer.sendTo();
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

  // ---- small things

  void say(MediaSignal signal) {
    loop.say(call, signal);
  }

  OutboundStream out() {
    return out;
  }

  int generation() {
    return in.generation();
  }

  int samplesPerPacket() {
    return samples;
  }

  /// Whether the leg is open and the far end does not hold us.
  boolean maySend() {
    return sending;
  }
}
