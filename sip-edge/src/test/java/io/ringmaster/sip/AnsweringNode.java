package io.ringmaster.sip;

import io.ringmaster.actors.port.CallSignals;
import io.ringmaster.actors.port.Catalogue;
import io.ringmaster.actors.port.ScenarioSource;
import io.ringmaster.actors.port.SipEffect;
import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.Headers;
import io.ringmaster.protocol.SessionId;
import io.ringmaster.protocol.signal.CallSignal;
import io.ringmaster.protocol.signal.Route;
import io.ringmaster.protocol.signal.SipSignal.AckReceived;
import io.ringmaster.protocol.signal.SipSignal.ByeReceived;
import io.ringmaster.protocol.signal.SipSignal.InviteReceived;
import io.ringmaster.protocol.sip.Dialog;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/// An edge whose calls answer at once, and hang up after the ACK when asked to: something for sipp to call by hand.
///
/// Arguments: port, and `hangup` for calls that end from here. Prints its statistics every two seconds.
final class AnsweringNode implements CallSignals {

  private final AtomicReference<SipEdge> edge = new AtomicReference<>();
  private final Map<CallId, Dialog> dialogs = new ConcurrentHashMap<>();
  private final boolean hangsUp;

  private AnsweringNode(boolean hangsUp) {
    this.hangsUp = hangsUp;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    var node = new AnsweringNode(arguments.length > 1 && arguments[1].equals("hangup"));
    var random = new SecureRandom();
    var edge =
        SipEdge.open(
            SipSettings.on("127.0.0.1", Integer.parseInt(arguments[0]), "here"),
            new Surroundings(
                node,
                new Everything(),
                () -> SessionId.of(1, random.nextLong()),
                Optional::empty,
                (there, call, effect, lost) -> {},
                random));
    node.edge.set(edge);
    var operatingSystem =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    while (true) {
      Thread.sleep(2000);
      long used = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
      System.out.printf(
          "cpu %d ms, heap %d MB, dialogs %d, %s%n",
          operatingSystem.getProcessCpuTime() / 1_000_000,
          used >> 20,
          node.dialogs.size(),
          edge.statistics());
    }
  }

  @Override
  public void tell(CallId call, CallSignal signal) {
    var to = edge.get();
    switch (signal) {
      case InviteReceived invite -> {
        dialogs.put(call, invite.dialog());
        to.perform(
            call,
            new SipEffect.Respond(
                invite.transaction(), invite.dialog(), 200, null, Headers.NONE, EdgeFixture.SDP));
      }
      case AckReceived ack -> {
        to.perform(call, new SipEffect.StopAnswering(ack.cseq()));
        var dialog = hangsUp ? dialogs.remove(call) : null;
        if (dialog != null) {
          to.perform(call, new SipEffect.SendBye(dialog.withLocalCSeq(1), Headers.NONE));
        }
      }
      case ByeReceived bye -> {
        var dialog = dialogs.remove(call);
        if (dialog != null) {
          to.perform(
              call,
              new SipEffect.Respond(bye.transaction(), dialog, 200, null, Headers.NONE, null));
        }
      }
      default -> System.out.println(call + " " + signal);
    }
  }

  private static final class Everything implements Catalogue {
    @Override
    public Optional<Route> route(String destination) {
      return Optional.of(new Route("all", Route.Control.SCENARIO, List.of("demo")));
    }

    @Override
    public Optional<Route> rule(String name) {
      return Optional.empty();
    }

    @Override
    public CompletionStage<List<ScenarioSource>> current(List<String> names) {
      return CompletableFuture.completedFuture(List.of());
    }

    @Override
    public CompletionStage<ScenarioSource> pinned(String name, String hash) {
      return CompletableFuture.failedFuture(new MissingScenario(name));
    }
  }
}
