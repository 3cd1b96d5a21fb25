package io.ringmaster.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.waitAtMost;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A node on a network full of rubbish. The rubbish is the same in every run.
@RequiresPeer("sipp")
class HostileTrafficTest {

  private static final int DATAGRAMS = 10_000;
  private static final long SEED = 20_261_122;
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /// Between two datagrams, in ns: 1250 a second, far more than a phone sends.
  private static final long PACE = 800_000;

  /// What ten thousand spoilt messages may leave on the heap: caches that fill once, not something for each.
  private static final long HEAP_GROWTH = 24L << 20;

  /// Threads that come and go with the load, and the one that warms the engine after the start.
  private static final Pattern POOLED =
      Pattern.compile(
          ".*(dispatcher|pool|ForkJoin|C[12] Compiler|GC|G1|Attach|virtual|scheduler|warm-up|connection adder).*");

  private static final Pattern THREAD_NAME = Pattern.compile("(?m)^\"([^\"]+)\"");

  @Test
  void spoiltMessagesDisturbNobody(@TempDir Path temp) {
    try (var node = SharedNode.plan(temp.resolve("node")).start()) {
      callsWork(node, temp.resolve("before"), "before", 10);
      awaitQuiet(node);
      long heap = node.heapAfterCollection();
      var threads = threads(node);

      try (var calls = echoCalls(node, temp.resolve("beside"), "beside", 60)) {
        spoiltSip(node);
        calls.succeeds(PATIENCE);
      }
      assertThat(node.api().metric("ringmaster_sip_malformed_total", "")).isGreaterThan(100);

      spoiltRtp(node, temp);

      awaitQuiet(node);
      callsWork(node, temp.resolve("after"), "after", 10);
      awaitQuiet(node);
      assertThat(threads(node)).containsAll(threads);
      assertThat(node.api().metric("ringmaster_rtp_faults_total", "")).isZero();
      assertThat(node.errors()).isEmpty();
      assertThat(node.heapAfterCollection()).isLessThan(heap + HEAP_GROWTH);
    }
  }

  private static void spoiltSip(RunningNode node) {
    var mutations = new Mutations(SEED);
    var templates = List.of(Resources.text("sipp/messages.txt").split("(?m)^====\n"));
    try (var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      var to = new InetSocketAddress(node.host(), node.sipPort());
      for (int n = 0; n < DATAGRAMS; n++) {
        var message =
            mutations
                .oneOf(templates)
                .replace("__USER__", n % 10 == 0 ? "7002" : "nobody")
                .replace("__NODE__", String.valueOf(node.sipPort()))
                .replace("__PORT__", String.valueOf(socket.getLocalPort()))
                .replace("__N__", String.valueOf(n))
                .replace("\n", "\r\n");
        byte[] spoilt = mutations.of(message.getBytes(StandardCharsets.ISO_8859_1));
        socket.send(new DatagramPacket(spoilt, spoilt.length, to));
        LockSupport.parkNanos(PACE);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// To the RTP and RTCP ports of a call that goes on, half from its own phone and half from a stranger; then the phone must still
  /// hear itself.
  private static void spoiltRtp(RunningNode node, Path temp) {
    var mutations = new Mutations(SEED + 1);
    var sound = RtpEndpoint.packets(Sounds.toPcmu(Sounds.tone(440, 1)), 1, 160, 99);
    try (var phone = RtpEndpoint.open();
        var stranger = RtpEndpoint.open();
        var sipp =
            Sipp.scenario("caller-hears-bye", temp.resolve("held"))
                .with("CALLER", "held")
                .with("RTP", phone.port())
                .call("7002", node.sipAddress())) {
      var rtp = sipp.remoteAudio();
      var rtcp = new InetSocketAddress(rtp.getAddress(), rtp.getPort() + 1);
      waitAtMost(PATIENCE)
          .until(() ->
              !node.api().callsFrom("held").isEmpty()
                  && node.api()
                      .callsFrom("held")
                      .getFirst()
                      .path("state")
                      .asText()
                      .equals("CONNECTED"));
      phone.send(rtp, sound);
      waitAtMost(PATIENCE).until(() -> phone.received().size() == sound.size());
      for (int n = 0; n < DATAGRAMS; n++) {
        byte[] spoilt = mutations.of(sound.get(n % sound.size()).bytes());
        if (spoilt.length > 1400) continue;
        (n % 2 == 0 ? phone : stranger).send(n % 10 == 9 ? rtcp : rtp, spoilt);
        LockSupport.parkNanos(PACE / 4);
      }
      var quiet = RtpEndpoint.packets(Sounds.toPcmu(Sounds.tone(1000, 3)), 5000, 9_000_000, 100);
      phone.forget();
      phone.send(rtp, quiet);
      // A new source is believed from its second packet on (RFC 3550 appendix A.1), and the last
      // wild number may count as one.
      waitAtMost(Duration.ofSeconds(10)).until(() -> phone.received(0).size() >= quiet.size() - 4);
      var heard = Sounds.pcmu(phone.received(0));
      assertThat(Sounds.likeness(Sounds.tone(1000, 2), heard, 8000)).isGreaterThan(0.95);

      var call = node.api().callsFrom("held").getFirst().path("callId").asText();
      node.api().post("/v1/calls/" + call + "/commands", Map.of("type", "hangup"));
      sipp.succeeds(PATIENCE);
    }
  }

  private static void callsWork(RunningNode node, Path directory, String caller, int calls) {
    try (var sipp = echoCalls(node, directory, caller, calls)) {
      sipp.succeeds(PATIENCE);
    }
  }

  private static Sipp echoCalls(RunningNode node, Path directory, String caller, int calls) {
    return Sipp.scenario("caller", directory)
        .with("CALLER", caller)
        .with("TALK", 200)
        .with("RTP", FreePorts.first(2))
        .options("-m", String.valueOf(calls), "-r", "5")
        .call("7002", node.sipAddress());
  }

  private static void awaitQuiet(RunningNode node) {
    waitAtMost(PATIENCE)
        .alias("nothing is left open")
        .pollInterval(Duration.ofMillis(500))
        .until(() ->
            node.api().metric("ringmaster_sessions_open", "")
                    + node.api().metric("ringmaster_calls_open", "")
                    + node.api().metric("ringmaster_rtp_legs", "")
                    + node.api().metric("ringmaster_sip_transactions_open", "")
                == 0);
  }

  /// Names of the threads that serve for the whole life of a node.
  private static Set<String> threads(RunningNode node) {
    var names = new TreeSet<String>();
    var matcher = THREAD_NAME.matcher(node.jcmd("Thread.print"));
    while (matcher.find()) {
      if (!POOLED.matcher(matcher.group(1)).matches()) names.add(matcher.group(1));
    }
    return names;
  }
}
