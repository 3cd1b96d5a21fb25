package io.ringmaster.sip;

import io.ringmaster.actors.port.Catalogue;
import io.ringmaster.actors.port.ScenarioSource;
import io.ringmaster.actors.port.SipEffect;
import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.Headers;
import io.ringmaster.protocol.SessionId;
import io.ringmaster.protocol.signal.Route;
import io.ringmaster.protocol.signal.SipSignal.InviteReceived;
import io.ringmaster.protocol.sip.Dialog;
import io.ringmaster.protocol.sip.NameAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// An edge on a free port of 127.0.0.1 with fake calls behind it and as many raw peers before it as a test wants.
final class EdgeFixture implements AutoCloseable {

  static final String SDP =
      """
      v=0
      o=- 1 1 IN IP4 127.0.0.1
      s=-
      c=IN IP4 127.0.0.1
      t=0 0
      m=audio 40000 RTP/AVP 0
      """
          .replace("\n", "\r\n");

  record Remote(String node, CallId call, SipEffect effect) {}

  final FakeCalls calls = new FakeCalls();
  final AtomicReference<@Nullable String> refused = new AtomicReference<>();

  /// Nodes that are no more.
  final Set<String> gone = new CopyOnWriteArraySet<>();

  final List<Remote> remote = new CopyOnWriteArrayList<>();
  final SipEdge edge;
  final RawSipPeer peer;
  private final List<AutoCloseable> owned = new ArrayList<>();

  EdgeFixture() throws IOException {
    this(settings());
  }

  EdgeFixture(SipSettings settings) throws IOException {
    var random = new Random(7);
    edge =
        SipEdge.open(
            settings,
            new Surroundings(
                calls,
                new SevensOnly(),
                () -> SessionId.of(5, random.nextLong()),
                () -> Optional.ofNullable(refused.get()),
                (node, call, effect, lost) -> {
                  remote.add(new Remote(node, call, effect));
                  if (gone.contains(node)) lost.run();
                },
                random));
    peer = newPeer();
  }

  /// T1 of 30 ms: two seconds stand for the 32 of the RFC.
  static SipSettings settings() {
    return SipSettings.on("127.0.0.1", 0, "here").withT1(Duration.ofMillis(30));
  }

  RawSipPeer newPeer() throws IOException {
    var fresh = new RawSipPeer(edge.port());
    owned.add(fresh);
    return fresh;
  }

  /// Waits for the first INVITE and gives its call.
  InviteReceived invited() {
    return calls.await(InviteReceived.class);
  }

  void respond(InviteReceived invite, int status) {
    respond(invite, status, Headers.NONE, status / 100 == 2 ? SDP : null);
  }

  void respond(InviteReceived invite, int status, Headers headers, @Nullable String sdp) {
    perform(
        calls.callOf(invite),
        new SipEffect.Respond(invite.transaction(), invite.dialog(), status, null, headers, sdp));
  }

  void perform(CallId call, SipEffect effect) {
    edge.perform(call, effect);
  }

  /// The INVITE of the raw peer for this number.
  String invite(String callId, String branch) {
    return invite(callId, branch, "7001", "");
  }

  /// - `more`: further header lines, each with its line end.
  String invite(String callId, String branch, String user, String more) {
    return """
    INVITE sip:%s@127.0.0.1:%d SIP/2.0
    Via: SIP/2.0/UDP 127.0.0.1:%d;branch=z9hG4bK%s;rport
    From: "Alice \\"A\\" Smith" <sip:alice@example.com>;tag=from1
    To: <sip:%s@127.0.0.1>
    Call-ID: %s
    CSeq: 10 INVITE
    Contact: <sip:alice@127.0.0.1:%d>
    Max-Forwards: 70
    %sContent-Type: application/sdp
    Content-Length: %d

    %s\
    """
        .formatted(
            user,
            edge.port(),
            peer.port(),
            branch,
            user,
            callId,
            peer.port(),
            more,
            SDP.length(),
            SDP);
  }

  /// A request of the raw peer inside the dialog of `call`, or with whatever tag is given.
  String inDialog(String method, String toTag, String callId, int cseq, String more, String body) {
    return """
    %s sip:127.0.0.1:%d SIP/2.0
    Via: SIP/2.0/UDP 127.0.0.1:%d;branch=z9hG4bK%s%s%d;rport
    From: <sip:alice@example.com>;tag=from1
    To: <sip:7001@127.0.0.1>;tag=%s
    Call-ID: %s
    CSeq: %d %s
    Contact: <sip:alice@127.0.0.1:%d>
    Max-Forwards: 70
    %sContent-Length: %d

    %s\
    """
        .formatted(
            method,
            edge.port(),
            peer.port(),
            method,
            callId,
            cseq,
            toTag,
            callId,
            cseq,
            method,
            peer.port(),
            more,
            body.length(),
            body);
  }

  /// The dialog of an outgoing call to the raw peer, before any response.
  Dialog dialogTo(CallId call) {
    return new Dialog(
        "out-" + call,
        call.value(),
        null,
        new NameAddress("Ring \"R\" Master", "sip:100@127.0.0.1"),
        new NameAddress(null, "sip:bob@127.0.0.1:" + peer.port()),
        "sip:bob@127.0.0.1:" + peer.port(),
        List.of(),
        1,
        -1,
        "UDP",
        null);
  }

  /// A response of the raw peer to a request that it has received.
  String response(String request, String statusLine, String toTag, String more, String body) {
    var text = new StringBuilder("SIP/2.0 ").append(statusLine).append("\r\n");
    for (var name : List.of("Via", "From", "Call-ID", "CSeq")) {
      text.append(name).append(": ").append(Wire.header(request, name)).append("\r\n");
    }
    var to = Wire.header(request, "To");
    text.append("To: ")
        .append(to)
        .append(toTag.isEmpty() || to.contains("tag=") ? "" : ";tag=" + toTag);
    text.append("\r\n").append(more);
    return text.append("Content-Length: ")
        .append(body.length())
        .append("\r\n\r\n")
        .append(body)
        .toString();
  }

  /// Closes the edge beside the tests: the stack takes a second to stop.
  void closeEdge() {
    Thread.ofPlatform().name("closing-edge").start(edge::close);
  }

  @Override
  public void close() {
    closeEdge();
    for (var each : owned) {
      try {
        each.close();
      } catch (Exception failed) {
        throw new AssertionError(failed);
      }
    }
  }

  /// Routes every destination that begins with 7.
  private static final class SevensOnly implements Catalogue {
    @Override
    public Optional<Route> route(String destination) {
      return destination.startsWith("7")
          ? Optional.of(new Route("sevens", Route.Control.SCENARIO, List.of("demo")))
          : Optional.empty();
    }

    @Override
    public Optional<Route> rule(String name) {
      return Optional.empty();
    }

    @Override
    public CompletionStage<List<ScenarioSource>> current(List<String> names) {
      return CompletableFuture.failedFuture(new MissingScenario("none"));
    }

    @Override
    public CompletionStage<ScenarioSource> pinned(String name, String hash) {
      return CompletableFuture.failedFuture(new MissingScenario(name));
    }
  }
}
