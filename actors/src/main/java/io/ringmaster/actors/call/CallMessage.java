package io.ringmaster.actors.call;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.ringmaster.actors.CallView;
import io.ringmaster.actors.ClusterMessage;
import io.ringmaster.actors.Reply;
import io.ringmaster.protocol.command.CallCommand;
import io.ringmaster.protocol.signal.CallSignal;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/// What is said to the entity of a call.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public sealed interface CallMessage extends ClusterMessage {

  /// News from SIP, from media, from the clock.
  record Signal(CallSignal signal) implements CallMessage {}

  /// Everything the session wants of the call that it has not heard answered, in order. Some of it may have been taken already.
  record Orders(List<Order> orders) implements CallMessage {
    public Orders {
      orders = List.copyOf(orders);
    }
  }

  /// A command from outside.
  record CommandFromOutside(CallCommand command, ActorRef<Reply> replyTo) implements CallMessage {}

  /// The session has every event up to this number; 0 stands for the news that the call has arrived.
  record EventsTaken(long number) implements CallMessage {}

  /// Asks for the call as it stands.
  record View(ActorRef<Viewed> replyTo) implements CallMessage {}

  /// The answer to [View]; empty when there is no such call.
  record Viewed(Optional<CallView> view) implements ClusterMessage {}

  /// The entity's own timer: what the session has not acknowledged is sent again.
  enum Resend implements CallMessage {
    RESEND
  }

  /// The entity's own timer: nothing more is expected, it may leave memory.
  enum Settle implements CallMessage {
    SETTLE
  }

  /// Sharding's word that the entity may stop.
  enum Stop implements CallMessage {
    STOP
  }
}
