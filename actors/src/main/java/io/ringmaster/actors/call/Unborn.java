package io.ringmaster.actors.call;

import io.ringmaster.actors.call.SignallingFact.CallOffered;
import io.ringmaster.actors.call.SignallingFact.CallPlaced;
import io.ringmaster.actors.port.RtpAddress;
import io.ringmaster.actors.port.SipEffect.Respond;
import io.ringmaster.actors.port.SipEffect.SendInvite;
import io.ringmaster.actors.sdp.OfferAnswer;
import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.Headers;
import io.ringmaster.protocol.command.CallCommand;
import io.ringmaster.protocol.command.OutgoingCall;
import io.ringmaster.protocol.signal.CallSignal;
import io.ringmaster.protocol.signal.LifeSignal.*;
import io.ringmaster.protocol.signal.MediaSignal;
import io.ringmaster.protocol.signal.SipSignal.*;
import io.ringmaster.protocol.sip.Dialog;
import io.ringmaster.protocol.sip.NameAddress;
import io.ringmaster.protocol.sip.ServerTransaction;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Before the first fact: no such call.
record Unborn(CallId id) implements Call {

  @Override
  public Decision decide(CallCommand command, Moment moment) {
    return Decision.refuse("there is no call %s".formatted(id));
  }

  @Override
  public Decision.Accepted hear(CallSignal signal, Moment moment) {
    return switch (signal) {
      case InviteReceived invite -> offered(invite);
      case ByeReceived bye -> unknown(bye.transaction());
      case InfoReceived info -> unknown(info.transaction());
      case ReInviteReceived invite -> unknown(invite.transaction());
      case CancelReceived _,
          AckReceived _,
          AckMissing _,
          ProgressReceived _,
          AnswerReceived _,
          ChallengeReceived _,
          RejectionReceived _,
          RequestFailed _,
          DeadlinePassed _,
          Revived _,
          SessionEnded _,
          SessionRefused _,
          MediaSignal _ ->
          Decision.nothing();
    };
  }

  private Decision.Accepted offered(InviteReceived invite) {
    if (invite.sdp() != null && !OfferAnswer.isAcceptable(invite.sdp())) {
      return Decision.nothing()
          .then(
              new Respond(
                  invite.transaction(),
                  invite.dialog(),
                  488,
                  "No codec in common: PCMU or PCMA",
                  Headers.NONE,
                  null));
    }
    return Decision.accept(
        new CallOffered(
            invite.transaction(),
            invite.dialog(),
            invite.destination(),
            invite.requestUri(),
            invite.requestIp(),
            invite.headers(),
            invite.sdp(),
            invite.route()));
  }

  private Decision.Accepted unknown(ServerTransaction transaction) {
    var anonymous = new NameAddress(null, "sip:unknown@invalid");
    var nobody =
        new Dialog(
            "",
            id.value(),
            null,
            anonymous,
            anonymous,
            "sip:unknown@invalid",
            List.of(),
            0,
            -1,
            "UDP",
            null);
    return Decision.nothing().then(new Respond(transaction, nobody, 481, null, Headers.NONE, null));
  }

  /// The decision to place a call that its session may not have. Like one that cannot be sent, it is born and ends at once.
  Decision.Accepted placeOverLimit(OutgoingCall details, Moment moment) {
    var nothingReserved = new Moment(moment.now(), Optional::empty);
    var placed = place(details, nothingReserved).facts().getFirst();
    return Decision.accept(placed, Endings.by(SignallingFact.Side.US, 403, "Call limit reached"));
  }

  /// The decision to place a call. One that cannot even be sent is born and ends at once, so that its end is an event too.
  Decision.Accepted place(OutgoingCall details, Moment moment) {
    var target = Target.of(details);
    Optional<RtpAddress> rtp = target.isPresent() ? moment.rtp().get() : Optional.empty();
    String host = rtp.map(RtpAddress::host).orElse("invalid");
    String caller = details.callerid() == null ? "anonymous" : details.callerid();
    var dialog =
        new Dialog(
            "%s@%s".formatted(id, host),
            id.value(),
            null,
            new NameAddress(
                details.displayName(),
                caller.startsWith("sip") && caller.indexOf(':') > 0
                    ? caller
                    : caller.indexOf('@') > 0
                        ? "sip:" + caller
                        : "sip:%s@%s".formatted(caller, host)),
            new NameAddress(null, target.map(Target::uri).orElse("sip:invalid")),
            target.map(Target::uri).orElse("sip:invalid"),
            List.of(),
            1,
            -1,
            target.map(Target::transport).orElse("UDP"),
            details.outProxy());
    String sdp = rtp.map(address -> OfferAnswer.offer(id, address, 0)).orElse("");
    var placed = new CallPlaced(details, dialog, sdp);
    if (target.isEmpty()) {
      return Decision.accept(
          placed,
          Endings.by(
              SignallingFact.Side.US,
              404,
              "'%s' is not a SIP URI with a host".formatted(details.to())));
    }
    if (rtp.isEmpty())
      return Decision.accept(
          placed, Endings.by(SignallingFact.Side.US, 503, "no RTP port is free"));
    return Decision.accept(placed)
        .then(new SendInvite(dialog, AnswerTimeout.sent(details), sdp, null));
  }

  /// A SIP URI as a scenario writes it, with or without its scheme.
  private record Target(String uri, String transport) {

    static Optional<Target> of(OutgoingCall details) {
      String to = details.to().strip();
      String lower = to.toLowerCase(Locale.ROOT);
      String uri = lower.startsWith("sip:") || lower.startsWith("sips:") ? to : "sip:" + to;
      String host = uri.substring(uri.indexOf(':') + 1).replaceFirst("^.*@", "");
      if (host.isBlank()
          || (!uri.contains("@") && details.outProxy() == null)
          || uri.matches(".*[\\s<>\"].*")) {
        return Optional.empty();
      }
      String transport =
          lower.startsWith("sips:") || lower.contains(";transport=tls")
              ? "TLS"
              : lower.contains(";transport=tcp") ? "TCP" : "UDP";
      return Optional.of(new Target(uri, transport));
    }
  }

  @Override
  public Call on(CallFact fact, Instant at) {
    return switch (fact) {
      case CallOffered offered ->
          new IncomingAlerting(
              CallDetails.of(offered, at),
              new Invite(offered.invite(), offered.remoteSdp()),
              offered.route());
      case CallPlaced placed ->
          new OutgoingAlerting(CallDetails.of(placed, at), placed.details(), false);
      case MediaFact _, SignallingFact _ -> unexpected(fact);
    };
  }

  @Override
  public State state() {
    return State.ALERTING;
  }

  @Override
  public Optional<CallDetails> details() {
    return Optional.empty();
  }
}
