package io.ringmaster.media;

import io.ringmaster.actors.port.LegMedia;
import io.ringmaster.media.LegCounters.Count;
import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.signal.MediaSignal;
import io.ringmaster.protocol.signal.MediaSignal.FirstAudioPacket;
import io.ringmaster.protocol.signal.MediaSignal.PlaybackFinished;
import io.ringmaster.protocol.signal.MediaSignal.ToneHeard;
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
  private final Agreement agreed;
  private final LegSender sender;
  private final OutboundStream out;
  private final Rtcp rtcp;
  private final TelephoneEvents events = new TelephoneEvents();
  private final Watchdog watchdog;
  private final List<Leg> hearers = new ArrayList<>(2);
  private @Nullable PortPair ports;

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
    this.agreed = new Agreement(call);
    this.sender = new LegSender(call, loop, agreed, counters);
    this.out = sender.out();
    this.rtcp = new Rtcp(loop.canonicalName());
    this.watchdog = new Watchdog(loop.rtpStoppedAfter());
  }

  // ---- what the call wants

  void bound(PortPair pair) {
    ports = pair;
    sender.through(pair);
  }

  @Nullable PortPair ports() {
    return ports;
  }

  void open(LegMedia wanted, long now) {
    boolean wasOpen = agreed.isOpen();
    boolean wasReceiving = agreed.receiving;
    if (!agreed.adopt(wanted)) return;
    if (agreed.receiving && !wasReceiving) watchdog.expectAgain(now);
    if (!wasOpen) reportDue = now + Rtcp.INTERVAL;
    out.breakOff();
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
    Recording next = begin.get();
    recording = next;
    sender.recordInto(next);
  }

  void stopRecording(int number, long now) {
    Recording running = recording;
    if (running != null && running.number() == number) stopRecording(now);
  }

  private void stopRecording(long now) {
    Recording running = recording;
    recording = null;
    sender.recordInto(null);
    if (running != null) running.stop(now);
  }

  void handleTones(boolean on, int dtmfType) {
    handlesTones = on;
    reportsEvents = on && (dtmfType == 0 || dtmfType == 1);
  }

  void sendDigits(String more) {
    if (agreed.isOpen() && agreed.eventType < 0) {
      LOG.warn("{}: the far end takes no telephone-events; its digits are not sent", call);
    }
    sender.digits().add(more);
    loop.pace(this);
  }

  /// Ends all that hangs on this leg, and frees its ports.
  void close(long now) {
    leaveSource();
    for (Leg hearer : hearers) hearer.sourceGone();
    hearers.clear();
    stopRecording(now);
    agreed.end();
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
    boolean event = packet.payloadType == agreed.eventType;
    if (!agreed.isOpen() || !(event || packet.payloadType == agreed.payloadType)) {
      counters.increment(Count.UNEXPECTED);
      if (agreed.isOpen() && agreed.peer().knows(from))
        active(now); // comfort noise is a sign of life
      return;
    }
    if (packet.payloadLength > LONGEST_PAYLOAD || (event && packet.payloadLength < 4)) {
      counters.increment(Count.MALFORMED);
      return;
    }
    if (!agreed.peer().accepts(from, packet)) {
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
    if (!agreed.isOpen() || !Rtcp.isRtcp(report, length)) {
      counters.increment(agreed.isOpen() ? Count.MALFORMED : Count.UNEXPECTED);
      return;
    }
    if (!agreed.peer().knowsHost(from.getAddress())) {
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
    if (!agreed.receiving) return;
    Recording running = recording;
    if (running != null) running.heard(packet, agreed.codec, in.generation(), now);
    for (int i = 0; i < hearers.size(); i++)
      hearers.get(i).sender.relay(this, agreed.codec, packet, now);
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
      if (handlesTones || !agreed.receiving || hearer.agreed.eventType < 0)
        hearer.out.swallow(this, packet);
      else hearer.sender.relayEvent(this, packet, now);
    }
  }

  /// Sends what is due by the clock.
  ///
  /// @return whether more is to come
  boolean tick(long now) {
    DigitSender digits = sender.digits();
    if (digits.active()) digits.tick(sender, now);
    Player current = player;
    if (current != null && !current.tick(this, now) && player == current) player = null;
    return player != null || digits.active();
  }

  /// Looks after the leg about ten times in a second.
  void inspect(long now) {
    counters.set(Count.LOST, in.lost());
    counters.set(Count.JITTER, in.jitter());
    if (!agreed.isOpen()) return;
    MediaSignal news = watchdog.check(agreed.receiving, now);
    if (news != null) say(news);
    if (now - reportDue >= 0) {
      reportDue = now + Rtcp.INTERVAL;
      sender.report(rtcp, in, now);
    }
  }

  // ---- small things

  void say(MediaSignal signal) {
    loop.say(call, signal);
  }

  LegSender sender() {
    return sender;
  }

  int generation() {
    return in.generation();
  }
}
