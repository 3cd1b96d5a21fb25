package io.ringmaster.actors.call;

import io.ringmaster.actors.call.MediaFact.RecordingBroke;
import io.ringmaster.actors.call.MediaFact.RecordingEnded;
import io.ringmaster.actors.call.SignallingFact.*;
import io.ringmaster.actors.port.SipEffect.Respond;
import io.ringmaster.actors.port.SipEffect.SendBye;
import io.ringmaster.actors.port.SipEffect.StopAnswering;
import io.ringmaster.protocol.Headers;
import io.ringmaster.protocol.command.CallCommand;
import io.ringmaster.protocol.signal.CallSignal;
import io.ringmaster.protocol.signal.LifeSignal.*;
import io.ringmaster.protocol.signal.MediaSignal;
import io.ringmaster.protocol.signal.SipSignal.*;
import io.ringmaster.protocol.sip.ServerTransaction;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The call is over; it remembers how, and answers latecomers.
///
/// @param wasAnswered whether it had been answered, so that it ended with a BYE
/// @param refused the INVITE of an incoming call that was not answered; null for other calls
record Terminated(
    CallDetails call,
    CallEnded ended,
    boolean wasAnswered,
    @Nullable ServerTransaction refused,
    Instant endedAt)
    implements Call {

  /// How long SIP may still have something to say about a call (64*T1, RFC 3261 section 17).
  static final Duration LINGER = Duration.ofSeconds(32);

  static Terminated of(CallDetails call, CallEnded ended, Instant at) {
    return new Terminated(call, ended, false, null, at);
  }

  static Terminated refused(CallDetails call, Invite invite, CallEnded ended, Instant at) {
    return new Terminated(call, ended, false, invite.transaction(), at);
  }

  static Terminated answered(CallDetails call, CallEnded ended, Instant at) {
    return new Terminated(call, ended, true, null, at);
  }

  @Override
  public Decision decide(CallCommand command, Moment moment) {
    return Decision.refuse("the call has ended");
  }

  @Override
  public Decision.Accepted hear(CallSignal signal, Moment moment) {
    return switch (signal) {
      case InviteReceived again when Endings.isOwn(call, again) ->
          wasAnswered ? Decision.nothing() : Decision.nothing().then(lastWord(again.transaction()));
      case InviteReceived invite -> Endings.idTaken(invite);
      case AnswerReceived late -> lateAnswer(late);
      case ByeReceived bye -> respond(bye.transaction(), 200);
      case ReInviteReceived invite -> respond(invite.transaction(), 481);
      case InfoReceived info -> respond(info.transaction(), 481);
      case MediaSignal media -> lastOfRecording(media);
      case Revived _ -> {
        var lost = Endings.lost(call, Decision.nothing());
        if (!moment.now().isBefore(endedAt.plus(LINGER))) yield lost;
        if (refused != null) yield lost.then(lastWord(refused));
        yield byeIsOwed() ? lost.then(new SendBye(call.nextRequest(), Headers.NONE)) : lost;
      }
      case AckReceived ack -> Decision.nothing().then(new StopAnswering(ack.cseq()));
      case CancelReceived _,
          AckMissing _,
          ProgressReceived _,
          ChallengeReceived _,
          RejectionReceived _,
          RequestFailed _,
          DeadlinePassed _,
          SessionEnded _,
          SessionRefused _ ->
          Decision.nothing();
    };
  }

  /// An answer that crossed our CANCEL, or came again after our BYE.
  private Decision.Accepted lateAnswer(AnswerReceived late) {
    return call.incoming() || wasAnswered
        ? Endings.answeredAgain(call, late)
        : Endings.ackAndBye(call, late);
  }

  /// The final response to the INVITE, which may not have left the node that sent it. An edge that has sent it ignores a repeat.
  private Respond lastWord(ServerTransaction invite) {
    return new Respond(invite, call.dialog(), ended.code(), null, Headers.NONE, null);
  }

  private Decision.Accepted respond(ServerTransaction transaction, int status) {
    return Decision.nothing()
        .then(new Respond(transaction, call.dialog(), status, null, Headers.NONE, null));
  }

  /// Only the recording outlives the call, until its file is complete.
  private Decision.Accepted lastOfRecording(MediaSignal signal) {
    return switch (signal) {
      case MediaSignal.RecordingStopped _, MediaSignal.RecordingFailed _ ->
          call.media().accept(signal);
      case MediaSignal.FirstAudioPacket _,
          MediaSignal.ToneHeard _,
          MediaSignal.PlaybackReady _,
          MediaSignal.PlaybackStarted _,
          MediaSignal.PlaybackFinished _,
          MediaSignal.RecordingStarted _,
          MediaSignal.RtpStopped _,
          MediaSignal.RtpResumed _ ->
          Decision.nothing();
    };
  }

  /// A BYE that may not have left the node that sent it. Its far end ignores a repeat.
  private boolean byeIsOwed() {
    return wasAnswered && ended.by() != Side.FAR_END;
  }

  /// Whether nothing more can become of this call.
  boolean isSettled() {
    return call.media().recording() == null;
  }

  @Override
  public Call on(CallFact fact, Instant at) {
    return switch (fact) {
      case RecordingEnded _, RecordingBroke _ ->
          new Terminated(
              call.with(call.media().on((MediaFact) fact)), ended, wasAnswered, refused, endedAt);
      case MediaFact _, SignallingFact _ -> unexpected(fact);
    };
  }

  @Override
  public State state() {
    return State.TERMINATED;
  }

  @Override
  public Optional<CallDetails> details() {
    return Optional.of(call);
  }
}
