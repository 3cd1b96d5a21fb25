package io.ringmaster.actors.call;

import static io.ringmaster.actors.call.CallFixture.ID;

import io.ringmaster.actors.port.LegMedia;
import io.ringmaster.protocol.Headers;
import io.ringmaster.protocol.command.OutgoingCall;
import io.ringmaster.protocol.command.SignallingCommand.AnswerCall;
import io.ringmaster.protocol.command.SignallingCommand.HangUpCall;
import io.ringmaster.protocol.command.SignallingCommand.RingCall;
import io.ringmaster.protocol.command.SignallingCommand.StartEarlyMedia;
import io.ringmaster.protocol.event.CodecScheme;
import io.ringmaster.protocol.signal.Route;
import io.ringmaster.protocol.signal.SipSignal.AckReceived;
import io.ringmaster.protocol.signal.SipSignal.AnswerReceived;
import io.ringmaster.protocol.signal.SipSignal.ByeReceived;
import io.ringmaster.protocol.signal.SipSignal.InfoReceived;
import io.ringmaster.protocol.signal.SipSignal.InviteReceived;
import io.ringmaster.protocol.signal.SipSignal.ProgressReceived;
import io.ringmaster.protocol.signal.SipSignal.ReInviteReceived;
import io.ringmaster.protocol.signal.SipSignal.RejectionReceived;
import io.ringmaster.protocol.sip.Dialog;
import io.ringmaster.protocol.sip.NameAddress;
import io.ringmaster.protocol.sip.PeerIdentity;
import io.ringmaster.protocol.sip.Reason;
import io.ringmaster.protocol.sip.ServerTransaction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is said to calls in tests: by a scenario, by a phone, by a carrier.
final class Said {

  static final ServerTransaction INVITE = new ServerTransaction("pekko://node-a", "invite-1");
  static final ServerTransaction REQUEST = new ServerTransaction("pekko://node-a", "request-2");
  static final PeerIdentity PEER =
      new PeerIdentity("peer-tag", "sip:bob@127.0.0.9:5070", List.of("<sip:proxy@127.0.0.8;lr>"));
  static final PeerIdentity FORK =
      new PeerIdentity("fork-tag", "sip:bob@127.0.0.7:5070", List.of());
  static final Route ROUTE = new Route("demo", Route.Control.SCENARIO, List.of("greeting"));
  static final AnswerCall ANSWER = new AnswerCall(null, null);
  static final RingCall RING = new RingCall(null);
  static final StartEarlyMedia EARLY_MEDIA = new StartEarlyMedia(null);
  static final HangUpCall HANG_UP = new HangUpCall(null);
  static final AckReceived ACK = new AckReceived(1, null);
  static final OutgoingCall TO_BOB =
      new OutgoingCall("sip:bob@127.0.0.9", "alice", "Alice", null, null, null, null);

  /// What both sides come to when the far end is [Sdps#PHONE].
  static final LegMedia LEG = new LegMedia("127.0.0.9", 4000, "PCMU", 0, 101, 20, true, true);

  /// The same as events tell it.
  static final CodecScheme SCHEME = new CodecScheme("PCMU", 0, 8000, 20, 101);

  private Said() {}

  static Dialog incomingDialog() {
    return new Dialog(
        "call-id@127.0.0.9",
        ID.value(),
        "caller-tag",
        new NameAddress(null, "sip:7001@127.0.0.1"),
        new NameAddress("Carol", "sip:carol@127.0.0.9"),
        "sip:carol@127.0.0.9:5070",
        List.of(),
        0,
        1,
        "UDP",
        null);
  }

  static InviteReceived invite(@Nullable String sdp) {
    return new InviteReceived(
        INVITE,
        incomingDialog(),
        "7001",
        "sip:7001@127.0.0.1",
        "127.0.0.9",
        Headers.of("X-Tenant", "4"),
        sdp,
        ROUTE);
  }

  static InviteReceived invite() {
    return invite(Sdps.PHONE);
  }

  /// Another caller's INVITE that was given the same id.
  static InviteReceived otherInvite() {
    var other = incomingDialog().establishedBy(new PeerIdentity("other-tag", null, List.of()));
    return new InviteReceived(
        REQUEST, other, "7001", "sip:7001@127.0.0.1", "127.0.0.8", Headers.NONE, Sdps.PHONE, ROUTE);
  }

  static ProgressReceived progress(int status, @Nullable String sdp) {
    return new ProgressReceived(1, status, "Progress", PEER, Headers.of("X-P", "1"), sdp);
  }

  static AnswerReceived answered(@Nullable String sdp) {
    return answered(1, PEER, sdp);
  }

  static AnswerReceived answered(long cseq, PeerIdentity peer, @Nullable String sdp) {
    return new AnswerReceived(cseq, 200, "OK", peer, Headers.of("X-A", "1"), sdp);
  }

  static RejectionReceived rejected(int status, String reason) {
    return new RejectionReceived(1, status, reason, Headers.of("X-R", "1"));
  }

  static ByeReceived bye(Reason... reasons) {
    return new ByeReceived(REQUEST, 2, Headers.of("X-B", "1"), List.of(reasons));
  }

  static InfoReceived info(String mimeType, String body) {
    return new InfoReceived(REQUEST, 3, mimeType, body, Headers.of("X-I", "1"));
  }

  static ReInviteReceived reInvite(@Nullable String sdp) {
    return reInvite(5, sdp);
  }

  static ReInviteReceived reInvite(long cseq, @Nullable String sdp) {
    return new ReInviteReceived(
        REQUEST,
        cseq,
        "sip:carol@127.0.0.10:5071",
        Headers.NONE,
        sdp == null ? null : "application/sdp",
        sdp);
  }
}
