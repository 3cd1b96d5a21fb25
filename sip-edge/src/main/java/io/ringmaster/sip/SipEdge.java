package io.ringmaster.sip;

import io.ringmaster.actors.port.Signalling;
import io.ringmaster.actors.port.SipEffect;
import io.ringmaster.protocol.CallId;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The SIP edge of a node: UDP and TCP sockets, transactions, and nothing of any dialog. What calls ask for goes out; what comes in
/// is told to calls as signals, or answered here when it concerns none.
///
/// Open one with [#open]; it takes calls at once.
public final class SipEdge implements Signalling, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SipEdge.class);

  private final SipSettings settings;
  private final Surroundings around;
  private final Counters counters = new Counters();
  private final PerCallOrder order = new PerCallOrder();
  private final Names names = new Names();
  private final ScheduledExecutorService clock;
  private final OpenRequests open;
  private final Elsewhere elsewhere;
  private final Answers answers;
  private final Sockets sockets;
  private final Responding responding;
  private final OutgoingRequests outgoing;
  private final Unfinished unfinished;

  /// Binds the sockets and begins to take calls.
  ///
  /// @throws IOException when the port is in use or the address is not one of this machine; its message says which
  public static SipEdge open(SipSettings settings, Surroundings around) throws IOException {
    return new SipEdge(settings, around);
  }

  private SipEdge(SipSettings settings, Surroundings around) throws IOException {
    this.settings = settings;
    this.around = around;
    clock =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("sip-clock").factory());
    open = new OpenRequests(settings, around.random());
    elsewhere = new Elsewhere(settings);
    answers = new Answers(settings, around.calls(), counters, order, clock);
    var listener = new EdgeListener();
    try {
      sockets = Sockets.open(settings, listener, new Screening(counters, listener));
    } catch (IOException | RuntimeException cannotOpen) {
      closeOwn();
      throw cannotOpen;
    }
    var rules = new HeaderRules(counters);
    var composing = new Composing(settings, sockets.port());
    var orphans =
        new Orphans(settings, sockets.provider(), composing, rules, counters, order, clock);
    responding =
        new Responding(
            settings, around.calls(), composing, rules, counters, answers, open, orphans);
    unfinished = new Unfinished(settings, around.calls(), sockets.provider());
    outgoing =
        new OutgoingRequests(
            settings,
            around,
            sockets.provider(),
            new RequestWriter(composing, rules),
            new Destinations(names),
            unfinished,
            counters);
    var requests =
        new IncomingRequests(around, open, answers, responding, orphans, new Admission());
    listener.begin(
        requests,
        new IncomingResponses(
            around.calls(), sockets.provider(), unfinished, outgoing, order, counters));
    long tick =
        Duration.ofMillis(Math.max(20, Math.min(1000, settings.t1().toMillis() * 2))).toMillis();
    var _ = clock.scheduleWithFixedDelay(() -> sweep(requests), tick, tick, TimeUnit.MILLISECONDS);
    LOG.info("SIP on {} port {} (UDP and TCP)", settings.bindHost(), sockets.port());
  }

  private void sweep(IncomingRequests requests) {
    try {
      open.sweep(request -> order.run(request.call, () -> requests.abandoned(request)));
      open.remind(requests::tell);
      unfinished.sweep();
      elsewhere.sweep();
    } catch (RuntimeException failure) {
      LOG.error("clearing up old SIP transactions failed", failure);
    }
  }

  /// The port in use for UDP and TCP.
  public int port() {
    return sockets.port();
  }

  /// What has passed so far.
  public SipStatistics statistics() {
    return counters.snapshot(open.size());
  }

  /// Carries out one effect. Those of one call keep their order. A response to a request that another node holds goes
  /// there; when that node is gone, this edge refuses the request in its place.
  @Override
  public void perform(CallId call, SipEffect effect) {
    var node = elsewhere.node(settings.node(), call, effect);
    if (node == null) order.run(call, () -> performHere(call, effect));
    else around.remoteEdges().perform(node, call, effect, () -> nodeIsLost(call, effect));
  }

  private void nodeIsLost(CallId call, SipEffect effect) {
    if (effect instanceof SipEffect.Respond respond) {
      order.run(call, () -> responding.lost(call, respond));
    }
  }

  private void performHere(CallId call, SipEffect effect) {
    switch (effect) {
      case SipEffect.Respond respond -> responding.perform(call, respond);
      case SipEffect.StopAnswering stop -> answers.settled(call, stop.cseq());
      case SipEffect.SendInvite invite -> outgoing.invite(call, invite);
      case SipEffect.SendAck ack -> outgoing.ack(call, ack);
      case SipEffect.SendCancel cancel -> outgoing.cancel(call, cancel);
      case SipEffect.SendBye bye -> outgoing.bye(call, bye);
      case SipEffect.SendInfo info -> outgoing.info(call, info);
    }
  }

  /// Closes the sockets. Transactions under way are forgotten; nobody hears of it.
  @Override
  public void close() {
    closeOwn();
    sockets.close();
  }

  private void closeOwn() {
    clock.shutdownNow();
    order.close();
    names.close();
  }
}
